import { readFileSync } from 'node:fs';

/** A statement that PostgreSQL parses and plans once per connection: `pg` prepares what has a name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** The file beside says what a statement does, what it takes and what it gives. */
function load(name: string): Statement {
  return { name, text: readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8') };
}

export const statements = {
  append: load('append'),
  changesSince: load('changes-since'),
  correctClock: load('correct-clock'),
  entriesAfter: load('entries-after'),
  findFormerReservation: load('find-former-reservation'),
  findPlan: load('find-plan'),
  findPlanSummary: load('find-plan-summary'),
  findReservation: load('find-reservation'),
  findReservationByCode: load('find-reservation-by-code'),
  forget: load('forget'),
  headAt: load('head-at'),
  isAdmitted: load('is-admitted'),
  letGo: load('let-go'),
  listEvents: load('list-events'),
  listPlans: load('list-plans'),
  loadEndedHolds: load('load-ended-holds'),
  loadEvent: load('load-event'),
  loadKeys: load('load-keys'),
  loadLine: load('load-line'),
  loadSeats: load('load-seats'),
  loadUsersOfChanges: load('load-users-of-changes'),
  lockEvent: load('lock-event'),
  logStart: load('log-start'),
  lookAtBackend: load('look-at-backend'),
  lookAtSession: load('look-at-session'),
  now: load('now'),
  probe: load('probe'),
  putEvent: load('put-event'),
  putPlan: load('put-plan'),
  recall: load('recall'),
  recordEntries: load('record-entries'),
  reservationsFrom: load('reservations-from'),
  reservationsOf: load('reservations-of'),
  reservationsTouched: load('reservations-touched'),
} as const;

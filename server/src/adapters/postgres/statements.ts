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
  agreeOnKey: load('agree-on-key'),
  append: load('append'),
  changesSince: load('changes-since'),
  changesOfUsers: load('changes-of-users'),
  correctClock: load('correct-clock'),
  erasePersons: load('erase-persons'),
  findFormerReservation: load('find-former-reservation'),
  findPlan: load('find-plan'),
  findPlanSummary: load('find-plan-summary'),
  findReservation: load('find-reservation'),
  findReservationByCode: load('find-reservation-by-code'),
  findUnsealed: load('find-unsealed'),
  forget: load('forget'),
  forgetPersons: load('forget-persons'),
  headAt: load('head-at'),
  letGo: load('let-go'),
  listEvents: load('list-events'),
  listPlans: load('list-plans'),
  listReservations: load('list-reservations'),
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
  reservationsOf: load('reservations-of'),
  reservationsOfPerson: load('reservations-of-person'),
  sealPersons: load('seal-persons'),
} as const;

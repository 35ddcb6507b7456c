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
  changeOrganiser: load('change-organiser'),
  changesSince: load('changes-since'),
  correctClock: load('correct-clock'),
  createOrganiser: load('create-organiser'),
  endOrganiserSession: load('end-organiser-session'),
  findCancelReason: load('find-cancel-reason'),
  findFormerReservation: load('find-former-reservation'),
  findOrganiserByToken: load('find-organiser-by-token'),
  findOrganiserSession: load('find-organiser-session'),
  findPlan: load('find-plan'),
  findPlanSummary: load('find-plan-summary'),
  findReservation: load('find-reservation'),
  findReservationByCode: load('find-reservation-by-code'),
  forget: load('forget'),
  headAt: load('head-at'),
  letGo: load('let-go'),
  listEvents: load('list-events'),
  listOrganisers: load('list-organisers'),
  listPlans: load('list-plans'),
  listTrail: load('list-trail'),
  listTrailOfEvent: load('list-trail-of-event'),
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
  noteInTrail: load('note-in-trail'),
  now: load('now'),
  openOrganiserSession: load('open-organiser-session'),
  organisersChanges: load('organisers-changes'),
  probe: load('probe'),
  prolongOrganiserSession: load('prolong-organiser-session'),
  putCancelReason: load('put-cancel-reason'),
  putEvent: load('put-event'),
  putPlan: load('put-plan'),
  recall: load('recall'),
  removeOrganiser: load('remove-organiser'),
  replaceHall: load('replace-hall'),
  reservationsOf: load('reservations-of'),
  soldAfter: load('sold-after'),
  tallyEvents: load('tally-events'),
  withdrawCancelReason: load('withdraw-cancel-reason'),
} as const;

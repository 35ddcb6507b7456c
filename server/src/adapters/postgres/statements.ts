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
  changeOrganiser: load('change-organiser'),
  changesSince: load('changes-since'),
  changesOfUsers: load('changes-of-users'),
  correctClock: load('correct-clock'),
  erasePersons: load('erase-persons'),
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
  findUnsealed: load('find-unsealed'),
  forget: load('forget'),
  forgetPersons: load('forget-persons'),
  headAt: load('head-at'),
  letGo: load('let-go'),
  listEvents: load('list-events'),
  listOrganisers: load('list-organisers'),
  listPlans: load('list-plans'),
  listReservations: load('list-reservations'),
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
  reservationsOfPerson: load('reservations-of-person'),
  sealPersons: load('seal-persons'),
  soldAfter: load('sold-after'),
  tallyEvents: load('tally-events'),
  withdrawCancelReason: load('withdraw-cancel-reason'),
} as const;

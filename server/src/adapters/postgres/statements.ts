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
  beginRehearsal: load('begin-rehearsal'),
  changeOrganiser: load('change-organiser'),
  changesSince: load('changes-since'),
  changesOfUsers: load('changes-of-users'),
  eventsStoodInLine: load('events-stood-in-line'),
  correctClock: load('correct-clock'),
  erasePersons: load('erase-persons'),
  createOrganiser: load('create-organiser'),
  endOrganiserSession: load('end-organiser-session'),
  entriesAfter: load('entries-after'),
  entriesOfReservation: load('entries-of-reservation'),
  endRehearsal: load('end-rehearsal'),
  findCancelReason: load('find-cancel-reason'),
  findCancelReasons: load('find-cancel-reasons'),
  findHoldEnd: load('find-hold-end'),
  findFormerReservation: load('find-former-reservation'),
  findOrganiserByToken: load('find-organiser-by-token'),
  findOrganiserSession: load('find-organiser-session'),
  findPlan: load('find-plan'),
  findPlanSummary: load('find-plan-summary'),
  findRehearsalReport: load('find-rehearsal-report'),
  findReservation: load('find-reservation'),
  findReservationByCode: load('find-reservation-by-code'),
  findUnsealed: load('find-unsealed'),
  forget: load('forget'),
  forgetPersons: load('forget-persons'),
  giveUpRehearsals: load('give-up-rehearsals'),
  headAt: load('head-at'),
  isAdmitted: load('is-admitted'),
  letGo: load('let-go'),
  listEvents: load('list-events'),
  listOrganisers: load('list-organisers'),
  listPlans: load('list-plans'),
  listReservations: load('list-reservations'),
  listRehearsals: load('list-rehearsals'),
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
  noteRehearsal: load('note-rehearsal'),
  now: load('now'),
  openOrganiserSession: load('open-organiser-session'),
  organisersChanges: load('organisers-changes'),
  probe: load('probe'),
  prolongOrganiserSession: load('prolong-organiser-session'),
  putCancelReason: load('put-cancel-reason'),
  putHoldEnds: load('put-hold-ends'),
  putEvent: load('put-event'),
  putPlan: load('put-plan'),
  recall: load('recall'),
  recordEntries: load('record-entries'),
  removeOrganiser: load('remove-organiser'),
  replaceHall: load('replace-hall'),
  reservationsFrom: load('reservations-from'),
  reservationsOf: load('reservations-of'),
  reservationsOfPerson: load('reservations-of-person'),
  sealPersons: load('seal-persons'),
  reservationsTouched: load('reservations-touched'),
  soldAfter: load('sold-after'),
  stopRehearsal: load('stop-rehearsal'),
  tallyEvents: load('tally-events'),
  withdrawCancelReason: load('withdraw-cancel-reason'),
} as const;

/** What the auditor reads. */
export const auditStatements = {
  changes: load('audit/changes'),
  event: load('audit/event'),
  recountAvailable: load('audit/recount-available'),
  reservations: load('audit/reservations'),
  seats: load('audit/seats'),
} as const;

/** What moves the old end of a log to a file. */
export const archiveStatements = {
  moveFloor: load('archive/move-floor'),
  reach: load('archive/reach'),
  removeBelow: load('archive/remove-below'),
} as const;

/** What is kept for integrators. */
export const integrationStatements = {
  addWebhook: load('integrations/add-webhook'),
  beginWebhookCursors: load('integrations/begin-webhook-cursors'),
  changeWebhook: load('integrations/change-webhook'),
  claimDeliveries: load('integrations/claim-deliveries'),
  forgetDeliveries: load('integrations/forget-deliveries'),
  hasWebhooks: load('integrations/has-webhooks'),
  keepApiKey: load('integrations/keep-api-key'),
  listApiKeys: load('integrations/list-api-keys'),
  listDeliveries: load('integrations/list-deliveries'),
  listWebhooks: load('integrations/list-webhooks'),
  noteApiKeyUsed: load('integrations/note-api-key-used'),
  noteDelivered: load('integrations/note-delivered'),
  noteFailed: load('integrations/note-failed'),
  removeWebhook: load('integrations/remove-webhook'),
  resendDelivery: load('integrations/resend-delivery'),
  revokeApiKey: load('integrations/revoke-api-key'),
  writeDeliveries: load('integrations/write-deliveries'),
} as const;

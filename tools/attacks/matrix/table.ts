import type { Who } from './who.ts';

/** What is there for a row to be about; made anew for each cell that is open. */
export type Need =
  'hold' | 'reservation' | 'taken seat' | 'offer' | 'turn' | 'sold by shop' | 'hold token' | 'person';

/** One operation: who may, and a request that succeeds for those. */
export interface Row {
  readonly who: Who;
  readonly needs?: readonly Need[];
  /** `{name}` in texts stands for a thing of the cell. */
  readonly query?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** What success may be beside 200, 201, 202 and 204; said where success needs more than a right. */
  readonly also?: readonly number[];
  /** It makes what its address names, so that nothing there is missing. */
  readonly isMaking?: true;
  /** It ends the very sessions by which people come to the other rows. */
  readonly isLast?: true;
}

const role = (name: 'owner' | 'organiser' | 'desk' | 'door'): Who => ({ role: name });
const reason = { reason: 'a test' };
const seats = { seat_ids: [7] };
const person = { user_name: 'Alice', phone: '010-1234-5678' };
const archived = { epoch: 'another', sequence: 0, head: '0'.repeat(64) };
const starts_at = '2099-01-01T19:00:00Z';
const event = { title: 'Put', venue: 'Here', starts_at, hall: { rows: 3, seats_per_row: 3 } };
const plan = {
  ...{ format: 'jari-plan', version: 1, name: 'Studio', categories: [{ name: 'R', color: '#c2410c' }] },
  sections: [{ name: 'S', rows: [{ name: 'A', category: 'R', seats: [{ number: '1', x: 0, y: 0 }] }] }],
};

/** By operationId. An operation without a row fails the test. */
export const table: Readonly<Record<string, Row>> = {
  // The hall, as everybody sees it.
  listDefaultSeats: { who: 'anybody' },
  listSeats: { who: 'anybody' },
  listStates: { who: 'anybody' },
  getDefaultSeat: { who: 'anybody' },
  listEvents: { who: 'anybody' },
  getEvent: { who: 'anybody' },
  listChanges: { who: 'anybody', query: 'after=0' },
  streamChanges: { who: 'anybody' },
  getPlan: { who: 'anybody' },
  getLineStatus: { who: 'anybody', query: 'event={event}' },
  listTicketKeys: { who: 'anybody' },
  getHealth: { who: 'anybody' },
  getHealthz: { who: 'anybody' },
  getReadiness: { who: 'anybody' },
  getMetrics: { who: 'anybody' },
  getMe: { who: 'anybody known' },
  // Code and phone are the right.
  findReservation: { who: 'anybody', needs: ['reservation'], body: { code: '{code}', phone: person.phone } },
  // Only pages of listed sites are given one.
  createEmbedSession: { who: 'anybody from here', headers: { origin: 'https://listed.example' } },

  // What visitors do, on what is theirs.
  getMyHold: { who: 'a visitor' },
  putMyHold: { who: 'a visitor', body: seats },
  deleteMyHold: { who: 'a visitor', needs: ['hold'] },
  extendMyHold: { who: 'a visitor', needs: ['hold'] },
  getMyEndedHold: { who: 'a visitor' },
  getMyLine: { who: 'a visitor' },
  standInLine: { who: 'a visitor', needs: ['taken seat'], body: { seat_ids: [9] } },
  leaveLine: { who: 'a visitor' },
  createReservation: { who: 'a visitor', body: { ...person, ...seats } },
  reserveFirstFreeSeat: { who: 'a visitor', body: person, also: [409] },
  listMyReservations: { who: 'a visitor' },
  createHoldToken: { who: 'a visitor' },
  exportMyData: { who: 'a visitor' },
  eraseMyData: { who: 'a visitor' },
  streamMine: { who: 'a visitor', query: 'event={event}' },
  getWorkChallenge: { who: 'a visitor', query: 'event={event}' },
  joinQueue: { who: 'a visitor', query: 'event={event}' },
  takeQueuePass: { who: 'a visitor', needs: ['turn'], query: 'event={event}' },
  giveBackQueuePass: { who: 'a visitor', query: 'event={event}' },
  // Who has the link of an offered ticket may take it; the one who offered it has it.
  lookAtOfferedTicket: { who: 'anybody known', needs: ['offer'], body: { token: '{offer}' } },
  acceptOfferedTicket: {
    who: 'a visitor',
    needs: ['offer'],
    body: { token: '{offer}', ...person },
    also: [409],
  },

  // A reservation is its visitor's; there is none for all others.
  getReservation: { who: 'its visitor', needs: ['reservation'] },
  cancelReservation: { who: 'its visitor', needs: ['reservation'] },
  printTicket: { who: 'its visitor', needs: ['reservation'] },
  offerReservation: { who: 'its visitor', needs: ['reservation'] },

  // Doors.
  listGuests: { who: role('door') },
  listEntries: { who: role('door') },
  recordEntries: {
    who: role('door'),
    body: { door: 'A', device: 'd', sent_at: starts_at, entries: [] },
    also: [400],
  },
  getOrganiserSession: { who: role('door') },
  listConsoleEvents: { who: role('door') },
  getConsoleEvent: { who: role('door') },
  // Desk.
  listConsoleSeats: { who: role('desk') },
  getFigures: { who: role('desk') },
  listReservations: { who: role('desk') },
  openReservation: { who: role('desk'), needs: ['reservation'] },
  sellAtDesk: { who: role('desk'), body: { ...person, ...seats } },
  cancelForVisitor: { who: role('desk'), needs: ['reservation'], body: reason },
  // Organisers.
  putDefaultSeat: { who: role('organiser'), body: { status: true }, also: [409] },
  resetDefaultHall: { who: role('organiser') },
  putEvent: { who: role('organiser'), body: event, isMaking: true },
  blockSeats: { who: role('organiser'), body: seats },
  unblockSeats: { who: role('organiser'), body: seats },
  patchWaitingRoom: { who: role('organiser'), needs: ['turn'], body: { admitted_per_minute: 60 } },
  listPlans: { who: role('organiser') },
  importPlan: { who: role('organiser'), body: plan },
  exportPlan: { who: role('organiser') },
  listPlanTemplates: { who: role('organiser') },
  getPlanTemplate: { who: role('organiser') },
  exportLog: { who: role('organiser') },
  readArchive: { who: role('owner') },
  removeArchived: { who: role('owner'), body: archived, also: [400, 409] },
  exportReservations: { who: role('organiser') },
  exportPerson: { who: role('organiser'), body: { phone: person.phone } },
  erasePerson: { who: role('organiser'), body: { phone: '010-9999-8888', ...reason } },
  getTrail: { who: role('organiser') },
  releaseHolds: { who: role('organiser'), body: { ...seats, ...reason } },
  copyEvent: { who: role('organiser'), body: { event: '{event}-copy', starts_at } },
  setSale: { who: role('organiser'), body: { state: 'open' } },
  resetEvent: { who: role('organiser') },
  listActions: { who: role('organiser') },
  audit: { who: role('organiser') },
  auditAndRepair: { who: role('organiser') },
  getDemonstration: { who: role('owner') },
  setDemonstration: { who: role('owner'), body: { failure_rate: 0 } },
  // There is no program that plays where the matrix is tried.
  startRehearsal: { who: role('organiser'), body: { people: 1, open_in_ms: 1_000 }, also: [503] },
  listRehearsals: { who: role('organiser') },
  getRehearsalReport: { who: role('organiser'), also: [404] },
  stopRehearsal: { who: role('organiser'), also: [404] },
  // The owner.
  listOrganisers: { who: role('owner') },
  createOrganiser: { who: role('owner'), body: { name: '{organiser}-2', role: 'door' } },
  changeOrganiser: { who: role('owner'), needs: ['person'], body: { role: 'desk' } },
  removeOrganiser: { who: role('owner'), needs: ['person'] },
  renewOrganiserToken: { who: role('owner'), needs: ['person'] },
  createApiKey: { who: role('owner'), body: { name: 'made', scopes: ['events:read'] } },
  listApiKeys: { who: role('owner') },
  revokeApiKey: { who: role('owner'), also: [404] },
  createWebhook: { who: role('owner'), body: { url: 'https://hooks.example.org/', types: ['seat.blocked'] } },
  listWebhooks: { who: role('owner') },
  deleteWebhook: { who: role('owner'), also: [404] },
  changeWebhook: { who: role('owner'), body: { enabled: true }, also: [404] },
  rotateWebhookSecret: { who: role('owner'), also: [404] },
  listDeliveries: { who: role('owner'), also: [404] },
  resendDelivery: { who: role('owner'), also: [404] },

  // Anybody may try a token, and end a session that they do not have.
  signIn: { who: 'anybody from here', body: { token: '{token}' }, isLast: true },
  signOut: { who: 'anybody from here', isLast: true },

  // Shops.
  createReservationForHold: {
    who: { scope: 'reservations:write' },
    needs: ['hold token'],
    body: { hold_token: '{holdToken}', ...person },
    headers: { 'idempotency-key': '{key}' },
  },
  extendHoldForShop: {
    who: { scope: 'holds:extend' },
    needs: ['hold token'],
    body: { hold_token: '{holdToken}' },
  },
  getReservationOfShop: { who: { scope: 'reservations:read', isItsShop: true }, needs: ['sold by shop'] },
  cancelReservationOfShop: { who: { scope: 'reservations:write', isItsShop: true }, needs: ['sold by shop'] },
  listEventsOfShop: { who: { scope: 'events:read' } },
};

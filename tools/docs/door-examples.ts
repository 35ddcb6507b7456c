import { API, JSON_TYPE, KEY, TOKEN, USER, curl, data, ok, type Example } from './example.ts';
import { ALICE, RESERVATION } from './example-things.ts';

// Tickets at the door, and tickets that are handed on.

const SERVER_TIME = '2026-12-22T10:02:11.518Z';
const ENTRY = {
  scan_id: '0b8e6c1e-53a4-4c37-9d0e-6f5c1f7f3a10',
  reservation: 4,
  count: 1,
  at: '2026-12-22T10:02:09.300Z',
};
const BY_DOOR = { door: 'Door A', device: '5d2f0c9e-phone' };
const LINK = 't1.default.4.1797762600000.1798021800000.pWc0hE8kS5m1kq2bX3nV9tYzL4aQ7rD6uJfGoIiHsTM';

/** By operationId. */
export const doorExamples: Readonly<Record<string, Example>> = {
  listTicketKeys: ok(`curl ${API}/tickets/keys`, {
    keys: [{ id: 'q7Jx0Z', public_key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
  }),
  printTicket: ok(
    curl(`-o ticket.pdf '${API}/reservations/default.4/ticket.pdf?format=a4&lang=en'`, USER),
    '%PDF-1.3 …',
  ),
  listGuests: ok(curl(`'${API}/admin/events/default/guests'`, TOKEN), {
    event: 'default',
    server_time: SERVER_TIME,
    sequence: 4,
    position: 'k3f09a1c.27c05e6b:4',
    guests: [
      {
        ...{ reservation: 4, origin: 4, code: RESERVATION.code, name: ALICE.user_name, state: 'active' },
        seats: [{ label: 'A3', section: null }],
      },
    ],
    next: null,
    reload: false,
  }),
  listEntries: ok(curl(`'${API}/admin/events/default/entries?after=0'`, TOKEN), {
    event: 'default',
    server_time: SERVER_TIME,
    sequence: 4,
    position: 'k3f09a1c.27c05e6b:4',
    entries: [{ number: 1, ...ENTRY, ...BY_DOOR, undoes: null, actor: 'organiser:mina' }],
    has_more: false,
  }),
  recordEntries: ok(
    curl(
      `-X POST ${API}/admin/events/default/entries`,
      TOKEN,
      JSON_TYPE,
      data({ ...BY_DOOR, sent_at: SERVER_TIME, entries: [ENTRY] }),
    ),
    { success: true, clock_error_ms: 0 },
  ),
  offerReservation: ok(curl(`-X POST ${API}/reservations/default.4/transfer`, USER), {
    success: true,
    token: LINK,
    expires_at: '2026-12-23T10:30:00.000Z',
  }),
  lookAtOfferedTicket: ok(curl(`-X POST ${API}/transfers/look`, USER, JSON_TYPE, data({ token: LINK })), {
    event: 'default',
    seats: [{ label: 'A3', section: null }],
    expires_at: '2026-12-23T10:30:00.000Z',
    is_mine: false,
  }),
  acceptOfferedTicket: ok(
    curl(
      `-X POST ${API}/transfers/accept`,
      USER,
      KEY,
      JSON_TYPE,
      data({ token: LINK, user_name: 'Bob', phone: '010-9876-5432' }),
    ),
    {
      success: true,
      reservation: {
        ...RESERVATION,
        ...{ id: 'default.6', code: '3PW8N-0QK5R', user_name: 'Bob', phone: '+821098765432', sequence: 6 },
      },
    },
    201,
  ),
};

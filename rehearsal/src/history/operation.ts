import { createHash } from 'node:crypto';
import type { Answer, Question } from '../wire/messages.ts';

/** What somebody asked for, in the words of docs/history-format.md. */
export interface Asked {
  readonly op: string;
  readonly key: string | null;
  readonly asked: Readonly<Record<string, unknown>>;
}

export type Outcome = 'ok' | 'refused' | 'unknown';

/**
 * Reasons that come with a 5xx and yet say that nothing has happened: refused before it was read, or failed on purpose
 * before anything was written. `unavailable` is not one of them: what had been sent to the ledger may still arrive.
 */
const NOTHING_HAPPENED: readonly unknown[] = ['overloaded', 'intentional_failure'];

const EVENT_PATH = /^\/api\/v1\/events\/[^/?]+\/([a-z/]+)/;
const RESERVATION_PATH = /^\/api\/v1\/reservations\/([^/?]+)$/;
const GIVEN_PATH = /^\/api\/v1\/reservations\/([^/?]+)\/transfer$/;

const OF_AN_EVENT: Readonly<Record<string, string>> = {
  'PUT hold': 'hold',
  'GET hold': 'my_hold',
  'DELETE hold': 'release',
  'POST hold/extend': 'extend',
  'POST reservations': 'confirm',
  'PUT line': 'line_join',
  'GET line': 'my_line',
  'DELETE line': 'line_leave',
  'GET states': 'states',
  'GET seats': 'seats',
  'GET changes': 'changes',
};

/** What organisers do; the event stands in their paths. */
const OF_ORGANISERS: readonly (readonly [RegExp, string])[] = [
  [/^PUT \/api\/v1\/events\/[^/]+$/, 'rules'],
  [/^POST \/api\/v1\/events\/[^/]+\/seats\/block$/, 'block'],
  [/^POST \/api\/v1\/events\/[^/]+\/seats\/unblock$/, 'unblock'],
  [/^PATCH \/api\/v1\/events\/[^/]+\/waiting-room$/, 'doors'],
  [/^POST \/api\/v1\/admin\/events\/[^/]+\/sale$/, 'sale'],
  [/^POST \/api\/v1\/admin\/events\/[^/]+\/reservations$/, 'desk_sale'],
  [/^DELETE \/api\/v1\/admin\/events\/[^/]+\/reservations\/[^/]+$/, 'desk_cancel'],
  [/^POST \/api\/v1\/admin\/events\/[^/]+\/holds\/release$/, 'end_holds'],
];

const OF_OTHERS: Readonly<Record<string, string>> = {
  'POST /api/v1/seats/reservation/fcfs': 'fcfs',
  'GET /api/v1/seats': 'seats',
  'GET /api/v1/me/reservations': 'my_reservations',
  'POST /fcfs/join': 'queue_join',
  'GET /fcfs/status': 'queue_status',
  'POST /fcfs/pass': 'pass',
  'DELETE /fcfs/pass': 'queue_leave',
  'POST /api/v1/transfers/accept': 'take',
};

/** The operation that a question is; undefined for one that tells nothing of an event's seats. */
export function askedIn({ method, path, headers = {}, body }: Question): Asked | undefined {
  const [place = '', query = ''] = path.split('?');
  const key = headers['idempotency-key'] ?? null;
  const reservation = RESERVATION_PATH.exec(place)?.[1];
  if (reservation !== undefined) {
    if (method !== 'GET' && method !== 'DELETE') return undefined;
    return { op: method === 'GET' ? 'reservation' : 'cancel', key, asked: { reservation } };
  }
  const given = method === 'POST' ? GIVEN_PATH.exec(place)?.[1] : undefined;
  if (given !== undefined) return { op: 'give', key, asked: { reservation: given } };
  const ofEvent = EVENT_PATH.exec(place)?.[1];
  const known = ofEvent === undefined ? OF_OTHERS[`${method} ${place}`] : OF_AN_EVENT[`${method} ${ofEvent}`];
  const op = known ?? OF_ORGANISERS.find(([pattern]) => pattern.test(`${method} ${place}`))?.[1];
  if (op === undefined) return undefined;
  const { seat_ids: seats, best_available: best, token, rules, state, doors } = fieldsOf(body);
  const entry = new URLSearchParams(query).get('entry');
  return {
    ...{ op, key },
    asked: {
      ...(seats === undefined ? {} : { seats }),
      ...(best === undefined ? {} : { best }),
      ...(entry === null ? {} : { entry: Number(entry) }),
      ...(op === 'take' ? { reservation: reservationOf(token) } : {}),
      ...(op === 'desk_cancel' ? { reservation: place.split('/').at(-1) } : {}),
      ...(op === 'rules' ? rulesIn(rules) : {}),
      ...(op === 'sale' ? { state } : {}),
      ...(op === 'doors' ? { doors } : {}),
      ...(headers['queue-pass'] === undefined ? {} : { has_pass: true }),
      // What a key was used for, without the name that is in it.
      ...(key === null ? {} : { digest: digestOf(op, body) }),
    },
  };
}

/** A link by which a ticket is given away names it: `t1.gala.94.…`. */
function reservationOf(token: unknown): string {
  return String(token).split('.').slice(1, 3).join('.');
}

function rulesIn(rules: unknown): Record<string, unknown> {
  const { hold_ttl_seconds: ttl, hold_extensions, max_seats_per_user } = fieldsOf(rules);
  return { hold_ttl_ms: 1_000 * Number(ttl), hold_extensions, max_seats_per_user };
}

/** `unknown`: nobody can tell from the answer, or from there being none, whether it took effect. */
export function outcomeOf({ status, body }: Pick<Answer, 'status' | 'body'>): Outcome {
  if (status >= 200 && status < 400) return 'ok';
  if (status >= 400 && status < 500 && status !== 408) return 'refused';
  return NOTHING_HAPPENED.includes(body['reason']) ? 'refused' : 'unknown';
}

const LETTERS: Readonly<Record<string, string>> = {
  available: 'a',
  held: 'h',
  reserved: 'r',
  blocked: 'b',
};

/** What the answer told, without what names somebody. */
export function gotIn(
  op: string,
  { status, body }: Pick<Answer, 'status' | 'body'>,
): Record<string, unknown> {
  const got: Record<string, unknown> = {};
  for (const [from, to] of PLAIN) if (typeof body[from] === 'number') got[to] = body[from];
  if (Array.isArray(body['seat_ids'])) got['seats'] = body['seat_ids'];
  if (op === 'my_hold' && status === 204) got['seats'] = [];
  if (op === 'states' && typeof body['states'] === 'string') got['states'] = body['states'];
  if (op === 'seats') got['states'] = statesOf(body['seats'] ?? Object.values(body));
  if (op === 'pass') got['pass'] = status === 200;
  if (op === 'queue_status') got['state'] = body['state'];
  const { reservation, reservations, places } = body;
  if (typeof reservation === 'object') Object.assign(got, reservationIn(reservation));
  if (Array.isArray(reservations)) got['reservations'] = reservations.map(reservationIn);
  if (Array.isArray(places)) got['places'] = places.map((place) => fieldsOf(place)['entry']);
  return got;
}

/** Members of an answer that are told as they are. */
const PLAIN = [
  ['sequence', 'sequence'],
  ['expires_in_ms', 'expires_in_ms'],
  ['extensions_left', 'extensions_left'],
  ['remaining_seats', 'remaining'],
  ['entry', 'entry'],
  ['place', 'place'],
  ['queue_number', 'number'],
  ['serving_number', 'serving'],
  ['over_number', 'over'],
  ['joined', 'joined'],
  ['seats_left', 'seats_left'],
  ['changes', 'changes'],
] as const;

function reservationIn(value: unknown): Record<string, unknown> {
  const { id, code, sequence, status, seats, total } = fieldsOf(value);
  const ids = Array.isArray(seats) ? seats.map((seat) => fieldsOf(seat)['id']) : [];
  const amounts = Array.isArray(seats) ? seats.map((seat) => fieldsOf(seat)['amount'] ?? null) : [];
  return { reservation: id, code, sequence, status, seats: ids, amounts, total: total ?? null };
}

export function statesOf(seats: unknown): string {
  if (!Array.isArray(seats)) return '';
  return seats.map((seat) => LETTERS[String(fieldsOf(seat)['state'])] ?? '?').join('');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function digestOf(op: string, body: unknown): string {
  return createHash('sha256')
    .update(`${op}\n${JSON.stringify(body ?? null)}`)
    .digest('hex')
    .slice(0, 16);
}

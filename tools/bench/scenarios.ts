import type { Shot } from './load.ts';

/** Large enough not to sell out while it is measured. */
export const LARGE_HALL = { rows: 500, seats_per_row: 500 };
/** A theatre: every newcomer gets all of it once. */
export const THEATRE = { rows: 20, seats_per_row: 25 };
const JSON_HEADERS = { 'content-type': 'application/json' };
const PERSON = { user_name: '홍길동', phone: '010-1234-5678' };

/** Makes an event with the organiser's token. */
export async function createHall(
  url: string,
  adminToken: string,
  event: string,
  hall: typeof THEATRE,
): Promise<void> {
  const body = { title: event, venue: 'Bench', starts_at: '2030-01-01T19:00:00Z', hall };
  const answer = await fetch(`${url}/api/v1/events/${event}`, {
    method: 'PUT',
    headers: { ...JSON_HEADERS, authorization: `Bearer ${adminToken}` },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`The hall could not be made: ${answer.status}`);
}

/** For an event, a source of requests. */
type Scenario = (event: string) => () => Shot;

/** Every request comes from another user; `n` counts them from 1. */
function fromNewUsers(ask: (event: string, n: number) => Omit<Shot, 'headers'>): Scenario {
  return (event) => {
    let n = 0;
    return () => {
      n++;
      return { ...ask(event, n), headers: { ...JSON_HEADERS, 'x-user-id': `u${n}` } };
    };
  };
}

/** What is measured. */
export const scenarios = {
  /** Everybody takes a seat of their own in one step: a durable reservation per request. */
  reserve: fromNewUsers((event, n) => ({
    method: 'POST',
    path: `/api/v1/events/${event}/reservations`,
    body: JSON.stringify({ ...PERSON, seat_ids: [n] }),
  })),
  /** Everybody holds a seat of their own. */
  hold: fromNewUsers((event, n) => ({
    method: 'PUT',
    path: `/api/v1/events/${event}/hold`,
    body: `{"seat_ids":[${n}]}`,
  })),
  /** Everybody wants the same seat: one success, then refusals. */
  'hold-one-seat': fromNewUsers((event) => ({
    method: 'PUT',
    path: `/api/v1/events/${event}/hold`,
    body: '{"seat_ids":[1]}',
  })),
  /** The brief's list of nine seats. */
  'list-seats': () => () => ({ method: 'GET', path: '/api/v1/seats' }),
} satisfies Record<string, Scenario>;

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
  findReservation: load('find-reservation'),
  listEvents: load('list-events'),
  loadEvent: load('load-event'),
  loadIdempotency: load('load-idempotency'),
  loadReservations: load('load-reservations'),
  loadSeats: load('load-seats'),
  lockEvent: load('lock-event'),
  now: load('now'),
  putEvent: load('put-event'),
  reservationsOf: load('reservations-of'),
} as const;

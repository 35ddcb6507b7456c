import type { Batch } from '../../ports/ledger.ts';

/**
 * The parameters of append.sql: each column of each list as one array literal.
 *
 * The literals are written here rather than by `pg`, which takes 3 to 4 times as long: JSON's quoting of
 * strings is PostgreSQL's own except for the escapes of control characters, and `null` means NULL in both.
 */
export function appendParameters(batch: Batch): readonly (string | number | null)[] {
  const { seats, changes, cancellations, reservations, idempotency } = batch;
  return [
    batch.eventId,
    batch.expectedSequence,
    changes.length,
    batch.notBefore,
    batch.notAfter,

    numbers(seats, (seat) => seat.seatId),
    texts(seats, (seat) => seat.state),
    texts(seats, (seat) => ('userId' in seat ? seat.userId : null)),
    numbers(seats, (seat) => (seat.state === 'held' ? seat.expiresAt : null)),
    numbers(seats, (seat) => (seat.state === 'held' ? seat.extensionsUsed : null)),
    texts(seats, (seat) => (seat.state === 'reserved' ? seat.reservationId : null)),

    numbers(changes, (change) => change.sequence),
    numbers(changes, (change) => change.at),
    texts(changes, (change) => change.cause),
    texts(changes, (change) => seatIdList(change.seatIds)),
    texts(changes, (change) => ('userId' in change ? change.userId : null)),
    texts(changes, (change) => ('reservationId' in change ? change.reservationId : null)),
    numbers(changes, (change) => ('expiresAt' in change ? change.expiresAt : null)),
    numbers(changes, (change) => ('extensionsUsed' in change ? change.extensionsUsed : null)),

    texts(cancellations, (cancellation) => cancellation.reservationId),
    texts(cancellations, (cancellation) => seatIdList(cancellation.remainingSeatIds)),
    numbers(cancellations, (cancellation) => cancellation.at),

    texts(reservations, (reservation) => reservation.reservationId),
    texts(reservations, (reservation) => reservation.userId),
    texts(reservations, (reservation) => reservation.userName),
    texts(reservations, (reservation) => reservation.phone),
    texts(reservations, (reservation) => reservation.code),
    texts(reservations, (reservation) => seatIdList(reservation.seatIds)),
    numbers(reservations, (reservation) => reservation.sequence),
    numbers(reservations, (reservation) => reservation.createdAt),
    numbers(reservations, (reservation) => reservation.cancelledAt),

    texts(idempotency, (record) => record.userId),
    texts(idempotency, (record) => record.key),
    texts(idempotency, (record) => record.fingerprint),
    numbers(idempotency, (record) => record.sequence),
    texts(idempotency, (record) => record.answer),
  ];
}

function numbers<T>(rows: readonly T[], column: (row: T) => number | null): string {
  return `{${rows.map((row) => column(row) ?? 'NULL').join(',')}}`;
}

function seatIdList(seatIds: readonly number[]): string {
  return `{${seatIds.join(',')}}`;
}

function texts<T>(rows: readonly T[], column: (row: T) => string | null): string {
  const values = rows.map(column);
  const json = JSON.stringify(values);
  const literal = jsonOnlyEscape.test(json) ? carefully(values) : json;
  return `{${literal.slice(1, -1)}}`;
}

/** An escape that JSON has and an array literal has not; `\"` and `\\` mean the same in both. */
const jsonOnlyEscape = /\\[^"\\]/;

function carefully(values: readonly (string | null)[]): string {
  const literals = values.map((value) =>
    value === null ? 'NULL' : `"${storable(value).replaceAll(/["\\]/g, '\\$&')}"`,
  );
  return `[${literals.join(',')}]`;
}

/**
 * PostgreSQL stores every character but NUL, and no half of a surrogate pair. Either would have the whole
 * batch refused, five hundred people's, for the name of one of them: they become U+FFFD.
 */
function storable(value: string): string {
  // Encoding replaces halves of surrogate pairs.
  return Buffer.from(value).toString().replaceAll('\0', '\uFFFD');
}

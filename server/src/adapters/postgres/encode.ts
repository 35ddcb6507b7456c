import type { Change } from '../../domain/change.ts';
import { wishKey } from '../../domain/seat-line.ts';
import type { Batch, NewReservation } from '../../ports/batch.ts';
import type { PersonKeys } from './person-keys.ts';

/**
 * The parameters of append.sql: each column of each list as one array literal, and `{}` for a column of nulls.
 *
 * The literals are written here rather than by `pg`, which takes 3 to 4 times as long: JSON's quoting of
 * strings is PostgreSQL's own except for the escapes of control characters, and `null` means NULL in both.
 * Names and phones are encrypted here, so that nothing beyond this knows them.
 */
export function appendParameters(batch: Batch, keys: PersonKeys): readonly (string | number | null)[] {
  const { expected, seats, changes, cancellations } = batch;
  const made = reservationsByChange(batch);
  return [
    batch.eventId,
    expected.epoch,
    expected.sequence,
    expected.head,
    batch.version,
    batch.notBefore,
    batch.notAfter,
    changes.length,
    batch.head,
    batch.availableCount,

    numbers(changes, (change) => change.at),
    texts(changes, (change) => change.cause),
    texts(changes, (change) => change.actor),
    texts(changes, (change) => seatIdList(change.seatIds)),
    texts(changes, (change) => ('userId' in change ? change.userId : null)),
    numbers(changes, (change) => (change.cause === 'cancelled' ? change.reservation : null)),
    numbers(changes, (change) => ('expiresAt' in change ? change.expiresAt : null)),
    numbers(changes, (change) => ('extensionsUsed' in change ? change.extensionsUsed : null)),
    numbers(changes, (change) => (change.cause === 'reserved' ? change.remainingSeats : null)),
    numbers(changes, (change) => ('key' in change ? (change.key?.keyPrint ?? null) : null)),
    numbers(changes, (change) => ('key' in change ? (change.key?.wishPrint ?? null) : null)),
    hashes(changes),

    texts(made, (reservation) => sealedPerson(reservation, batch.eventId, keys)),
    texts(made, (reservation) => (reservation === undefined ? null : keys.marks(reservation))),
    texts(made, (reservation) => reservation?.code ?? null),
    texts(made, (reservation) => amountList(reservation?.amounts ?? null)),
    texts(made, (reservation) => reservation?.currency ?? null),
    texts(made, (reservation, i) => unlessSameSeats(reservation, changes[i])),
    numbers(made, (reservation, i) =>
      reservation === undefined || reservation.createdAt === changes[i]?.at ? null : reservation.createdAt,
    ),
    numbers(made, (reservation) => reservation?.cancelledAt ?? null),

    numbers(seats, (seat) => seat.seatId),
    texts(seats, ({ before }) => before.state),
    texts(seats, ({ before }) => ('userId' in before ? before.userId : null)),
    texts(seats, ({ after }) => after.state),
    texts(seats, ({ after }) => ('userId' in after ? after.userId : null)),
    numbers(seats, (seat) => seat.expiresAt),
    numbers(seats, (seat) => seat.extensionsUsed),
    numbers(seats, (seat) => seat.reservation),

    numbers(cancellations, (cancellation) => cancellation.sequence),
    texts(cancellations, (cancellation) => seatIdList(cancellation.remainingSeatIds)),
    numbers(cancellations, (cancellation) => cancellation.at),

    numbers(changes, (change) => ('entry' in change ? change.entry : null)),
    texts(changes, (change) => ('wish' in change ? wishKey(change.wish) : null)),

    numbers(made, (reservation) => reservation?.origin ?? null),
    numbers(cancellations, (cancellation) => cancellation.successor),

    batch.mark,
    batch.after,
  ];
}

/** A list as long as the changes', with the reservation that each made. */
function reservationsByChange({ changes, expected, reservations }: Batch): (NewReservation | undefined)[] {
  if (reservations.length === 0) return [];
  const made = new Array<NewReservation | undefined>(changes.length).fill(undefined);
  for (const each of reservations) made[each.sequence - expected.sequence - 1] = each;
  return made;
}

function sealedPerson(
  reservation: NewReservation | undefined,
  eventId: string,
  keys: PersonKeys,
): string | null {
  if (reservation === undefined) return null;
  return keys.seal(reservation, { eventId, sequence: reservation.sequence });
}

function unlessSameSeats(reservation: NewReservation | undefined, change: Change | undefined): string | null {
  if (reservation === undefined || reservation.seatIds === change?.seatIds) return null;
  return seatIdList(reservation.seatIds);
}

function numbers<T>(rows: readonly T[], column: (row: T, i: number) => number | null): string {
  let literal = '';
  let hasValue = false;
  for (let i = 0; i < rows.length; i++) {
    // In bounds.
    const value = column(rows[i] as T, i);
    if (value !== null) hasValue = true;
    literal += i === 0 ? (value ?? 'NULL') : `,${value ?? 'NULL'}`;
  }
  return hasValue ? `{${literal}}` : '{}';
}

function seatIdList(seatIds: readonly number[]): string {
  return `{${seatIds.join(',')}}`;
}

function amountList(amounts: readonly (number | null)[] | null): string | null {
  return amounts === null ? null : `{${amounts.map((amount) => amount ?? 'NULL').join(',')}}`;
}

function hashes(changes: readonly Change[]): string {
  return changes.length === 0 ? '{}' : `{"\\\\x${changes.map(({ hash }) => hash).join('","\\\\x')}"}`;
}

function texts<T>(rows: readonly T[], column: (row: T, i: number) => string | null): string {
  const values = rows.map(column);
  if (values.every((value) => value === null)) return '{}';
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

import type { Actor, Change, KeyMark, Unsealed } from './change.ts';
import { fromWishValue, toWishValue, wishKey, type WishValue } from './seat-line.ts';

/**
 * The one flat form of a change: for SQL, for the bus, for an exported log and, without the last three
 * members, for the hash. A member that a cause does not have is null.
 */
export interface ChangeRow {
  readonly sequence: number;
  readonly at: number;
  readonly cause: Change['cause'];
  readonly actor: string;
  readonly user_id: string | null;
  readonly seat_ids: readonly number[];
  readonly reservation: number | null;
  readonly expires_at: number | null;
  readonly extensions_used: number | null;
  readonly remaining_seats: number | null;
  readonly entry: number | null;
  readonly wish: WishValue | null;
  readonly key_print: number | null;
  readonly wish_print: number | null;
  readonly hash: string;
}

export function toRow(change: Change): ChangeRow {
  const key = 'key' in change ? change.key : null;
  const { sequence, at, cause, actor } = change;
  return {
    sequence,
    at,
    cause,
    actor,
    user_id: 'userId' in change ? change.userId : null,
    seat_ids: change.seatIds,
    reservation: cause === 'cancelled' ? change.reservation : null,
    expires_at: 'expiresAt' in change ? change.expiresAt : null,
    extensions_used: 'extensionsUsed' in change ? change.extensionsUsed : null,
    remaining_seats: cause === 'reserved' ? change.remainingSeats : null,
    entry: 'entry' in change ? change.entry : null,
    wish: 'wish' in change ? toWishValue(change.wish) : null,
    key_print: key === null ? null : key.keyPrint,
    wish_print: key === null ? null : key.wishPrint,
    hash: change.hash,
  };
}

/** Throws when the row lacks a fact that its cause requires. */
export function fromRow(row: ChangeRow): Change {
  const { sequence, at, cause, seat_ids: seatIds, hash } = row;
  const entry = { sequence, at, actor: row.actor as Actor, seatIds, hash };
  switch (cause) {
    case 'held':
    case 'extended':
      return { ...entry, cause, ...holdOf(row), key: keyOf(row) };
    case 'released':
    case 'expired':
      return { ...entry, cause, ...holdOf(row) };
    case 'reserved':
      return {
        ...entry,
        cause,
        userId: present(row, 'user_id'),
        remainingSeats: present(row, 'remaining_seats'),
        key: keyOf(row),
      };
    case 'cancelled':
      return {
        ...entry,
        cause,
        userId: present(row, 'user_id'),
        reservation: present(row, 'reservation'),
      };
    case 'blocked':
    case 'unblocked':
      return { ...entry, cause };
    case 'queued':
      return { ...entry, cause, userId: present(row, 'user_id'), wish: wishOf(row) };
    case 'left_line':
      return { ...entry, cause, userId: present(row, 'user_id'), ...placeOf(row) };
    case 'offered':
      return { ...entry, cause, ...holdOf(row), ...placeOf(row) };
  }
}

/**
 * The canonical text of a change: what its hash is taken of. The user stands there as a mark, so that a log
 * can be shown to everybody; the keys of retries are no part of history and can be forgotten.
 *
 * It is the JSON of an array, put together by hand, which takes half of JSON.stringify's time: only an
 * organiser's name and a category's can hold anything that needs quoting. The kinds that are about lines have one
 * value more; all others have kept the form they were first written in.
 */
export function canonicalText(change: Unsealed, userMark: string | null): string {
  const { sequence, at, cause, actor, seatIds } = change;
  const by = actor === 'user' ? '"user"' : JSON.stringify(actor);
  const mark = userMark === null ? 'null' : `"${userMark}"`;
  const ends = cause === 'cancelled' ? change.reservation : 'entry' in change ? change.entry : null;
  const remaining = cause === 'reserved' ? change.remainingSeats : null;
  const time = 'expiresAt' in change ? `${change.expiresAt},${change.extensionsUsed}` : 'null,null';
  const wish = 'wish' in change ? `,${wishKey(change.wish)}` : '';
  return `[${sequence},${at},"${cause}",${by},${mark},[${seatIds.join(',')}],${ends},${time},${remaining}${wish}]`;
}

function holdOf(row: ChangeRow) {
  return {
    userId: present(row, 'user_id'),
    expiresAt: present(row, 'expires_at'),
    extensionsUsed: present(row, 'extensions_used'),
  };
}

function placeOf(row: ChangeRow) {
  return { entry: present(row, 'entry'), wish: wishOf(row) };
}

function wishOf(row: ChangeRow) {
  return fromWishValue(present(row, 'wish'));
}

function keyOf({ key_print: keyPrint, wish_print: wishPrint }: ChangeRow): KeyMark | null {
  return keyPrint === null || wishPrint === null ? null : { keyPrint, wishPrint };
}

function present<K extends keyof ChangeRow>(row: ChangeRow, name: K): NonNullable<ChangeRow[K]> {
  const value = row[name];
  if (value === null) throw new Error(`a change \`${row.cause}\` has no ${name}`);
  return value;
}

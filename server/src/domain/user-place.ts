import type { Change, KeyMark } from './change.ts';
import type { Hold } from './seat.ts';

/** A hold that ended without a reservation. */
export interface EndedHold {
  /** It ran out, and its user has held nothing since. */
  readonly isLost: boolean;
  readonly seatIds: readonly number[];
  readonly expiresAt: number;
  readonly extensionsUsed: number;
}

/** What the box office needs to know of an active reservation; names and phones stay in the ledger. */
export interface OwnReservation {
  /** The change that made it; with the event, its name. */
  readonly sequence: number;
  readonly seatIds: readonly number[];
}

/** An idempotency key that a success has used up, and by which change. */
export interface UsedKey extends KeyMark {
  readonly sequence: number;
  /** Minutes since the epoch: a key counts for a day, and seconds do not matter. */
  readonly atMinute: number;
}

/**
 * All that one user has in one event. A value: a change makes a new one. `ended` and `keys` may hold what no
 * longer counts; `endedHoldCounts` and `keyCounts` say so, and `withoutStale` drops it.
 */
export interface UserPlace {
  readonly userId: string;
  readonly hold: Hold | undefined;
  readonly ended: readonly EndedHold[];
  readonly reservations: readonly OwnReservation[];
  readonly keys: readonly UsedKey[];
}

/**
 * How long after its time would be over an ended hold is remembered: so that a user who lost it is told
 * `hold_expired`, and so that taking its seats again gains no time (`hold-time.ts`).
 */
export const LOST_HOLD_MEMORY_MS = 10 * 60_000;
/** How long an idempotency key is remembered. */
export const KEY_MEMORY_MS = 24 * 3_600_000;

const NONE: readonly never[] = [];

export function emptyPlace(userId: string): UserPlace {
  return { userId, hold: undefined, ended: NONE, reservations: NONE, keys: NONE };
}

export function isVacant(place: UserPlace): boolean {
  return (
    place.hold === undefined &&
    place.ended.length === 0 &&
    place.reservations.length === 0 &&
    place.keys.length === 0
  );
}

/**
 * What a change that names a user makes of that user's place. Every member is written out: copying by spread
 * took a tenth of the time of a whole reservation, and left objects that are larger than they need be.
 */
export function afterChange(place: UserPlace, change: Extract<Change, { userId: string }>): UserPlace {
  const { userId, hold, ended, reservations, keys } = place;
  const { seatIds } = change;
  switch (change.cause) {
    case 'held':
    case 'offered':
    case 'extended': {
      const { expiresAt, extensionsUsed } = change;
      return {
        userId,
        hold: { userId, seatIds: union(hold?.seatIds, seatIds), expiresAt, extensionsUsed },
        ended: endedAfter(ended, change),
        reservations,
        keys: change.cause === 'offered' ? keys : keysAfter(keys, change),
      };
    }
    // Who only waits has nothing.
    case 'queued':
    case 'left_line':
      return place;
    case 'released':
    case 'expired':
      return {
        userId,
        hold: holdWithout(hold, seatIds),
        ended: endedAfter(ended, change),
        reservations,
        keys,
      };
    case 'reserved': {
      const made = { sequence: change.sequence, seatIds };
      return {
        userId,
        hold: holdWithout(hold, seatIds),
        ended,
        reservations: reservations.length === 0 ? [made] : [...reservations, made],
        keys: keysAfter(keys, change),
      };
    }
    case 'cancelled':
      return { userId, hold, ended, reservations: reservationsAfter(reservations, change), keys };
  }
}

/** The memory of ended holds after a change; also how it is rebuilt from the last changes of a log. */
export function endedAfter(ended: readonly EndedHold[], change: Change): readonly EndedHold[] {
  switch (change.cause) {
    case 'held':
    case 'offered':
      if (ended.length === 0) return ended;
      // Who holds again has lost nothing any more, and these seats' time runs on in the new hold.
      return ended.flatMap((each) => {
        const seatIds = each.seatIds.filter((id) => !change.seatIds.includes(id));
        return seatIds.length === 0 ? [] : [{ ...each, seatIds, isLost: false }];
      });
    case 'released':
    case 'expired': {
      // What the organiser takes away is not held against its user.
      if (change.actor !== 'user' && change.actor !== 'clock') return ended;
      const { cause, seatIds, expiresAt, extensionsUsed } = change;
      return [...ended, { isLost: cause === 'expired', seatIds, expiresAt, extensionsUsed }];
    }
    default:
      return ended;
  }
}

/** True while an ended hold is remembered. */
export function endedHoldCounts({ expiresAt }: EndedHold, now: number): boolean {
  return now < expiresAt + LOST_HOLD_MEMORY_MS;
}

export function keyCounts(
  { atMinute }: Pick<UsedKey, 'atMinute'>,
  wallNow: number,
  keyMemoryMs = KEY_MEMORY_MS,
): boolean {
  return wallNow - atMinute * 60_000 < keyMemoryMs;
}

/** What a key was used for, as long as it is remembered. */
export function usedKey(
  place: UserPlace | undefined,
  keyPrint: number,
  wallNow: number,
): UsedKey | undefined {
  return place?.keys.findLast((each) => each.keyPrint === keyPrint && keyCounts(each, wallNow));
}

/** The place without what no longer counts; the same value when there is nothing to forget. */
export function withoutStale(
  place: UserPlace,
  now: number,
  wallNow: number,
  keyMemoryMs = KEY_MEMORY_MS,
): UserPlace {
  const isFresh =
    place.ended.every((each) => endedHoldCounts(each, now)) &&
    place.keys.every((each) => keyCounts(each, wallNow, keyMemoryMs));
  // Nearly always, so nothing is made for it.
  if (isFresh) return place;
  const ended = place.ended.filter((each) => endedHoldCounts(each, now));
  const keys = place.keys.filter((each) => keyCounts(each, wallNow, keyMemoryMs));
  return { ...place, ended: ended.length > 0 ? ended : NONE, keys: keys.length > 0 ? keys : NONE };
}

/** How many seats of a user's reservations are active. */
export function reservedCount(place: UserPlace | undefined): number {
  let count = 0;
  for (const { seatIds } of place?.reservations ?? NONE) count += seatIds.length;
  return count;
}

export function usedKeyOf({
  sequence,
  at,
  key,
}: Extract<Change, { key: KeyMark | null }>): UsedKey | undefined {
  if (key === null) return undefined;
  const { keyPrint, wishPrint } = key;
  return { keyPrint, wishPrint, sequence, atMinute: Math.floor(at / 60_000) };
}

function keysAfter(keys: readonly UsedKey[], change: Extract<Change, { key: KeyMark | null }>) {
  const used = usedKeyOf(change);
  if (used === undefined) return keys;
  return keys.length === 0 ? [used] : [...keys, used];
}

function holdWithout(hold: Hold | undefined, seatIds: readonly number[]): Hold | undefined {
  if (hold === undefined) return undefined;
  const rest = hold.seatIds.filter((id) => !seatIds.includes(id));
  return rest.length === 0 ? undefined : { ...hold, seatIds: rest };
}

function reservationsAfter(
  reservations: readonly OwnReservation[],
  { reservation, seatIds }: Extract<Change, { cause: 'cancelled' }>,
): readonly OwnReservation[] {
  const kept: OwnReservation[] = [];
  for (const each of reservations) {
    if (each.sequence !== reservation) kept.push(each);
    else {
      const rest = each.seatIds.filter((id) => !seatIds.includes(id));
      if (rest.length > 0) kept.push({ ...each, seatIds: rest });
    }
  }
  return kept.length > 0 ? kept : NONE;
}

function union(some: readonly number[] | undefined, others: readonly number[]): readonly number[] {
  if (some === undefined) return others;
  return [...new Set([...some, ...others])].sort((a, b) => a - b);
}

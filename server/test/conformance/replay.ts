import { stateAfter, type Change } from '../../src/domain/change.ts';
import { stateLetters } from '../../src/domain/seat.ts';
import type { Snapshot } from '../../src/ports/ledger.ts';

export interface HallState {
  readonly states: string;
  readonly owners: readonly (string | undefined)[];
  /** By user. */
  readonly holds: readonly {
    readonly userId: string;
    readonly seatIds: readonly number[];
    readonly expiresAt: number;
    readonly extensionsUsed: number;
  }[];
  /** By the change that made them. */
  readonly reservations: readonly {
    readonly sequence: number;
    readonly userId: string;
    readonly seatIds: readonly number[];
  }[];
  /** By the change that used them. */
  readonly keys: readonly { readonly sequence: number; readonly userId: string; readonly keyPrint: number }[];
  /** Who waits and for what, by the change with which they came. */
  readonly line: readonly { readonly sequence: number; readonly userId: string; readonly wish: unknown }[];
}

interface SeatFacts {
  letter: string;
  userId?: string;
  sequence?: number;
}

/**
 * What a hall must look like after `changes`, told by the log alone. Shares no code with the domain's maps, so
 * that a mistake there does not excuse itself here.
 */
export function replay(seatCount: number, changes: readonly Change[]): HallState {
  const seats = Array.from({ length: seatCount }, (): SeatFacts => ({ letter: 'a' }));
  const holds = new Map<string, { expiresAt: number; extensionsUsed: number }>();
  const keys: { sequence: number; userId: string; keyPrint: number }[] = [];
  for (const change of changes) {
    const letter = stateLetters[stateAfter(change)];
    for (const seatId of change.seatIds) {
      const owner = (letter === 'h' || letter === 'r') && 'userId' in change ? { userId: change.userId } : {};
      seats[seatId - 1] = {
        letter,
        ...owner,
        ...(letter === 'r' ? { sequence: change.sequence } : {}),
      };
    }
    if (change.cause === 'held' || change.cause === 'extended' || change.cause === 'offered') {
      holds.set(change.userId, { expiresAt: change.expiresAt, extensionsUsed: change.extensionsUsed });
    }
    if ('key' in change && change.key !== null) {
      const { sequence, userId } = change;
      keys.push({ sequence, userId, keyPrint: change.key.keyPrint });
    }
  }
  const gone = new Set(changes.flatMap((change) => ('entry' in change ? [change.entry] : [])));
  const line = changes.flatMap((change) => {
    if (change.cause !== 'queued' || gone.has(change.sequence)) return [];
    const { sequence, userId, wish } = change;
    return [{ sequence, userId, wish }];
  });
  const seatsOf = (own: (seat: SeatFacts) => boolean) =>
    seats.flatMap((seat, position) => (own(seat) ? [position + 1] : []));
  const users = new Set(seats.flatMap(({ letter, userId }) => (letter === 'h' ? [userId ?? ''] : [])));
  const owners = new Map(
    seats.flatMap(({ sequence, userId }) => (sequence === undefined ? [] : [[sequence, userId ?? '']])),
  );
  return {
    states: seats.map(({ letter }) => letter).join(''),
    owners: seats.map(({ userId }) => userId),
    holds: [...users].sort().map((userId) => ({
      userId,
      seatIds: seatsOf((seat) => seat.letter === 'h' && seat.userId === userId),
      ...(holds.get(userId) ?? { expiresAt: NaN, extensionsUsed: NaN }),
    })),
    reservations: [...owners]
      .sort(([a], [b]) => a - b)
      .map(([sequence, userId]) => ({
        sequence,
        userId,
        seatIds: seatsOf((seat) => seat.sequence === sequence),
      })),
    keys,
    line,
  };
}

/** The same told by a snapshot. */
export function stateOf({ states, owners, places, line }: Snapshot): HallState {
  const sorted = [...places].sort((a, b) => (a.userId < b.userId ? -1 : 1));
  return {
    states,
    owners,
    holds: sorted.flatMap(({ hold }) => (hold === undefined ? [] : [hold])),
    reservations: sorted
      .flatMap(({ userId, reservations }) => reservations.map((own) => ({ userId, ...own })))
      .sort((a, b) => a.sequence - b.sequence),
    keys: sorted
      .flatMap(({ userId, keys }) => keys.map(({ sequence, keyPrint }) => ({ sequence, userId, keyPrint })))
      .sort((a, b) => a.sequence - b.sequence),
    line,
  };
}

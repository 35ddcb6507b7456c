import type { ChangeCause, SeatState } from '@jari/contract';
import type { LineWish } from './seat-line.ts';

/**
 * Who made a change: the user it is about, a shop for them, the organiser by name, time itself, or somebody who took over a reservation
 * that its owner gave away. Then the owner's `cancelled` and the other's `reserved` stand next to each other.
 */
export type Actor = 'user' | 'clock' | 'recipient' | `organiser:${string}` | `integration:${string}`;

/** That a request may be sent again: digests of its idempotency key and of what it asked for. */
export interface KeyMark {
  readonly keyPrint: number;
  readonly wishPrint: number;
}

interface Entry {
  /** Position in the event's log: 1, 2, 3… without gaps. */
  readonly sequence: number;
  /** Wall clock of the ledger, in whole milliseconds since the epoch. */
  readonly at: number;
  readonly actor: Actor;
  readonly seatIds: readonly number[];
  /** SHA-256 over the hash before it and this change, in hex; see `log-chain.ts`. */
  readonly hash: string;
}

/**
 * One numbered entry of an event's log. All its seats get the same new state, so a change is also what
 * a watcher of the hall needs to know; a command that takes some seats and gives back others makes two.
 */
export type Change =
  | (Entry & {
      readonly cause: 'held' | 'extended';
      readonly userId: string;
      readonly expiresAt: number;
      readonly extensionsUsed: number;
      /** Only an extension can carry one. */
      readonly key: KeyMark | null;
    })
  | (Entry & {
      readonly cause: 'released' | 'expired';
      readonly userId: string;
      /** What the hold had that ended, so that taking the seats again gains no time. */
      readonly expiresAt: number;
      readonly extensionsUsed: number;
    })
  | (Entry & {
      readonly cause: 'reserved';
      readonly userId: string;
      /** Free seats of the event right after. */
      readonly remainingSeats: number;
      readonly key: KeyMark | null;
    })
  | (Entry & {
      readonly cause: 'cancelled';
      readonly userId: string;
      /** The reservation that loses the seats, by the sequence of the change that made it. */
      readonly reservation: number;
    })
  | (Entry & { readonly cause: 'blocked' | 'unblocked' })
  /** Somebody stands in line. It names no seat, because nothing becomes of any. */
  | (Entry & { readonly cause: 'queued'; readonly userId: string; readonly wish: LineWish })
  | (Entry & {
      readonly cause: 'left_line';
      readonly userId: string;
      /** The place that ends, by the sequence of the change that made it, and what it was for. */
      readonly entry: number;
      readonly wish: LineWish;
    })
  /** Seats that came free are held for whoever was the first in line for them. */
  | (Entry & {
      readonly cause: 'offered';
      readonly userId: string;
      readonly expiresAt: number;
      readonly extensionsUsed: number;
      /** As above: the place is used up. */
      readonly entry: number;
      readonly wish: LineWish;
    });

type Without<C, K extends PropertyKey> = C extends unknown ? Omit<C, K> : never;

/** A change that has no place in the log yet: decided, not numbered. */
export type Unnumbered = Without<Change, 'sequence' | 'at' | 'hash'>;
/** A change whose place is known but not yet sealed by its hash. */
export type Unsealed = Without<Change, 'hash'>;
/** The same with room for the hash. */
export type Sealable = Unsealed & { hash: string };

const stateAfterCause = {
  held: 'held',
  extended: 'held',
  released: 'available',
  expired: 'available',
  reserved: 'reserved',
  cancelled: 'available',
  blocked: 'blocked',
  unblocked: 'available',
  // These name no seat.
  queued: 'held',
  left_line: 'held',
  offered: 'held',
} as const satisfies Record<ChangeCause, SeatState>;

/** The state of a change's seats once it has happened. */
export function stateAfter(change: Pick<Change, 'cause'>): SeatState {
  return stateAfterCause[change.cause];
}

import type { ChangeCause, SeatState } from '@jari/contract';

interface Numbered {
  /** Position in the event's log: 1, 2, 3… without gaps. */
  readonly sequence: number;
  /** Milliseconds since the epoch by the ledger's clock. */
  readonly at: number;
  readonly seatIds: readonly number[];
}

/**
 * One numbered entry of an event's log. All its seats get the same new state, so a change is also what
 * a watcher of the hall needs to know; a command that takes some seats and gives back others makes two.
 */
export type Change =
  | (Numbered & {
      readonly cause: 'held' | 'extended';
      readonly userId: string;
      readonly expiresAt: number;
      readonly extensionsUsed: number;
    })
  | (Numbered & { readonly cause: 'released' | 'expired'; readonly userId: string })
  | (Numbered & {
      readonly cause: 'reserved' | 'cancelled';
      readonly userId: string;
      readonly reservationId: string;
    })
  | (Numbered & { readonly cause: 'blocked' | 'unblocked' });

/** A change that has no number yet: decided, not recorded. */
export type Unnumbered<C extends Change = Change> = C extends Change ? Omit<C, 'sequence' | 'at'> : never;

const stateAfterCause = {
  held: 'held',
  extended: 'held',
  released: 'available',
  expired: 'available',
  reserved: 'reserved',
  cancelled: 'available',
  blocked: 'blocked',
  unblocked: 'available',
} as const satisfies Record<ChangeCause, SeatState>;

/** The state of a change's seats once it has happened. */
export function stateAfter(change: Pick<Change, 'cause'>): SeatState {
  return stateAfterCause[change.cause];
}

import type { SeatState } from '@jari/contract';

/** What one seat can be. Only a held or reserved seat has a user. */
export type Seat =
  | { readonly state: 'available' | 'blocked' }
  | { readonly state: 'held' | 'reserved'; readonly userId: string };

export const AVAILABLE: Seat = { state: 'available' };
export const BLOCKED: Seat = { state: 'blocked' };

/** One letter a state, as halls are stored in memory and travel. */
export const stateLetters = {
  available: 'a',
  held: 'h',
  reserved: 'r',
  blocked: 'b',
} as const satisfies Record<SeatState, string>;

/** One user's time-limited priority on seats of one event. A user has at most one per event. */
export interface Hold {
  readonly userId: string;
  /** Ascending. Never empty. */
  readonly seatIds: readonly number[];
  /** Milliseconds by the ledger's steady clock. Valid strictly before this moment. */
  readonly expiresAt: number;
  readonly extensionsUsed: number;
}

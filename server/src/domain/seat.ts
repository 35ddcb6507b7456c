/**
 * What one seat can be. The state decides which facts exist: only a held or reserved seat has a user,
 * only a reserved one a reservation.
 */
export type Seat =
  | { readonly state: 'available' }
  | { readonly state: 'held'; readonly userId: string }
  | { readonly state: 'reserved'; readonly userId: string; readonly reservationId: string }
  | { readonly state: 'blocked' };

export const AVAILABLE: Seat = { state: 'available' };
export const BLOCKED: Seat = { state: 'blocked' };

/** One user's time-limited priority on seats of one event. A user has at most one per event. */
export interface Hold {
  readonly userId: string;
  /** Ascending. Never empty. */
  readonly seatIds: readonly number[];
  /** Milliseconds since the epoch by the ledger's clock. Valid strictly before this moment. */
  readonly expiresAt: number;
  readonly extensionsUsed: number;
}

/** What the box office needs to know of an active reservation; names and phones stay in the ledger. */
export interface ActiveReservation {
  readonly reservationId: string;
  readonly userId: string;
  readonly seatIds: readonly number[];
}

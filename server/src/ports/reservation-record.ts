import type { Amounts } from '../domain/prices.ts';

/** By the change that made it or, for one made before version 0.2, by the name it had then. */
export type ReservationId =
  { readonly eventId: string; readonly sequence: number } | { readonly formerId: string };

export interface ReservationRecord extends Amounts {
  readonly eventId: string;
  /** The change that made it. */
  readonly sequence: number;
  /** The name it has had since before version 0.2; null for a newer one. */
  readonly formerId: string | null;
  readonly userId: string;
  /** Empty once they are forgotten; so is the phone. */
  readonly userName: string;
  readonly phone: string;
  /** Name and phone are there, and no key that is known here opens them; they are empty then. */
  readonly isUnreadable?: true;
  readonly code: string;
  readonly seatIds: readonly number[];
  readonly createdAt: number;
  readonly cancelledAt: number | null;
  /** The reservation that it was handed on from in the beginning; null when it was not. */
  readonly origin: number | null;
  /** The reservation that has its seats now; null when it was not handed on. */
  readonly successor: number | null;
}

import type { EventDetails } from '@jari/contract';
import type { HallPlan } from './hall-plan.ts';
import type { OwnHold } from './my-hold.ts';

/** What `jari-hold` says: the seats are the visitor's until then, and the shop may reserve them by the token. */
export interface HoldDetail {
  readonly event: string;
  readonly holdToken: string;
  readonly seats: readonly {
    readonly id: number;
    readonly label: string;
    readonly category: string;
    readonly amount: number | null;
  }[];
  readonly currency: string | null;
  /** In minor units; null: no price is known. */
  readonly total: number | null;
  readonly expiresAt: string;
  readonly expiresInMs: number;
}

/** @param nowMs by `performance.now()`, as the hold's end */
export function describeHold(
  { seatIds, endsAtMs, expiresAt }: OwnHold,
  plan: HallPlan,
  { currency }: Pick<EventDetails, 'currency'>,
  nowMs: number,
): Omit<HoldDetail, 'event' | 'holdToken'> {
  const seats = seatIds.flatMap((seatId) => {
    const seat = plan.seats[seatId - 1];
    if (seat === undefined) return [];
    const { id, label, category, amount } = seat;
    return [{ id, label, category, amount }];
  });
  return { seats, currency, total: totalOf(seats), expiresAt, expiresInMs: endsAtMs - nowMs };
}

function totalOf(seats: readonly { readonly amount: number | null }[]): number | null {
  const known = seats.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0);
}

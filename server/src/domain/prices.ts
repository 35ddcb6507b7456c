import type { Hall } from './hall.ts';

/** By category of the hall, in minor units of the event's currency. A category without one has no price. */
export type Prices = Readonly<Record<string, number>>;

/** What seats cost when they were sold. */
export interface Amounts {
  /** One for each seat, in the order of the seats; null for a seat without a price. */
  readonly amounts: readonly (number | null)[] | null;
  /** Null exactly when `amounts` is: when no seat had a price. */
  readonly currency: string | null;
}

export const NO_AMOUNTS: Amounts = { amounts: null, currency: null };

/** What the seats cost now. What was sold keeps its amounts, whatever becomes of the prices. */
export function amountsOf(
  { currency, prices }: { readonly currency: string | null; readonly prices: Prices },
  hall: Hall,
  seatIds: readonly number[],
): Amounts {
  if (currency === null) return NO_AMOUNTS;
  const amounts = seatIds.map((id) => priceOf(prices, hall.categories[hall.categoryOf(id)]));
  return amounts.every((amount) => amount === null) ? NO_AMOUNTS : { amounts, currency };
}

/** The amounts of some of the seats that were sold together. */
export function amountsAmong(
  { amounts, currency }: Amounts,
  seatIds: readonly number[],
  kept: readonly number[],
): Amounts {
  if (amounts === null) return NO_AMOUNTS;
  return { amounts: kept.map((id) => amounts[seatIds.indexOf(id)] ?? null), currency };
}

/** Undefined when no seat had a price. */
export function totalOf({ amounts }: Amounts): number | undefined {
  return amounts?.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
}

/** The lowest price there is; undefined when there is none. */
export function lowestPrice(prices: Prices): number | undefined {
  const all = Object.values(prices);
  return all.length === 0 ? undefined : Math.min(...all);
}

function priceOf(prices: Prices, category: string | undefined): number | null {
  // A category may have the name of something that every object has.
  if (category === undefined || !Object.hasOwn(prices, category)) return null;
  return prices[category] ?? null;
}

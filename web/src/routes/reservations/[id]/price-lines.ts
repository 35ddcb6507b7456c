import type { Reservation } from '@jari/contract';

/** Seats of one category and price. */
export interface PriceLine {
  readonly category: string | null;
  readonly amount: number;
  readonly labels: readonly string[];
}

/** What was paid, a line for each category and price; none where nothing has a price. */
export function priceLines({ seats }: Pick<Reservation, 'seats'>): readonly PriceLine[] {
  const lines = new Map<string, { category: string | null; amount: number; labels: string[] }>();
  for (const { label, category, amount } of seats) {
    if (amount === null) continue;
    const key = JSON.stringify([category, amount]);
    const line = lines.get(key) ?? { category, amount, labels: [] };
    line.labels.push(label);
    lines.set(key, line);
  }
  return [...lines.values()];
}

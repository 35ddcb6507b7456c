import type { EventDetails, SeatMark } from '@jari/contract';
import { isStanding, type HallModel } from './hall-model.ts';

/** A line of what is chosen: a seat, or all places of one standing area. */
export interface Chosen {
  readonly seatIds: readonly number[];
  readonly name: string;
  readonly category: string;
  /** Minor units, for all places of the line; undefined where the event has no price for them. */
  readonly amount: number | undefined;
  readonly isStanding: boolean;
  /** What is special about the seat, so that nobody buys a bad view unaware. */
  readonly marks: readonly SeatMark[];
}

export function chosenLines(
  model: HallModel,
  details: Pick<EventDetails, 'prices'> | null,
  seatIds: readonly number[],
): Chosen[] {
  const lines = new Map<string, Chosen>();
  for (const id of seatIds) {
    const standing = isStanding(model, id);
    const section = model.section[id - 1] ?? 0;
    const key = standing ? `section-${section}` : `seat-${id}`;
    const category = model.categories[model.category[id - 1] ?? 0]?.name ?? '';
    const price = details?.prices[category];
    const before = lines.get(key);
    lines.set(key, {
      seatIds: [...(before?.seatIds ?? []), id],
      name: standing ? (model.sections[section]?.name ?? '') : model.labelOf(id),
      category,
      amount: price === undefined ? undefined : (before?.amount ?? 0) + price,
      isStanding: standing,
      marks: model.marksOf(id),
    });
  }
  return [...lines.values()];
}

/** What all lines cost together; undefined when one of them has no price. */
export function totalOf(lines: readonly Chosen[]): number | undefined {
  let total = 0;
  for (const { amount } of lines) {
    if (amount === undefined) return undefined;
    total += amount;
  }
  return lines.length === 0 ? undefined : total;
}

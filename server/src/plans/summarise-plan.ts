import type { PlanSummary } from '@jari/contract';
import type { CanonicalPlan } from './canonical.ts';
import { seatCountOf } from './draw-plan.ts';

export function summarisePlan({ planId, document }: CanonicalPlan): PlanSummary {
  const byCategory = new Map(document.categories.map(({ name }) => [name, 0]));
  const count = (category: string | undefined, seats: number) => {
    if (category !== undefined) byCategory.set(category, (byCategory.get(category) ?? 0) + seats);
  };
  for (const { rows, standing } of document.sections) {
    for (const { category, seats } of rows ?? [])
      for (const seat of seats) count(seat.category ?? category, 1);
    if (standing !== undefined) count(standing.category, standing.capacity);
  }
  return {
    id: planId,
    name: document.name,
    seat_count: seatCountOf(document),
    sections: document.sections.map((section) => ({
      name: section.name,
      seat_count: seatCountOf({ sections: [section] }),
      standing: section.standing !== undefined,
    })),
    categories: document.categories.map(({ name, color }) => ({
      name,
      color,
      seat_count: byCategory.get(name) ?? 0,
    })),
  };
}

import type { PlanDocument } from '@jari/contract';
import { arenaPlan } from './arena.ts';
import { concertHallPlan } from './concert-hall.ts';
import { gridPlan } from './grid.ts';
import { largestPlan, stadiumPlan } from './stadium.ts';
import { theatrePlan } from './theatre.ts';

/** Halls to start from, to try things with, and to measure. Pure: the same plan every time. */
export const templates = {
  grid: () => gridPlan({ rows: 10, seatsPerRow: 10 }),
  theatre: theatrePlan,
  hall: concertHallPlan,
  arena: arenaPlan,
  stadium: stadiumPlan,
  largest: largestPlan,
} as const satisfies Record<string, () => PlanDocument>;

export type TemplateName = keyof typeof templates;

export function isTemplate(name: string): name is TemplateName {
  return Object.hasOwn(templates, name);
}

export { arenaPlan, concertHallPlan, gridPlan, largestPlan, stadiumPlan, theatrePlan };

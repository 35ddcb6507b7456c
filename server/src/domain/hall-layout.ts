import { GridHall, type GridLayout, type Hall } from './hall.ts';
import { allAtOnce } from './in-steps.ts';
import { buildPlanHall } from './plan-hall.ts';
import { readPlan } from './plan-text.ts';

/** A hall that is drawn by a plan; plans never change. */
export interface PlanLayout {
  readonly planId: string;
  readonly seatCount: number;
}

/** How an event's hall is described, as it is stored and shown. */
export type HallLayout = GridLayout | PlanLayout;

export function seatCountOf(layout: HallLayout): number {
  return 'planId' in layout ? layout.seatCount : layout.rows * layout.seatsPerRow;
}

export function sameLayout(a: HallLayout, b: HallLayout): boolean {
  if ('planId' in a || 'planId' in b) return 'planId' in a && 'planId' in b && a.planId === b.planId;
  return a.rows === b.rows && a.seatsPerRow === b.seatsPerRow;
}

/** By which halls are told apart in a name: the plan, which never changes, or the rows. */
export function layoutMark(layout: HallLayout): string {
  return 'planId' in layout ? layout.planId : `${layout.rows}x${layout.seatsPerRow}`;
}

/** The hall of a layout; `document` is the plan's, where the layout names one. */
export function hallOf(layout: HallLayout, document: string | undefined): Hall {
  return allAtOnce(buildHall(layout, document));
}

/** As `hallOf`, in steps of a millisecond or so but for the last, which puts all seats in their order. */
export function* buildHall(layout: HallLayout, document: string | undefined): Generator<void, Hall> {
  if (!('planId' in layout)) return new GridHall(layout);
  if (document === undefined) throw new Error(`there is no plan ${layout.planId}`);
  // Nothing but checked plans, in their canonical form, is ever kept.
  return yield* buildPlanHall(yield* readPlan(document));
}

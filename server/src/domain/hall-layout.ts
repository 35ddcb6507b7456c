import type { PlanDocument } from '@jari/contract';
import { GridHall, type GridLayout, type Hall } from './hall.ts';
import { PlanHall } from './plan-hall.ts';

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

/** The hall of a layout; `document` is the plan's, where the layout names one. */
export function hallOf(layout: HallLayout, document: string | undefined): Hall {
  if (!('planId' in layout)) return new GridHall(layout);
  if (document === undefined) throw new Error(`there is no plan ${layout.planId}`);
  // Nothing but checked plans, in their canonical form, is ever kept.
  return new PlanHall(JSON.parse(document) as PlanDocument);
}

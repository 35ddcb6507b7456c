import type { PlanDocument } from '@jari/contract';
import { boundsOf } from '../measure.ts';

/**
 * What pretix's format demands and our plans need not have. Written on export, and left out again on import
 * when it is exactly what we would have written: so a plan comes back as it went.
 */

/** An id for a seat that has none: unique, because labels are. */
export function impliedGuid(section: string, row: string, number: string): string {
  return [section, row, number].map((part) => part.replace(/[/%]/g, encodeURIComponent)).join('/');
}

/** pretix's zones that stand for an area to stand in, and so must not become rows when they come back. */
export const STANDING_ZONE = 'jari-standing';

/** Where pretix shows the names of rows when nobody says otherwise. */
export const ROW_NUMBER_POSITION = 'both';

/** Between the outermost seat and the edge of the drawing. */
const MARGIN = 60;

export function impliedSize(plan: PlanDocument): { width: number; height: number } {
  let { right, bottom } = boundsOf(plan);
  for (const { x, y, width = 0, height = 0, radius_x: rx = 0, radius_y: ry = rx } of plan.areas ?? []) {
    right = Math.max(right, x + width, x + rx);
    bottom = Math.max(bottom, y + height, y + ry);
  }
  const reach = (value: number) => Math.max(1, Math.ceil(value) + MARGIN);
  return { width: reach(right), height: reach(bottom) };
}

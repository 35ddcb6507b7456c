import type { HallModel } from './hall-model.ts';

/** The free seats nearest to the lost ones, as many as were lost; undefined when there are too few. */
export function nearestOnMap(
  model: HallModel,
  isFree: (seatId: number) => boolean,
  lost: readonly number[],
): number[] | undefined {
  const nearest: { readonly id: number; readonly far: number }[] = [];
  for (let id = 1; id <= model.seatCount; id++) {
    const far = distanceTo(model, id, lost);
    const worst = nearest.at(-1);
    if (nearest.length === lost.length && worst && far >= worst.far) continue;
    if (lost.includes(id) || !isFree(id)) continue;
    const at = nearest.findIndex((other) => other.far > far);
    nearest.splice(at === -1 ? nearest.length : at, 0, { id, far });
    if (nearest.length > lost.length) nearest.pop();
  }
  if (lost.length === 0 || nearest.length < lost.length) return undefined;
  return nearest.map(({ id }) => id).sort((a, b) => a - b);
}

function distanceTo(model: HallModel, id: number, places: readonly number[]): number {
  let nearest = Infinity;
  for (const other of places) {
    const far = Math.hypot(
      (model.x[id - 1] ?? 0) - (model.x[other - 1] ?? 0),
      // Along the row the view changes less than from row to row.
      ((model.y[id - 1] ?? 0) - (model.y[other - 1] ?? 0)) * 1.5,
    );
    if (far < nearest) nearest = far;
  }
  return nearest;
}

import type { Spot } from './draft.ts';

/** From the middle of one seat to the middle of the next, in the templates' unit: some two centimetres. */
export const PITCH = 25;

export interface Arc {
  readonly centre: Spot;
  readonly radius: number;
  /** Degrees, clockwise on the page from the right; 90 is straight down. */
  readonly from: number;
  readonly to: number;
}

/** As many seats as fit on the arc, in its middle, in the arc's direction. */
export function onArc({ centre, radius, from, to }: Arc, pitch = PITCH): Spot[] {
  const span = Math.abs(to - from) * RADIAN;
  const count = Math.floor((span * radius) / pitch);
  const step = (pitch / radius) * Math.sign(to - from);
  const middle = ((from + to) / 2) * RADIAN;
  return Array.from({ length: count }, (_, i) => {
    const angle = middle + (i - (count - 1) / 2) * step;
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
  });
}

/** As many seats as fit between two points, in the middle, from the first to the second. */
export function onLine(from: Spot, to: Spot, pitch = PITCH): Spot[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const count = Math.floor(length / pitch + 1e-9);
  return Array.from({ length: count }, (_, i) => {
    const share = 0.5 + ((i - (count - 1) / 2) * pitch) / length;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  });
}

/** A … Z, AA, AB…, as rows are lettered. */
export function letters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letters(Math.floor(index / 26) - 1) + letter;
}

const RADIAN = Math.PI / 180;

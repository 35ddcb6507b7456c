import type { PlanDocument } from '@jari/contract';

/** The usual distance between neighbours, where a plan has no two seats in a row. */
const PITCH_WITHOUT_NEIGHBOURS = 1;

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box around all seats and standing areas. What is only drawn does not count. */
export function boundsOf({ sections }: Pick<PlanDocument, 'sections'>): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = (x: number, y: number) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const { rows, standing } of sections) {
    for (const { seats } of rows ?? []) for (const { x, y } of seats) include(x, y);
    for (const { x, y } of standing?.outline ?? []) include(x, y);
  }
  return { left, top, right, bottom };
}

/** The median distance from a seat to the next one of its row. */
export function pitchOf({ sections }: Pick<PlanDocument, 'sections'>): number {
  const distances: number[] = [];
  for (const { rows } of sections) {
    for (const { seats } of rows ?? []) {
      for (let i = 1; i < seats.length; i++) {
        const [a, b] = [seats[i - 1], seats[i]];
        if (a === undefined || b === undefined) continue;
        const distance = Math.hypot(b.x - a.x, b.y - a.y);
        if (distance > 0) distances.push(distance);
      }
    }
  }
  const sorted = Float64Array.from(distances).sort();
  const pitch = sorted[sorted.length >> 1] ?? pitchOfCrowd({ sections });
  return Number(pitch.toPrecision(6));
}

/** Nobody sits beside anybody: what one person has of the space they all have. */
function pitchOfCrowd({ sections }: Pick<PlanDocument, 'sections'>): number {
  const { left, top, right, bottom } = boundsOf({ sections });
  let people = 0;
  for (const { rows, standing } of sections) {
    people += (rows?.length ?? 0) + (standing?.capacity ?? 0);
  }
  const each = Math.sqrt(((right - left) * (bottom - top)) / people);
  return each > 0 ? each : PITCH_WITHOUT_NEIGHBOURS;
}

import type { PlanDocument } from '@jari/contract';
import { finish } from './draft.ts';
import { letters, onLine, PITCH } from './shapes.ts';

const ROW_DEPTH = 30;

/** Straight rows of the same length before a stage. */
export function gridPlan({ rows, seatsPerRow }: { rows: number; seatsPerRow: number }): PlanDocument {
  const width = seatsPerRow * PITCH;
  return finish({
    name: `${rows} × ${seatsPerRow}`,
    categories: [{ name: 'Standard', color: '#2a78d6' }],
    sections: [
      {
        name: 'Hall',
        rows: Array.from({ length: rows }, (_, row) => ({
          name: letters(row),
          category: 'Standard',
          spots: onLine({ x: 0, y: row * ROW_DEPTH }, { x: width, y: row * ROW_DEPTH }),
        })),
      },
    ],
    areas: [stage({ x: 0, y: -100, width, height: 50 })],
    focus: { x: width / 2, y: -75 },
  });
}

/** The stage, with its name in both languages. */
export function stage(place: { x: number; y: number; width: number; height: number }) {
  return {
    shape: 'rectangle' as const,
    ...place,
    color: '#d9d6e3',
    border_color: '#a39fb3',
    text: { content: '무대 Stage', x: place.width / 2, y: place.height / 2, size: 20, color: '#2f2b3a' },
  };
}

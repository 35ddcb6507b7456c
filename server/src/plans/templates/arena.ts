import type { PlanDocument } from '@jari/contract';
import { tier, type Bowl } from './bowl.ts';
import { finish, seatsIn, type DraftSection } from './draft.ts';
import { stage } from './grid.ts';
import { letters, onLine } from './shapes.ts';

const SEATS = 12_000;
const BOWL: Bowl = {
  halfWidth: 900,
  halfHeight: 1_300,
  cornerRadius: 350,
  along: 4,
  across: 5,
  corner: 2,
  open: 'top',
};

/** An arena with the stage at one end: a floor to stand on, blocks of chairs behind it, and two tiers. */
export function arenaPlan(): PlanDocument {
  const chairs = [-1, 0, 1].map((block): DraftSection => ({
    name: `Floor ${letters(block + 1)}`,
    rows: Array.from({ length: 20 }, (_, row) => ({
      name: String(row + 1),
      category: 'VIP',
      spots: onLine({ x: block * 700 - 320, y: 330 + row * 40 }, { x: block * 700 + 320, y: 330 + row * 40 }),
    })),
  }));
  const lower = tier(BOWL, {
    firstNumber: 101,
    rows: 11,
    distance: 120,
    category: (row) => (row < 6 ? 'R' : 'S'),
    isAccessible: true,
  });
  const upper = tier(BOWL, { firstNumber: 201, rows: 9, distance: 680, category: () => 'A' });
  const seated = [...chairs, ...lower, ...upper];
  const standing: DraftSection = {
    name: '스탠딩 Standing',
    standing: {
      capacity: SEATS - seatsIn(seated),
      category: 'Standing',
      outline: [
        { x: -1_050, y: -850 },
        { x: 1_050, y: -850 },
        { x: 1_050, y: 200 },
        { x: -1_050, y: 200 },
      ],
    },
  };
  return finish({
    name: '아레나 Arena 12,000',
    categories: [
      { name: 'Standing', color: '#b4369a' },
      { name: 'VIP', color: '#c2410c' },
      { name: 'R', color: '#2a78d6' },
      { name: 'S', color: '#0f9d7a' },
      { name: 'A', color: '#8a63d2' },
    ],
    sections: [standing, ...seated],
    areas: [stage({ x: -750, y: -1_500, width: 1_500, height: 500 })].map((area) => ({
      ...area,
      text: { ...area.text, size: 120 },
    })),
    focus: { x: 0, y: -1_250 },
  });
}

import type { PlanArea, PlanDocument } from '@jari/contract';
import { tier, type Bowl } from './bowl.ts';
import { finish, trimTo } from './draft.ts';

const CATEGORIES = [
  { name: 'R', color: '#c2410c' },
  { name: 'S', color: '#2a78d6' },
  { name: 'A', color: '#0f9d7a' },
  { name: 'B', color: '#8a63d2' },
];

/** A football ground with two tiers all around. */
export function stadiumPlan(): PlanDocument {
  const bowl: Bowl = {
    halfWidth: 2_700,
    halfHeight: 1_750,
    cornerRadius: 500,
    along: 10,
    across: 6,
    corner: 3,
  };
  const sections = [
    ...tier(bowl, {
      firstNumber: 101,
      rows: 26,
      distance: 100,
      category: (row, { along }) => (along && row < 16 ? 'R' : 'S'),
      isAccessible: true,
    }),
    ...tier(bowl, {
      firstNumber: 201,
      rows: 24,
      distance: 1_300,
      category: (row) => (row < 16 ? 'A' : 'B'),
    }),
  ];
  trimTo(50_000, sections);
  return finish({
    name: '경기장 Stadium 50,000',
    categories: CATEGORIES,
    sections,
    areas: field(2_625, 1_700),
    focus: { x: 0, y: 0 },
  });
}

/** As many seats as a plan may have: no such place exists, it is for measuring. */
export function largestPlan(): PlanDocument {
  const bowl: Bowl = {
    halfWidth: 5_200,
    halfHeight: 3_400,
    cornerRadius: 700,
    along: 20,
    across: 12,
    corner: 5,
  };
  const tiers = [0, 1, 2].map((level) =>
    tier(bowl, {
      firstNumber: (level + 1) * 100 + 1,
      rows: 35,
      distance: 100 + level * 1_600,
      category: (row) => (level === 0 ? (row < 20 ? 'R' : 'S') : level === 1 ? 'A' : 'B'),
    }),
  );
  const sections = tiers.flat();
  trimTo(200_000, sections);
  return finish({
    name: '200,000',
    categories: CATEGORIES,
    sections,
    areas: field(5_100, 3_300),
    focus: { x: 0, y: 0 },
  });
}

function field(halfWidth: number, halfHeight: number): PlanArea[] {
  const white = { border_color: '#ffffff' };
  return [
    {
      shape: 'rectangle',
      x: -halfWidth,
      y: -halfHeight,
      width: 2 * halfWidth,
      height: 2 * halfHeight,
      color: '#5f9e6e',
      ...white,
      text: {
        content: '그라운드 Field',
        x: halfWidth,
        y: halfHeight,
        size: Math.round(halfHeight / 6),
        color: '#ffffff',
      },
    },
    { shape: 'circle', x: 0, y: 0, radius_x: Math.round(halfHeight / 3.7), ...white },
    {
      shape: 'polygon',
      x: 0,
      y: 0,
      points: [
        { x: 0, y: -halfHeight },
        { x: 0, y: halfHeight },
        { x: 0, y: -halfHeight },
      ],
      ...white,
    },
  ];
}

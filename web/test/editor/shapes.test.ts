import { describe, expect, test } from 'vitest';
import { addArea, addStanding, corners } from '../../src/lib/editor/core/add.ts';
import { turned } from '../../src/lib/editor/core/geometry.ts';
import type { Area, Hall, Spot } from '../../src/lib/editor/core/hall.ts';
import { grasp, hitAt } from '../../src/lib/editor/core/pick.ts';
import { align, distribute, middleOfArea, transform } from '../../src/lib/editor/core/transform.ts';
import { empty } from './support.ts';

const category = empty.categories[0]?.id;
const areaOf = (hall: Hall, at = 0): Area => {
  const area = hall.areas[at];
  if (!area) throw new Error('there is no area');
  return area;
};
const withArea = (area: Omit<Area, 'id'>) => addArea(empty, area);

/** Where the corners of an area are in the hall; of an ellipse, the ends of its axes. */
function cornersOf(area: Area): Spot[] {
  const [x, y] = [area.radius_x ?? 0, area.radius_y ?? 0];
  const own =
    area.points ??
    (area.shape === 'rectangle'
      ? corners({ x: 0, y: 0, width: area.width ?? 0, height: area.height ?? 0 })
      : [
          { x, y: 0 },
          { x: -x, y: 0 },
          { x: 0, y },
          { x: 0, y: -y },
        ]);
  return own.map((point) => turned({ x: area.x + point.x, y: area.y + point.y }, area.rotation ?? 0, area));
}

/** The corners of one that are none of the other's. */
const strays = (all: readonly Spot[], others: readonly Spot[]) =>
  all.filter(({ x, y }) => !others.some((other) => Math.hypot(other.x - x, other.y - y) < 0.05));

function expectSameCorners(found: readonly Spot[], expected: readonly Spot[]): void {
  expect([found.length, strays(found, expected), strays(expected, found)]).toEqual([expected.length, [], []]);
}

const SHAPES: readonly Omit<Area, 'id'>[] = [
  { shape: 'rectangle', x: 10, y: 20, width: 80, height: 30 },
  { shape: 'rectangle', x: 10, y: 20, width: 80, height: 30, rotation: 25 },
  { shape: 'ellipse', x: 10, y: 20, radius_x: 40, radius_y: 15, rotation: -40 },
  {
    ...{ shape: 'polygon', x: 10, y: 20, rotation: 70 },
    points: [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 10, y: 30 },
    ],
  },
];

describe('a shape', () => {
  test.each(SHAPES)('that is mirrored covers the mirrored place: $shape $rotation', (shape) => {
    const { hall, selection } = withArea(shape);
    for (const axis of ['x', 'y'] as const) {
      const mirrored = transform(hall, selection, { do: 'mirror', axis, at: 100 });
      const expected = cornersOf(areaOf(hall)).map(({ x, y }) =>
        axis === 'x' ? { x: 200 - x, y } : { x, y: 200 - y },
      );
      expectSameCorners(cornersOf(areaOf(mirrored)), expected);
    }
  });

  test.each(SHAPES)('that is turned covers the turned place: $shape $rotation', (shape) => {
    const { hall, selection } = withArea(shape);
    const around = { x: -30, y: 5 };
    const by = transform(hall, selection, { do: 'turn', degrees: 50, around });
    expectSameCorners(
      cornersOf(areaOf(by)),
      cornersOf(areaOf(hall)).map((spot) => turned(spot, 50, around)),
    );
    // Turned back it is as it was: of no turn nothing is written.
    const back = transform(by, selection, { do: 'turn', degrees: -50, around });
    expect(areaOf(back).rotation).toBe(shape.rotation);
  });

  test('takes its words along when it is mirrored', () => {
    const text = { content: 'Bar', x: 12, y: 8 };
    const { hall, selection } = withArea({ ...SHAPES[3], shape: 'polygon', x: 0, y: 0, rotation: 0, text });
    const [across, down] = (['x', 'y'] as const).map(
      (axis) => areaOf(transform(hall, selection, { do: 'mirror', axis, at: 0 })).text,
    );
    expect([across, down]).toEqual([
      { ...text, x: -12 },
      { ...text, y: -8 },
    ]);
  });

  test('has its middle where it is seen, also when it is turned', () => {
    const turnedRight = { ...SHAPES[0], id: 1, shape: 'rectangle', x: 0, y: 0, rotation: 90 } as const;
    const { x, y } = middleOfArea(turnedRight);
    expect([x, y].map((value) => Math.round(value))).toEqual([-15, 40]);
    expect(middleOfArea({ ...turnedRight, shape: 'ellipse', x: 3, y: 4 })).toEqual({ x: 3, y: 4 });
  });

  test('is under the pointer where it is drawn, the last drawn first, and a crowd above it', () => {
    const box = { x: 0, y: 0, width: 100, height: 100 };
    const below = withArea({ shape: 'rectangle', ...box });
    const above = addArea(below.hall, { shape: 'rectangle', x: 50, y: 0, width: 100, height: 100 });
    const crowd = addStanding(above.hall, 'Crowd', corners({ ...box, y: 60 }), 5, category);
    const at = (x: number, y: number) => {
      const hit = hitAt(crowd.hall, x, y, 10);
      return hit && grasp(crowd.hall, hit, 'block');
    };
    expect([at(20, 20), at(75, 20), at(20, 80)]).toEqual([below.selection, above.selection, crowd.selection]);
    expect([at(155, 50), at(156, 50), at(120, 105), at(120, 106)]).toEqual([
      ...[above.selection, undefined, above.selection, undefined],
    ]);
    expect([at(-5, 20), at(-6, 20), at(75, -5), at(75, -6), at(300, 300)]).toEqual([
      ...[below.selection, undefined, above.selection, undefined, undefined],
    ]);
  });
});

describe('things that are aligned', () => {
  const one = withArea({ shape: 'rectangle', x: 0, y: 0, width: 10, height: 20 });
  const two = addArea(one.hall, { shape: 'rectangle', x: 100, y: 50, width: 40, height: 10 });
  const both = new Set([...one.selection, ...two.selection]);
  const at = (hall: Hall) => hall.areas.map(({ x, y }) => [x, y]);

  test.each([
    [
      'left',
      [
        [0, 0],
        [0, 50],
      ],
    ],
    [
      'center',
      [
        [65, 0],
        [50, 50],
      ],
    ],
    [
      'right',
      [
        [130, 0],
        [100, 50],
      ],
    ],
    [
      'top',
      [
        [0, 0],
        [100, 0],
      ],
    ],
    [
      'middle',
      [
        [0, 20],
        [100, 25],
      ],
    ],
    [
      'bottom',
      [
        [0, 40],
        [100, 50],
      ],
    ],
  ] as const)('share their %s', (edge, expected) => {
    expect(at(align(two.hall, both, edge))).toEqual(expected);
  });

  test('are spread downwards as across, and two have nothing between them', () => {
    const three = addArea(two.hall, { shape: 'rectangle', x: 500, y: 200, width: 10, height: 30 });
    const all = new Set([...both, ...three.selection]);
    expect(at(distribute(three.hall, all, 'y'))).toEqual([
      [0, 0],
      [100, 105],
      [500, 200],
    ]);
    expect(distribute(two.hall, both, 'x')).toBe(two.hall);
  });
});

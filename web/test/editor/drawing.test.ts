import { describe, expect, test } from 'vitest';
import { dragHandle, handlesOf } from '../../src/lib/editor/draw/handles.ts';
import { make, makePolygon, type Making } from '../../src/lib/editor/draw/make.ts';
import { nextColor, remarkOnColor } from '../../src/lib/editor/core/colors.ts';
import { flatten } from '../../src/lib/editor/core/flatten.ts';
import { outlineOf } from '../../src/lib/editor/core/outline.ts';
import { grasp, hitAt, pickedOf, thingsOf, toggled, within } from '../../src/lib/editor/core/pick.ts';
import { snapMove } from '../../src/lib/editor/core/snap.ts';
import { align, distribute, transform } from '../../src/lib/editor/core/transform.ts';
import { empty, labels, spots, withBlock } from './support.ts';

const names = { section: 'Stalls', standing: 'Standing', stage: 'Stage', text: 'Text' };
const making = (tool: Making['tool']): Making => ({
  tool,
  section: undefined,
  category: empty.categories[0]?.id,
  row: undefined,
  names,
});
const AIR = 30;

describe('a tool', () => {
  test('makes as many rows and seats as fit between the corners, whichever was first', () => {
    const there = make(empty, making('block'), { x: 0, y: 0 }, { x: 100, y: 60 });
    const andBack = make(empty, making('block'), { x: 100, y: 60 }, { x: 0, y: 0 });
    expect(there?.hall.blocks[0]).toMatchObject({ rowCount: 3, seatCount: 5 });
    expect(andBack && spots(andBack.hall)).toEqual(there && spots(there.hall));
    expect(there?.selection.size).toBe(15);
  });

  test('makes a row from end to end, level where it is nearly level', () => {
    const row = make(empty, making('row'), { x: 0, y: 0 }, { x: 100, y: 4 });
    expect(row?.hall.blocks[0]).toMatchObject({ rowCount: 1, seatCount: 5, rotation: 0 });
    const steep = make(empty, making('row'), { x: 0, y: 0 }, { x: 100, y: 100 });
    expect(steep?.hall.blocks[0]?.rotation).toBe(45);
  });

  test('makes single seats that go on with the row that is selected', () => {
    const first = make(empty, making('seat'), { x: 0, y: 0 }, { x: 0, y: 0 });
    const row = first?.hall.sections[0]?.rows[0]?.id;
    const second = first && make(first.hall, { ...making('seat'), row }, { x: 0, y: 0 }, { x: 25, y: 0 });
    expect(second && labels(second.hall)).toEqual(['1', '2']);
  });

  test('makes a stage that everybody looks at, also after it has moved', () => {
    const stage = make(empty, making('stage'), { x: 0, y: 0 }, { x: 100, y: 40 });
    expect(stage && flatten(stage.hall).focus).toEqual({ x: 50, y: 40 });
    const moved = stage && transform(stage.hall, stage.selection, { do: 'move', dx: 5, dy: 5 });
    expect(moved && flatten(moved).focus).toEqual({ x: 55, y: 45 });
  });

  test('makes a standing area as large as its people need, and no polygon of two corners', () => {
    const standing = make(empty, making('standing'), { x: 0, y: 0 }, { x: 250, y: 100 });
    expect(standing?.hall.sections[0]?.standing?.capacity).toBe(40);
    expect(
      makePolygon(empty, [
        { x: 0, y: 0 },
        { x: 9, y: 9 },
      ]),
    ).toBeUndefined();
  });
});

describe('a handle', () => {
  const { hall, seats, block } = withBlock();
  const picked = pickedOf(hall, seats);
  const handle = (does: string) => {
    const found = handlesOf(picked, AIR).find((each) => each.does === does);
    if (!found) throw new Error(`there is no handle for ${does}`);
    return found;
  };

  test('that is not moved changes nothing', () => {
    for (const each of handlesOf(picked, AIR))
      expect(spots(dragHandle(hall, each, picked, each, AIR)), each.does).toEqual(spots(hall));
  });

  test('adds seats at the right and rows at the back; the first seat stays', () => {
    const { x, y } = handle('seats');
    const wider = dragHandle(hall, handle('seats'), picked, { x: x + 50, y }, AIR);
    expect(wider.blocks[0]).toMatchObject({ seatCount: 6, rowCount: 3 });
    expect(spots(wider)[0]).toEqual(spots(hall)[0]);
    const rows = handle('rows');
    const deeper = dragHandle(hall, rows, picked, { x: rows.x, y: rows.y + 60 }, AIR);
    expect(deeper.blocks[0]).toMatchObject({ seatCount: 4, rowCount: 5 });
  });

  test('bends and turns', () => {
    const curve = handle('curve');
    const bent = dragHandle(hall, curve, picked, { x: curve.x, y: curve.y - 10 }, AIR);
    expect(bent.blocks[0]?.curve).toBeGreaterThan(20);
    const turned = dragHandle(hall, handle('turn'), picked, { x: block.x + 40, y: block.y }, AIR);
    expect(turned.blocks[0]?.rotation).toBe(90);
  });
});

describe('picking', () => {
  const { hall, seats } = withBlock();

  test('takes the block, the row or the seat, and nothing where nothing is', () => {
    const hit = hitAt(hall, -36, 2, 10);
    expect(hit && ['block', 'row', 'seat'].map((grain) => grasp(hall, hit, grain as 'seat').size)).toEqual([
      12, 4, 1,
    ]);
    expect(hitAt(hall, 500, 0, 10)).toBeUndefined();
  });

  test('with a frame takes what is in it, and what that is part of', () => {
    const box = { minX: -50, minY: -5, maxX: 0, maxY: 5 };
    expect(['block', 'row', 'seat'].map((grain) => within(hall, box, grain as 'seat').size)).toEqual([
      12, 4, 2,
    ]);
  });

  test('the same once more lets go of it', () => {
    expect(toggled(seats, seats).size).toBe(0);
    expect(toggled(new Set([99]), seats).size).toBe(13);
  });

  test('tells in the outline what is where', () => {
    const outline = outlineOf(hall);
    expect(outline.sections).toMatchObject([{ name: 'Stalls', rowCount: 3, count: 12 }]);
    expect(outline.seatAt(6)?.number).toBe('2');
    expect(outline.seatAt(13)).toBeUndefined();
  });
});

describe('what is moved', () => {
  const other = { minX: 100, minY: 0, maxX: 200, maxY: 50 };
  const box = { minX: 0, minY: 0, maxX: 40, maxY: 20 };

  test('comes to rest at the edges of others, else on the grid', () => {
    const near = snapMove(box, 98, 70, { grid: 5, boxes: [other], reach: 4 });
    expect([near.dx, near.dy]).toEqual([100, 70]);
    expect(near.guides).toEqual([{ axis: 'x', at: 100, from: 0, to: 90 }]);
    expect(snapMove(box, 13, 71, { grid: 5, boxes: [other], reach: 4 })).toMatchObject({ dx: 15, dy: 70 });
    // Of several edges in reach the nearest, in whatever order they are looked at.
    const farther = { ...other, minX: 103 };
    for (const boxes of [
      [other, farther],
      [farther, other],
    ])
      expect(snapMove(box, 101, 70, { grid: 5, boxes, reach: 4 }).dx).toBe(100);
    expect(snapMove(box, 13.3, 71, { grid: 0, boxes: [], reach: 4 })).toMatchObject({ dx: 13.3, dy: 71 });
  });

  test('is aligned and spread as whole blocks', () => {
    const second = withBlock(withBlock().hall, { x: 210, y: 7 });
    const three = withBlock(second.hall, { x: 600, y: 90 });
    const all = new Set(
      three.hall.sections.flatMap(({ rows }) => rows.flatMap((row) => row.seats.map(({ id }) => id))),
    );
    const tops = thingsOf(align(three.hall, all, 'top')).map((thing) => thing.box.minY);
    expect(new Set(tops).size).toBe(1);
    const before = thingsOf(three.hall, all).map((thing) => thing.box.minX);
    const lefts = thingsOf(distribute(three.hall, all, 'x'), all).map((thing) => thing.box.minX);
    expect((lefts[1] ?? 0) - (lefts[0] ?? 0)).toBeCloseTo((lefts[2] ?? 0) - (lefts[1] ?? 0), 1);
    expect([lefts[0], lefts[2]]).toEqual([before[0], before[2]]);
  });
});

describe('colours of categories', () => {
  test('are suggested once each, and those that are hard to tell apart are named', () => {
    const [first] = empty.categories;
    if (!first) throw new Error('there is no category');
    expect(nextColor([first])).not.toBe(first.color);
    const alike = { id: 9, name: 'S', color: '#2c7ad8' };
    expect(remarkOnColor(alike, [first, alike])).toEqual({ is: 'tooAlike', other: 'R' });
    expect(remarkOnColor({ ...alike, color: '#ffffcc' }, [first])).toEqual({ is: 'tooLight' });
    expect(remarkOnColor({ ...alike, color: '#000010' }, [first])).toEqual({ is: 'tooDark' });
    expect(remarkOnColor(first, [first])).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { addArea, addStanding, corners } from '../../src/lib/editor/core/add.ts';
import { reshape } from '../../src/lib/editor/core/block.ts';
import { turned } from '../../src/lib/editor/core/geometry.ts';
import type { Area, Hall, Selection, Spot } from '../../src/lib/editor/core/hall.ts';
import { pickedOf } from '../../src/lib/editor/core/pick.ts';
import { dragHandle, handlesOf, tagOf } from '../../src/lib/editor/draw/handles.ts';
import { make, type Making } from '../../src/lib/editor/draw/make.ts';
import { empty, labels, spots, withBlock } from './support.ts';

const AIR = 30;
const category = empty.categories[0]?.id;
const square = corners({ x: 0, y: 0, width: 100, height: 50 });
const handles = (hall: Hall, selection: Selection) => handlesOf(pickedOf(hall, selection), AIR);
const area = (shape: Omit<Area, 'id'>) => addArea(empty, shape);

function drag(hall: Hall, selection: Selection, does: string, to: (from: Spot) => Spot, at = 0): Hall {
  const picked = pickedOf(hall, selection);
  const handle = handlesOf(picked, AIR).filter((each) => each.does === does)[at];
  if (!handle) throw new Error(`there is no handle for ${does}`);
  return dragHandle(hall, handle, picked, to(handle), AIR);
}

describe('handles', () => {
  test('are those of one thing: of two, or of a part, there are none', () => {
    const { hall, seats } = withBlock();
    const crowd = addStanding(hall, 'Crowd', square, 5, category);
    const [first] = seats;
    expect(handles(crowd.hall, seats).map(({ does }) => does)).toEqual(['seats', 'rows', 'curve', 'turn']);
    expect(handles(crowd.hall, crowd.selection).map(({ does, at }) => [does, at])).toEqual([
      ['corner', 0],
      ['corner', 1],
      ['corner', 2],
      ['corner', 3],
    ]);
    expect(handles(crowd.hall, new Set([...seats, ...crowd.selection]))).toEqual([]);
    expect(handles(crowd.hall, new Set([first ?? -1]))).toEqual([]);
    expect(handles(crowd.hall, new Set([first ?? -1, ...crowd.selection]))).toEqual([]);
    const second = withBlock(hall, { x: 300 });
    const [other] = second.seats;
    expect(handles(second.hall, new Set([...seats, other ?? -1]))).toEqual([]);
  });

  test('of a shape are its corners, or one that makes it larger; words have none', () => {
    const at = (shape: Omit<Area, 'id'>) => {
      const { hall, selection } = area(shape);
      return handles(hall, selection).map(({ does, x, y }) => [does, Math.round(x), Math.round(y)]);
    };
    expect(at({ shape: 'rectangle', x: 10, y: 20, width: 30, height: 40 })).toEqual([['size', 40, 60]]);
    expect(at({ shape: 'rectangle', x: 0, y: 0, width: 30, height: 40, rotation: 90 })).toEqual([
      ['size', -40, 30],
    ]);
    expect(at({ shape: 'circle', x: 10, y: 20, radius_x: 5 })).toEqual([['size', 15, 25]]);
    expect(at({ shape: 'ellipse', x: 10, y: 20, radius_x: 5, radius_y: 7 })).toEqual([['size', 15, 27]]);
    expect(at({ shape: 'text', x: 10, y: 20, text: { content: 'Bar' } })).toEqual([]);
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 0, y: 20 },
    ];
    expect(at({ shape: 'polygon', x: 5, y: 5, points, rotation: 90 })).toEqual([
      ['corner', 5, 5],
      ['corner', 5, 15],
      ['corner', -15, 5],
    ]);
  });

  test('of a block that is turned are turned with it', () => {
    const { hall, seats } = withBlock(undefined, { rotation: 90 });
    const [right, back] = handles(hall, seats).map(({ x, y }) => [Math.round(x), Math.round(y)]);
    // Its right is below, its back at the left.
    expect([right, back]).toEqual([
      [-30, 68],
      [-90, 0],
    ]);
  });
});

describe('a handle that is dragged', () => {
  const by = (dx: number, dy: number) => (from: Spot) => ({ x: from.x + dx, y: from.y + dy });

  test('moves one corner, also of a shape that is turned', () => {
    const crowd = addStanding(empty, 'Crowd', square, 5, category);
    const moved = drag(crowd.hall, crowd.selection, 'corner', by(7, -3), 2);
    expect(moved.sections[0]?.standing?.outline).toEqual([
      ...square.slice(0, 2),
      { x: 107, y: 47 },
      square[3],
    ]);

    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 0, y: 20 },
    ];
    const polygon = area({ shape: 'polygon', x: 5, y: 5, points, rotation: 90 });
    const bent = drag(polygon.hall, polygon.selection, 'corner', by(0, 4), 1);
    expect(bent.areas[0]?.points).toEqual([points[0], { x: 14, y: 0 }, points[2]]);
  });

  test('makes a shape larger, its words in the middle, and never smaller than a unit', () => {
    const text = { content: 'Bar', size: 12 };
    const bar = area({ shape: 'rectangle', x: 10, y: 20, width: 30, height: 40, text });
    expect(drag(bar.hall, bar.selection, 'size', by(10.4, 20)).areas[0]).toMatchObject({
      ...{ width: 40, height: 60, text: { ...text, x: 20, y: 30 } },
    });
    expect(drag(bar.hall, bar.selection, 'size', by(-500, -500)).areas[0]).toMatchObject({
      width: 1,
      height: 1,
    });
    const round = area({ shape: 'ellipse', x: 0, y: 0, radius_x: 10, radius_y: 10 });
    expect(drag(round.hall, round.selection, 'size', by(5, 8)).areas[0]).toMatchObject({
      radius_x: 15,
      radius_y: 18,
    });
    const turnedBar = area({ shape: 'rectangle', x: 0, y: 0, width: 30, height: 40, rotation: 90 });
    expect(drag(turnedBar.hall, turnedBar.selection, 'size', by(-10, 0)).areas[0]).toMatchObject({
      ...{ width: 30, height: 50 },
    });
  });

  test('leaves at least one row and one seat, and not more than a block may have', () => {
    const { hall, seats } = withBlock();
    expect(drag(hall, seats, 'seats', by(-9_000, 0)).blocks[0]?.seatCount).toBe(1);
    expect(drag(hall, seats, 'rows', by(0, -9_000)).blocks[0]?.rowCount).toBe(1);
    expect(drag(hall, seats, 'seats', by(900_000, 0)).blocks[0]?.seatCount).toBe(500);
    expect(drag(hall, seats, 'rows', by(0, 900_000)).blocks[0]?.rowCount).toBe(200);
  });

  test('keeps the first seat where it is, also in a block that is turned or set off row by row', () => {
    const { hall, seats } = withBlock(undefined, { rotation: 90, skew: 6 });
    const wider = drag(hall, seats, 'seats', by(0, 50));
    expect([wider.blocks[0]?.seatCount, spots(wider)[0]]).toEqual([6, spots(hall)[0]]);
  });

  test('bends a block to the stage or away from it, and lets go of what is nearly straight', () => {
    const { hall, seats } = withBlock();
    const curve = (dy: number) => drag(hall, seats, 'curve', by(0, dy)).blocks[0]?.curve;
    expect([curve(-0.3), curve(0.3), curve(-900), curve(900)]).toEqual([0, 0, 180, -150]);
    // An arc rises by an eighth of its width times its angle: 75 units, and a tenth of a circle more or less.
    expect([curve(-75 / 8), curve(75 / 8)]).toEqual([57, -57]);
    const single = withBlock(undefined, { seatCount: 1 });
    expect(drag(single.hall, single.seats, 'curve', by(0, -50))).toBe(single.hall);
  });

  test('turns a block around its first row’s middle, to multiples of five degrees', () => {
    const { hall, seats, block } = withBlock(undefined, { x: 40, y: 10, rotation: 20 });
    const to = (degrees: number) => () => turned({ x: block.x, y: block.y - 80 }, degrees, block);
    for (const [wished, expected] of [
      [90, 90],
      [92.4, 90],
      [92.6, 95],
      [-90, -90],
    ] as const) {
      const after = drag(hall, seats, 'turn', to(wished)).blocks[0];
      expect([after?.rotation, after?.x, after?.y]).toEqual([expected, 40, 10]);
    }
  });

  test('of what is there no more changes nothing', () => {
    const { hall, seats } = withBlock();
    const picked = pickedOf(hall, seats);
    for (const handle of handlesOf(picked, AIR))
      expect(dragHandle(empty, handle, picked, handle, AIR)).toBe(empty);
    for (const does of ['size', 'corner'] as const)
      expect(dragHandle(hall, { does, of: 999, x: 0, y: 0 }, picked, { x: 1, y: 1 }, AIR)).toBe(hall);
  });

  test('tells how much the block has, and nothing of what is no block', () => {
    const { hall, block } = withBlock();
    expect(tagOf({ x: 1, y: 2 }, hall, block.id)).toEqual({ at: { x: 1, y: 2 }, text: '3 × 4 = 12' });
    expect(tagOf({ x: 1, y: 2 }, reshape(hall, block.id, { rowCount: 1 }), block.id)?.text).toBe('1 × 4 = 4');
    expect(tagOf({ x: 1, y: 2 }, hall, undefined)).toBeUndefined();
  });
});

describe('a click with a tool', () => {
  const names = { section: 'Stalls', standing: 'Standing', stage: 'Stage', text: 'Words' };
  const click = (tool: Making['tool'], hall = empty) =>
    make(
      hall,
      { tool, names, section: undefined, category, row: undefined },
      { x: 100, y: 200 },
      { x: 100, y: 200 },
    )?.hall;

  test('makes one of a usual size around the place', () => {
    expect(click('block')?.blocks[0]).toMatchObject({ x: 100, y: 140, rowCount: 5, seatCount: 10 });
    expect(click('row')?.blocks[0]).toMatchObject({
      x: 100,
      y: 200,
      rowCount: 1,
      seatCount: 10,
      rotation: 0,
    });
    expect(click('standing')?.sections[0]).toMatchObject({
      ...{ name: 'Standing', standing: { capacity: 60, category } },
    });
    expect(click('standing')?.sections[0]?.standing?.outline[0]).toEqual({ x: -25, y: 125 });
    const stage = click('stage');
    expect(stage?.areas[0]).toMatchObject({
      ...{ shape: 'rectangle', x: -50, y: 170, width: 300, height: 60 },
      text: { content: 'Stage', x: 150, y: 30 },
    });
    expect(stage?.stage).toBe(stage?.areas[0]?.id);
    const bare = click('rectangle');
    expect(bare?.areas[0]).toMatchObject({ x: 25, y: 170, width: 150, height: 60 });
    expect([bare?.areas[0]?.text, bare?.stage]).toEqual([undefined, undefined]);
    expect(click('ellipse')?.areas[0]).toMatchObject({ x: 100, y: 200, radius_x: 60, radius_y: 40 });
    expect(click('text')?.areas[0]).toMatchObject({
      shape: 'text',
      x: 100,
      y: 200,
      text: { content: 'Words' },
    });
  });

  test('that makes nothing makes nothing', () => {
    for (const tool of ['select', 'pan', 'polygon'] as const) expect(click(tool)).toBeUndefined();
  });

  test('puts rows into the section that is wished, else into the first that may have some', () => {
    const crowd = addStanding(empty, 'Crowd', square, 5, category).hall;
    const two = withBlock(crowd).hall;
    const into = (section: number | undefined) =>
      make(
        two,
        { tool: 'row', names, section, category, row: undefined },
        { x: 0, y: 400 },
        { x: 0, y: 400 },
      )?.hall.sections.map(({ rows }) => rows.length);
    const [standing, stalls] = two.sections.map(({ id }) => id);
    expect([into(stalls), into(standing), into(undefined)]).toEqual([
      [0, 4],
      [0, 4],
      [0, 4],
    ]);
  });

  test('numbers a row from the left, from whichever end it was drawn', () => {
    const draw = (from: Spot, to: Spot) =>
      make(empty, { tool: 'row', names, section: undefined, category, row: undefined }, from, to)?.hall;
    const [there, back] = [draw({ x: 0, y: 0 }, { x: 50, y: 50 }), draw({ x: 50, y: 50 }, { x: 0, y: 0 })];
    expect([back && spots(back), back && labels(back)]).toEqual([
      there && spots(there),
      there && labels(there),
    ]);
    const upright = draw({ x: 0, y: 0 }, { x: 3, y: 100 });
    expect(upright?.blocks[0]?.rotation).toBe(90);
  });
});

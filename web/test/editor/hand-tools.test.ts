import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addArea, addStanding, corners, rectangle } from '../../src/lib/editor/core/add.ts';
import { handOn } from './support-hand.ts';
import { allSeats, empty, labels, spots, withBlock } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a tool', () => {
  test('counts rows while they are drawn, and is put away after one block', () => {
    const { editor, hand, down, move, up } = handOn(empty);
    editor.tool = 'block';
    down(0, 0);
    move(100, 60);
    expect([hand.tag?.text, allSeats(editor.shown).size, allSeats(editor.hall).size]).toEqual([
      '3 × 5 = 15',
      15,
      0,
    ]);
    up(100, 60);
    expect([editor.tool, hand.tag, editor.selection.size]).toEqual(['select', undefined, 15]);
    expect(editor.history.past.map(({ what }) => what)).toEqual(['seatsAdded']);
    editor.tool = 'standing';
    down(0, 200);
    move(100, 300);
    expect(hand.tag).toBeUndefined();
    up(100, 300);
    expect([editor.tool, editor.history.past.at(-1)?.what]).toEqual(['select', 'areaAdded']);
  });

  test('for single seats stays, and they go on with the row of the one before', () => {
    const { editor, click } = handOn(empty);
    editor.tool = 'seat';
    for (const x of [0, 25, 50]) click(x, 0);
    expect([editor.tool, labels(editor.hall)]).toEqual(['seat', ['1', '2', '3']]);
    editor.select(new Set());
    click(0, 30);
    expect(editor.hall.sections[0]?.rows.map(({ seats }) => seats.length)).toEqual([3, 1]);
  });

  test('puts what it makes on the grid, also where the pointer did not move', () => {
    const { editor, click, drag } = handOn(empty);
    editor.grid = 10;
    editor.tool = 'seat';
    click(13, 17);
    expect(spots(editor.hall)).toEqual([{ x: 10, y: 20 }]);
    editor.tool = 'rectangle';
    drag([1, 2], [58, 44]);
    expect(editor.hall.areas[0]).toMatchObject({ x: 0, y: 0, width: 60, height: 40 });
  });

  test('draws a polygon corner by corner; the double click at its end is one corner', () => {
    for (const isFinger of [false, true]) {
      const { editor, hand, click, move, double } = handOn(empty);
      editor.tool = 'polygon';
      const put = (x: number, y: number) => {
        if (!isFinger) move(x, y, { id: 9 });
        click(x, y, { isFinger });
      };
      put(0, 0);
      put(50, 0);
      if (!isFinger) {
        move(30, 30, { id: 9 });
        expect(hand.outline).toEqual([
          { x: 0, y: 0 },
          { x: 50, y: 0 },
          { x: 30, y: 30 },
        ]);
      }
      put(50, 50);
      put(50, 50);
      double(50, 50);
      expect(editor.hall.areas.map(({ points }) => points)).toEqual([
        [
          { x: 0, y: 0 },
          { x: 50, y: 0 },
          { x: 50, y: 50 },
        ],
      ]);
      expect([editor.tool, hand.outline]).toEqual(['select', []]);
    }
  });

  test('has all corners of a polygon that was tapped, of which a finger shows none before it puts it', () => {
    const { editor, hand, click } = handOn(empty);
    editor.tool = 'polygon';
    for (const [x, y] of [
      [0, 0],
      [50, 0],
      [50, 50],
      [0, 50],
    ] as const)
      click(x, y, { isFinger: true });
    hand.finishOutline();
    expect(editor.hall.areas[0]?.points).toHaveLength(4);
  });

  test('for polygons makes nothing of two corners, and is still there', () => {
    const { editor, hand, click } = handOn(empty);
    editor.tool = 'polygon';
    click(0, 0);
    click(50, 0);
    click(50, 0);
    hand.finishOutline();
    expect([editor.hall.areas, editor.tool, hand.outline]).toEqual([[], 'polygon', []]);
  });
});

describe('a handle', () => {
  test('of a block changes it in one step, and tells how much there is', () => {
    const { hall, block } = withBlock();
    const { editor, hand, click, down, move, up } = handOn(hall);
    click(-37, 0);
    const [seats] = hand.handles;
    if (seats?.does !== 'seats') throw new Error('there is no handle for seats');
    down(seats.x, seats.y);
    up(seats.x, seats.y);
    expect(editor.history.past).toEqual([]);
    down(seats.x, seats.y);
    move(seats.x + 50, seats.y);
    expect(hand.tag?.text).toBe('3 × 6 = 18');
    up(seats.x + 50, seats.y);
    expect(editor.hall.blocks.find(({ id }) => id === block.id)?.seatCount).toBe(6);
    expect(editor.history.past.map(({ what }) => what)).toEqual(['reshaped']);
  });

  test('of a corner comes to rest on the grid; there are none while a tool is out', () => {
    const box = rectangle({ x: 0, y: 0 }, { x: 100, y: 100 });
    const { hall } = addStanding(empty, 'Crowd', corners(box), 50, undefined);
    const { editor, hand, click, drag } = handOn(hall);
    editor.grid = 10;
    click(50, 50);
    drag([100, 100], [123, 148]);
    expect(editor.hall.sections[0]?.standing?.outline[2]).toEqual({ x: 120, y: 150 });
    editor.tool = 'seat';
    expect(hand.handles).toEqual([]);
  });

  test('stands off as far on the screen, however near the hall is', () => {
    const { hall } = addArea(empty, { shape: 'rectangle', x: 0, y: 0, width: 10, height: 10 });
    const { hand, view } = handOn(hall);
    expect(hand.air).toBe(30);
    view.zoomBy(3);
    expect(hand.air).toBe(10);
  });
});

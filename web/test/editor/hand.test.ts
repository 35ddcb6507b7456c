import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { seatsOf, type Id } from '../../src/lib/editor/core/hall.ts';
import { numberRows, SEAT_DIGITS } from '../../src/lib/editor/core/numbering.ts';
import { handOn } from './support-hand.ts';
import { spots, withBlock } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Three rows of four around -37.5 … 37.5 and 0 … 60, and a second block of one seat far to the right. */
function twoBlocks() {
  const { hall, seats, block } = withBlock();
  const second = withBlock(hall, { x: 300, rowCount: 1, seatCount: 1 });
  return { hall: second.hall, seats, block, other: second.seats };
}

const idAt = (hall: Parameters<typeof seatsOf>[0], at: number): Id => [...seatsOf(hall)][at]?.id ?? -1;

describe('a click', () => {
  test('selects what is there, something else instead of it, and nothing on empty ground', () => {
    const { hall, seats, other } = twoBlocks();
    const { editor, click } = handOn(hall);
    click(-37, 1);
    expect(editor.selection).toEqual(seats);
    click(300, 0);
    expect(editor.selection).toEqual(other);
    click(0, 200);
    expect(editor.selection.size).toBe(0);
  });

  test('with Shift adds, and takes away what was selected', () => {
    const { hall, seats, other } = twoBlocks();
    const { editor, click } = handOn(hall);
    click(-37, 0);
    click(300, 0, { adds: true });
    expect(editor.selection).toEqual(new Set([...seats, ...other]));
    click(-37, 0, { adds: true });
    expect(editor.selection).toEqual(other);
    editor.isAdding = true;
    click(-37, 0);
    expect(editor.selection.size).toBe(13);
    click(0, 200);
    expect(editor.selection.size).toBe(13);
  });

  test('takes as much as is chosen to be taken, and with Alt the single seat', () => {
    const { hall } = twoBlocks();
    const { editor, click } = handOn(hall);
    click(-37, 0, { takesOne: true });
    expect(editor.selection).toEqual(new Set([idAt(hall, 0)]));
    editor.grain = 'row';
    editor.select(new Set());
    click(-37, 0);
    expect(editor.selection.size).toBe(4);
  });

  test('twice goes deeper: from the block to the row, from the row to the seat', () => {
    const { hall } = twoBlocks();
    const { editor, double } = handOn(hall);
    double(-37, 0);
    expect(editor.selection.size).toBe(4);
    editor.grain = 'row';
    double(-37, 0);
    expect(editor.selection).toEqual(new Set([idAt(hall, 0)]));
    double(0, 200);
    expect(editor.selection.size).toBe(1);
    editor.tool = 'pan';
    double(-12, 0);
    expect(editor.selection).toEqual(new Set([idAt(hall, 0)]));
  });

  test('changes nothing: there is nothing to take back after it', () => {
    const { editor, click, drag } = handOn(twoBlocks().hall);
    click(-37, 0);
    drag([-37, 0], [-34.5, 0]);
    expect(editor.history.past).toEqual([]);
  });

  test('does not apply what a form only shows', () => {
    const { hall, block } = twoBlocks();
    const { editor, click } = handOn(hall);
    click(-37, 0);
    const rows = new Set(hall.sections[0]?.rows.filter((row) => row.block === block.id).map(({ id }) => id));
    const shown = numberRows(hall, rows, undefined, { ...SEAT_DIGITS, start: 50 });
    editor.preview = shown;
    click(-37, 0);
    expect([editor.hall, editor.preview]).toEqual([hall, shown]);
    // What it shows is about what was selected: no more when something else is.
    click(300, 0);
    expect([editor.hall, editor.preview]).toEqual([hall, undefined]);
  });
});

describe('dragging', () => {
  test('moves what is selected, in one step, with the finger and not before it', () => {
    const { hall } = twoBlocks();
    const { editor, down, move, up } = handOn(hall);
    editor.isAligning = false;
    down(-37, 0);
    move(-35, 0);
    expect(editor.preview).toBeUndefined();
    move(-33, 0);
    expect(editor.preview && spots(editor.preview)[0]).toEqual({ x: -33.5, y: 0 });
    // Once it moves it goes on moving, however near to where it began.
    move(-36, 7);
    up(-36, 7);
    expect(spots(editor.hall)[0]).toEqual({ x: -36.5, y: 7 });
    expect(editor.history.past.map(({ what }) => what)).toEqual(['moved']);
  });

  test('back to where it was leaves nothing to take back, and what was taken back can still be done again', () => {
    const { editor, drag, down, move, up } = handOn(twoBlocks().hall);
    editor.isAligning = false;
    drag([-37, 0], [-7, 0]);
    editor.undo();
    down(-37, 0);
    move(13, 0);
    move(-37, 0);
    up(-37, 0);
    expect(editor.history.past).toEqual([]);
    editor.redo();
    expect(spots(editor.hall)[0]).toEqual({ x: -7.5, y: 0 });
  });

  test('comes to rest at the grid and at others, and shows with a line at whose', () => {
    const { editor, down, move, up } = handOn(twoBlocks().hall);
    editor.grid = 5;
    down(300, 0);
    move(312, 58);
    expect(editor.guides).toEqual([{ axis: 'y', at: 60, from: -37.5, to: 310 }]);
    expect(editor.preview && spots(editor.preview).at(-1)).toEqual({ x: 310, y: 60 });
    editor.isAligning = false;
    move(312, 58);
    expect([editor.guides, editor.preview && spots(editor.preview).at(-1)]).toEqual([[], { x: 310, y: 60 }]);
    up(312, 58);
    expect(editor.guides).toEqual([]);
  });

  test('on empty ground frames: what is in it is selected, and with Shift comes to what was', () => {
    const { hall, seats, other } = twoBlocks();
    const { editor, hand, down, move, up, drag } = handOn(hall);
    down(100, 100);
    move(-60, -20);
    expect(hand.marquee).toEqual({ minX: -60, minY: -20, maxX: 100, maxY: 100 });
    up(-60, -20);
    expect([editor.selection, hand.marquee]).toEqual([seats, undefined]);
    drag([290, -20], [310, 20], { adds: true });
    expect(editor.selection).toEqual(new Set([...seats, ...other]));
    drag([290, -20], [310, 20]);
    expect(editor.selection).toEqual(other);
  });

  test('is given up by Escape, a second finger, and where the system takes the pointer', () => {
    const { hall } = twoBlocks();
    const { editor, hand, down, move, up } = handOn(hall);
    const ways = [
      () => expect(hand.cancel()).toBe(true),
      () => down(200, 200, { id: 2 }),
      () => hand.lose(1),
    ];
    for (const giveUp of ways) {
      down(-37, 0);
      move(0, 50);
      giveUp();
      move(10, 60);
      up(10, 60);
      hand.lose(2);
      expect([editor.hall, editor.preview, editor.guides]).toEqual([hall, undefined, []]);
    }
    expect(hand.cancel()).toBe(false);
  });
});

describe('the sheet', () => {
  test('moves with the tool for it, the space bar, and one finger on empty ground, which lets go of nothing', () => {
    const { hall, seats } = twoBlocks();
    const { editor, view, click, hand, touch } = handOn(hall);
    click(-37, 0);
    const pulled = (how: object) => {
      const [from, to] = [touch(0, 200, how), { ...touch(0, 200, how), x: 430, y: 520 }];
      hand.down(from);
      hand.move(to);
      hand.up(to);
      const { x, y } = view.camera;
      view.camera = { k: 1, x: 400, y: 300 };
      return [x, y];
    };
    expect(pulled({ pans: true })).toEqual([430, 320]);
    expect(pulled({ isFinger: true })).toEqual([430, 320]);
    editor.tool = 'pan';
    expect(pulled({})).toEqual([430, 320]);
    expect(editor.selection).toEqual(seats);
    // A tap of a finger on empty ground moves nothing, and selects nothing.
    editor.tool = 'select';
    click(0, 200, { isFinger: true });
    expect(editor.selection.size).toBe(0);
  });

  test('is zoomed by two fingers around what is between them, and drawn on by neither', () => {
    const { hall } = twoBlocks();
    const { editor, view, hand, touch } = handOn(hall);
    hand.down(touch(-37, 0, { isFinger: true }));
    hand.down({ ...touch(0, 0, { id: 2, isFinger: true }), x: 463, y: 300 });
    hand.move({ ...touch(0, 0, { id: 2, isFinger: true }), x: 563, y: 300 });
    expect(view.camera.k).toBe(2);
    // Where the first finger was put down it still is, but for half of the way that both went.
    expect(view.spotAt(463, 300).x).toBeCloseTo(-37 + 50, 6);
    hand.up({ ...touch(0, 0, { id: 2, isFinger: true }), x: 563, y: 300 });
    hand.move({ ...touch(0, 0, { isFinger: true }), x: 600, y: 400 });
    hand.up({ ...touch(0, 0, { isFinger: true }), x: 600, y: 400 });
    expect([editor.hall, editor.preview]).toEqual([hall, undefined]);
  });
});

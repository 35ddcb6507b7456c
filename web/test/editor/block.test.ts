import { describe, expect, test } from 'vitest';
import { rectangle, remove } from '../../src/lib/editor/core/add.ts';
import { reshape, rowsOfBlock } from '../../src/lib/editor/core/block.ts';
import { copy, paste } from '../../src/lib/editor/core/copy.ts';
import { numberRows, ROW_LETTERS, SEAT_DIGITS } from '../../src/lib/editor/core/numbering.ts';
import { setCategory, addCategory } from '../../src/lib/editor/core/edit.ts';
import { seatsOf } from '../../src/lib/editor/core/hall.ts';
import { transform } from '../../src/lib/editor/core/transform.ts';
import { labels, spots, withBlock } from './support.ts';

describe('a block of rows', () => {
  test('stands around its middle, and is lettered and numbered', () => {
    const { hall } = withBlock();
    expect(spots(hall).slice(0, 5)).toEqual([
      { x: -37.5, y: 0 },
      { x: -12.5, y: 0 },
      { x: 12.5, y: 0 },
      { x: 37.5, y: 0 },
      { x: -37.5, y: 30 },
    ]);
    expect(labels(hall)).toEqual('A1 A2 A3 A4 B1 B2 B3 B4 C1 C2 C3 C4'.split(' '));
  });

  test('keeps the distance between neighbours when it is curved', () => {
    const { hall } = withBlock(undefined, { curve: 40, seatCount: 12 });
    for (const { seats } of hall.sections[0]?.rows ?? []) {
      const steps = seats
        .slice(1)
        .map(({ x, y }, i) => Math.hypot(x - (seats[i]?.x ?? 0), y - (seats[i]?.y ?? 0)));
      expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(0.1);
    }
    const [first, middle] = [hall.sections[0]?.rows[0]?.seats[0], hall.sections[0]?.rows[0]?.seats[6]];
    expect(first?.y).toBeLessThan(middle?.y ?? 0);
  });

  test('gets more and fewer rows and seats later, and what is known of a seat stays with it', () => {
    const { hall, block } = withBlock();
    const [first] = [...seatsOf(hall)];
    const coloured = addCategory(hall, 'S', '#c2410c');
    const category = coloured.categories[1]?.id ?? 0;
    const marked = setCategory(coloured, new Set([first?.id ?? 0]), category);
    const larger = reshape(marked, block.id, { rowCount: 4, seatCount: 5 });
    expect(labels(larger)).toHaveLength(20);
    expect(labels(larger).at(-1)).toBe('D5');
    expect([...seatsOf(larger)].filter((seat) => seat.category === category)).toHaveLength(1);
    const smaller = reshape(larger, block.id, { rowCount: 1, seatCount: 2 });
    expect(labels(smaller)).toEqual(['A1', 'A2']);
    expect([...seatsOf(smaller)][0]?.category).toBe(category);
  });

  test('keeps its gaps when it changes', () => {
    const { hall, block } = withBlock();
    const corner = rowsOfBlock(hall, block.id)[0]?.seats[0];
    const cut = remove(hall, new Set([corner?.id ?? 0])).hall;
    const curved = reshape(cut, block.id, { curve: 30, seatCount: 6 });
    expect(rowsOfBlock(curved, block.id).map(({ seats }) => seats.length)).toEqual([5, 6, 6]);
  });

  test('that is moved, turned or mirrored as a whole stays a block at the same spots', () => {
    const { hall, block, seats } = withBlock(undefined, { curve: 50, skew: 4, rotation: 20, x: 70, y: -30 });
    for (const how of [
      { do: 'move', dx: 12, dy: -7 },
      { do: 'turn', degrees: 33, around: { x: 5, y: 9 } },
      { do: 'mirror', axis: 'x', at: 40 },
      { do: 'mirror', axis: 'y', at: -11 },
    ] as const) {
      const moved = transform(hall, seats, how);
      expect(moved.blocks).toHaveLength(1);
      const laidOutAnew = reshape(moved, block.id, {});
      for (const [i, spot] of spots(moved).entries()) {
        expect(spots(laidOutAnew)[i]?.x).toBeCloseTo(spot.x, 1);
        expect(spots(laidOutAnew)[i]?.y).toBeCloseTo(spot.y, 1);
      }
    }
  });

  test('of which a part is moved becomes rows by themselves', () => {
    const { hall } = withBlock();
    const [seat] = [...seatsOf(hall)];
    const moved = transform(hall, new Set([seat?.id ?? 0]), { do: 'move', dx: 5, dy: 0 });
    expect(moved.blocks).toEqual([]);
    expect(moved.sections[0]?.rows.every(({ block }) => block === undefined)).toBe(true);
  });

  test('counts on from a block beside it, and letters on from one in front of it', () => {
    const { hall } = withBlock();
    const beside = withBlock(hall, { x: 200 });
    expect(labels(beside.hall).slice(12, 16)).toEqual(['A5', 'A6', 'A7', 'A8']);
    const behind = withBlock(hall, { y: 300 });
    expect(labels(behind.hall).slice(12, 16)).toEqual(['D1', 'D2', 'D3', 'D4']);
  });

  test('counts on in its own way when it is copied', () => {
    const { hall, seats, block } = withBlock();
    const copied = paste(hall, copy(hall, seats), { x: 200, y: 0 });
    expect(labels(copied.hall).slice(12, 16)).toEqual(['A5', 'A6', 'A7', 'A8']);
    const rows = new Set(rowsOfBlock(hall, block.id).map(({ id }) => id));
    const even = numberRows(hall, rows, ROW_LETTERS, { ...SEAT_DIGITS, start: 2, step: 2 });
    const evenCopy = paste(even, copy(even, seats), { x: 200, y: 0 });
    expect(labels(evenCopy.hall).slice(12, 16)).toEqual(['A10', 'A12', 'A14', 'A16']);
    const behind = paste(hall, copy(hall, seats), { x: 0, y: 300 });
    expect(labels(behind.hall).slice(12, 16)).toEqual(['D1', 'D2', 'D3', 'D4']);
  });

  test('goes on as it was numbered when it grows', () => {
    const { hall, block } = withBlock();
    const rows = new Set(rowsOfBlock(hall, block.id).map(({ id }) => id));
    const odd = numberRows(
      hall,
      rows,
      { ...ROW_LETTERS, start: 3 },
      { ...SEAT_DIGITS, step: 2, reverse: true },
    );
    expect(labels(odd).slice(0, 4)).toEqual(['C7', 'C5', 'C3', 'C1']);
    expect(labels(reshape(odd, block.id, { seatCount: 5 })).slice(0, 5)).toEqual([
      'C9',
      'C7',
      'C5',
      'C3',
      'C1',
    ]);
  });

  test('may be dragged from any corner', () => {
    expect(rectangle({ x: 10, y: 20 }, { x: -5, y: 40 })).toEqual({ x: -5, y: 20, width: 15, height: 20 });
  });
});

import { describe, expect, test } from 'vitest';
import {
  nameAt,
  namesOf,
  numberRows,
  placeOfName,
  readStart,
  ROW_LETTERS,
  SEAT_DIGITS,
} from '../../src/lib/editor/core/numbering.ts';
import { labels, withBlock } from './support.ts';

describe('names that follow each other', () => {
  test('are letters, digits or Hangul, and go on after the last sign', () => {
    expect(namesOf(3, { ...ROW_LETTERS, start: 25 })).toEqual(['Y', 'Z', 'AA']);
    expect(namesOf(3, { ...ROW_LETTERS, style: 'hangul', start: 13 })).toEqual(['파', '하', '가가']);
    expect(namesOf(3, { ...ROW_LETTERS, style: 'digits', start: 2, step: 2 })).toEqual(['2', '4', '6']);
    expect(namesOf(2, { ...ROW_LETTERS, style: 'none' })).toEqual(['', '']);
  });

  test('leave out I and O where they would be read as 1 and 0', () => {
    expect(namesOf(3, { ...ROW_LETTERS, start: 8, skipIO: true })).toEqual(['H', 'J', 'K']);
    expect(namesOf(24, { ...ROW_LETTERS, skipIO: true }).at(-1)).toBe('Z');
  });

  test('are found again from what is written', () => {
    for (const style of ['letters', 'digits', 'hangul'] as const) {
      for (let n = 1; n < 1_000; n++) {
        const rule = { style, skipIO: n % 2 === 0 };
        expect(placeOfName(nameAt(n, rule), rule)).toBe(n);
      }
    }
    expect(placeOfName('A1', ROW_LETTERS)).toBeUndefined();
  });

  test('begin with whatever is typed', () => {
    expect(readStart('c', ROW_LETTERS)).toMatchObject({ style: 'letters', start: 3 });
    expect(readStart('12', ROW_LETTERS)).toMatchObject({ style: 'digits', start: 12 });
    expect(readStart('나', ROW_LETTERS)).toMatchObject({ style: 'hangul', start: 2 });
    expect(readStart('?', ROW_LETTERS)).toBeUndefined();
  });
});

describe('numbering rows', () => {
  const { hall } = withBlock();
  const rows = new Set(hall.sections[0]?.rows.map(({ id }) => id));

  test('counts each row anew, or on from the row before', () => {
    const on = numberRows(hall, rows, undefined, { ...SEAT_DIGITS, goesOn: true });
    expect(labels(on)).toEqual('A1 A2 A3 A4 B5 B6 B7 B8 C9 C10 C11 C12'.split(' '));
    const odd = numberRows(hall, rows, undefined, { ...SEAT_DIGITS, goesOn: true, step: 2 });
    expect(labels(odd)).toEqual('A1 A3 A5 A7 B9 B11 B13 B15 C17 C19 C21 C23'.split(' '));
  });

  test('from the back, and from the right', () => {
    const back = numberRows(hall, rows, { ...ROW_LETTERS, reverse: true }, { ...SEAT_DIGITS, reverse: true });
    expect(labels(back).slice(0, 4)).toEqual(['C4', 'C3', 'C2', 'C1']);
  });

  test('counts from the left of the hall, also where the seats stand from right to left', () => {
    const { hall: mirrored } = withBlock(undefined, { flip: true });
    const [row] = mirrored.sections[0]?.rows ?? [];
    expect(row?.seats.map(({ number }) => number)).toEqual(['4', '3', '2', '1']);
    expect(row?.seats[3]?.x).toBe(-37.5);
  });

  test('names rows and leaves the numbers of their seats, where only names are wished', () => {
    const named = numberRows(hall, rows, { ...ROW_LETTERS, style: 'hangul' }, undefined);
    expect(labels(named)).toEqual('가1 가2 가3 가4 나1 나2 나3 나4 다1 다2 다3 다4'.split(' '));
    // The block goes on so, and its seats as before.
    const [block] = named.blocks;
    expect([block?.rowNames.style, block?.seatNumbers.style]).toEqual(['hangul', 'digits']);
  });

  test('of a part of a block changes only that, and not how the block goes on', () => {
    const [first] = rows;
    const part = numberRows(hall, new Set([first ?? -1]), { ...ROW_LETTERS, start: 24 }, undefined);
    expect(labels(part).slice(0, 5)).toEqual(['X1', 'X2', 'X3', 'X4', 'B1']);
    expect(part.blocks).toEqual(hall.blocks);
  });

  test('is remembered by each block as it is numbered there, when several are numbered at once', () => {
    const two = withBlock(hall, { x: 300 }).hall;
    const all = new Set(two.sections[0]?.rows.map(({ id }) => id));
    const on = numberRows(two, all, ROW_LETTERS, { ...SEAT_DIGITS, goesOn: true });
    expect(on.blocks.map(({ rowNames, seatNumbers }) => [rowNames.start, seatNumbers.start])).toEqual([
      [1, 1],
      [4, 13],
    ]);
    const none = numberRows(two, all, { ...ROW_LETTERS, style: 'none', start: 7 }, undefined);
    expect(none.blocks.map(({ rowNames }) => [rowNames.style, rowNames.start])).toEqual([
      ['none', 7],
      ['none', 7],
    ]);
  });
});

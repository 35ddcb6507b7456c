import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { setMark } from '../../src/lib/editor/core/edit.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { seatsOf, type Hall } from '../../src/lib/editor/core/hall.ts';
import { Editor } from '../../src/lib/editor/editor.svelte.ts';
import { reshapeBlock } from '../../src/lib/editor/panel/reshape-block.ts';
import { onceTyped, whileTyped } from '../../src/lib/editor/ui/typed-number.ts';
import { labels, withBlock } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A block of one row of twelve; the last one is for a wheelchair. */
function marked(): Editor {
  const { hall, seats } = withBlock(undefined, { rowCount: 1, seatCount: 12 });
  const editor = new Editor();
  const last = [...seats].at(-1) ?? 0;
  editor.open(begin(setMark(hall, new Set([last]), 'wheelchair', true)));
  return editor;
}

function type(editor: Editor, measure: 'seatCount' | 'rowCount' | 'seatStep', ...values: number[]): void {
  for (const value of values) {
    const [block] = editor.hall.blocks;
    if (block) reshapeBlock(editor, block.id, { [measure]: value });
  }
}

const wheelchairs = (hall: Hall) =>
  [...seatsOf(hall)].flatMap(({ number, marks }) => (marks.includes('wheelchair') ? [number] : []));

describe('How many seats a block has', () => {
  test('keeps what is known of its seats while it is typed', () => {
    const editor = marked();
    type(editor, 'seatCount', 1, 14);
    expect(labels(editor.hall)).toHaveLength(14);
    expect(wheelchairs(editor.hall)).toEqual(['12']);
    editor.undo();
    expect(labels(editor.hall)).toHaveLength(12);
  });

  test('gives up the seats that are not there once it is typed', () => {
    const editor = marked();
    type(editor, 'seatCount', 1);
    editor.closeStep();
    type(editor, 'seatCount', 14);
    expect([labels(editor.hall).length, wheelchairs(editor.hall)]).toEqual([14, []]);
  });

  test('goes together with another measure in one step, and has all its seats selected', () => {
    const editor = marked();
    type(editor, 'seatStep', 3, 30);
    type(editor, 'rowCount', 2);
    expect(editor.hall.blocks[0]).toMatchObject({ seatStep: 30, rowCount: 2, seatCount: 12 });
    expect(editor.selection).toEqual(new Set([...seatsOf(editor.hall)].map(({ id }) => id)));
    expect(wheelchairs(editor.hall)).toEqual(['12']);
  });
});

describe('A number', () => {
  const percent = { min: 5, max: 100 };

  test('is let be while it is typed, also where its first digit alone would be too small', () => {
    expect([1, 10, 100, 1_000, Number.NaN].map((value) => whileTyped(value, percent))).toEqual([
      ...[undefined, 10, 100, undefined, undefined],
    ]);
  });

  test('is brought to what is allowed once it is typed', () => {
    expect([1, 10, 1_000, Number.NaN].map((value) => onceTyped(value, percent))).toEqual([
      5,
      10,
      100,
      undefined,
    ]);
  });
});

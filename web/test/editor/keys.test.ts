import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { pressKey } from '../../src/lib/editor/keys.ts';
import { words } from '../../src/lib/editor/words.ts';
import { handOn } from './support-hand.ts';
import { allSeats, empty, spots, withBlock } from './support.ts';

/** What has the focus. */
class FakeElement {
  readonly dataset: Record<string, string>;
  constructor(
    readonly tagName: string,
    testId = '',
  ) {
    this.dataset = { testid: testId };
  }
}
const SHEET = new FakeElement('DIV', 'sheet');

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('HTMLElement', FakeElement);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** @param keys "Ctrl+Shift+z" */
function desk(hall = withBlock().hall) {
  const { editor, view, hand, ...rest } = handOn(hall);
  let saves = 0;
  const press = (keys: string, target: object = SHEET, more: object = {}) => {
    const parts = keys.split('+');
    const event = {
      ...{ key: parts.at(-1) || '+', target, defaultPrevented: false, metaKey: parts.includes('Meta') },
      ...{
        ctrlKey: parts.includes('Ctrl'),
        shiftKey: parts.includes('Shift'),
        altKey: parts.includes('Alt'),
      },
      ...more,
    };
    // As much of a keyboard event as is looked at.
    return pressKey(event as unknown as KeyboardEvent, { editor, view, hand, save: () => void saves++ });
  };
  return { ...rest, editor, view, hand, press, saves: () => saves };
}

describe('an arrow', () => {
  test('moves what is selected by the grid, five times as far with Shift, and by five where there is none', () => {
    const { editor, press } = desk();
    editor.select(allSeats(editor.hall));
    const at = () => spots(editor.hall)[0];
    press('ArrowRight');
    expect(at()).toEqual({ x: -32.5, y: 0 });
    editor.grid = 2;
    press('ArrowLeft');
    press('Shift+ArrowDown');
    press('ArrowUp');
    expect(at()).toEqual({ x: -34.5, y: 8 });
    // All of it is one step.
    editor.undo();
    expect(at()).toEqual({ x: -37.5, y: 0 });
  });

  test('moves the sheet where nothing is selected', () => {
    const { editor, view, press } = desk();
    press('ArrowRight');
    press('ArrowUp');
    expect([view.camera, editor.history.past]).toEqual([{ k: 1, x: 380, y: 320 }, []]);
  });

  test('with Alt is the browser’s', () => {
    const { editor, press } = desk();
    editor.select(allSeats(editor.hall));
    expect([press('Alt+ArrowLeft'), editor.history.past]).toEqual([false, []]);
  });
});

describe('a letter', () => {
  test('takes a tool, large or small', () => {
    const { editor, press } = desk();
    const tools = [...'bRsAgtHv'].map((key) => (press(key), editor.tool));
    expect(tools).toEqual(['block', 'row', 'seat', 'standing', 'stage', 'text', 'pan', 'select']);
  });

  test('of none is left to whoever wants it, and so is every letter outside of the drawing', () => {
    const { editor, press } = desk();
    const elsewhere = new FakeElement('BUTTON');
    expect([press('q'), press('b', elsewhere), press('Delete', elsewhere), editor.tool]).toEqual([
      ...[false, false, false],
      'select',
    ]);
    expect([press('b', SHEET, { defaultPrevented: true }), press('b', {}), editor.tool]).toEqual([
      ...[false, false],
      'select',
    ]);
  });
});

describe('Enter', () => {
  test('puts what the tool makes into the middle of what is seen', () => {
    const { editor, view, press } = desk(empty);
    view.panBy(-100, 0);
    press('b');
    press('Enter');
    expect(editor.hall.blocks).toMatchObject([{ x: 100, y: -60, rowCount: 5, seatCount: 10 }]);
    // There is nothing to make then.
    press('Enter');
    expect(editor.hall.blocks).toHaveLength(1);
  });

  test('ends a polygon that is being drawn', () => {
    const { editor, press, click } = desk(empty);
    editor.tool = 'polygon';
    for (const [x, y] of [
      [0, 0],
      [50, 0],
      [50, 50],
    ] as const)
      click(x, y);
    press('Enter');
    expect([editor.hall.areas.length, editor.tool]).toEqual([1, 'select']);
  });
});

describe('Escape', () => {
  test('gives up what is under way first, then the tool, then the selection', () => {
    const { editor, press, down, move } = desk();
    editor.select(allSeats(editor.hall));
    editor.tool = 'block';
    down(0, 200);
    move(100, 260);
    expect(editor.preview).toBeDefined();
    press('Escape');
    expect([editor.preview, editor.tool, editor.selection.size]).toEqual([undefined, 'block', 12]);
    press('Escape');
    expect([editor.tool, editor.selection.size]).toEqual(['select', 12]);
    // Wherever the focus is, but in a field.
    press('Escape', new FakeElement('INPUT'));
    expect(editor.selection.size).toBe(12);
    expect([press('Escape', new FakeElement('BUTTON')), editor.selection.size]).toEqual([true, 0]);
  });
});

describe('zooming', () => {
  test('by plus, equals and minus keeps the middle where it is, and 0 shows the whole hall', () => {
    const { view, press } = desk();
    const { middle } = view;
    press('+');
    press('=');
    expect(view.camera.k).toBeCloseTo(2.25, 9);
    press('-');
    expect([view.camera.k, view.middle]).toEqual([1.5, middle]);
    press('0');
    expect(view.middle.y).toBeCloseTo(30, 9);
    const [left, right] = [view.spotAt(0, 0), view.spotAt(800, 600)];
    expect(left.x < -37.5 && left.y < 0 && right.x > 37.5 && right.y > 60).toBe(true);
  });

  test('is nothing that the browser should do besides, with its own zoom', () => {
    const { press } = desk();
    expect(['+', '=', '-', '0', 'Enter', 'Escape', 'ArrowUp', 'Delete'].map((key) => press(key))).toEqual(
      Array<boolean>(8).fill(true),
    );
  });

  test('leaves the spot under the pointer where it is', () => {
    const { view } = desk();
    const before = view.spotAt(100, 500);
    view.zoomBy(2, 100, 500);
    expect([view.spotAt(100, 500), view.camera.k]).toEqual([before, 2]);
  });

  test('ends where nothing could be told apart any more', () => {
    const { view } = desk();
    view.zoomBy(1_000_000);
    expect(view.camera.k).toBe(6);
    view.zoomBy(0);
    expect(view.camera.k).toBe(0.005);
  });
});

describe('with Ctrl or ⌘', () => {
  test('S saves, also out of a field', () => {
    const { press, saves } = desk();
    expect([press('Ctrl+s'), press('Meta+S', new FakeElement('INPUT')), press('s'), saves()]).toEqual([
      ...[true, true, true],
      2,
    ]);
  });

  test('what was taken back and done again is told by name', () => {
    const { editor, press } = desk();
    editor.select(allSeats(editor.hall));
    press('Delete');
    press('Ctrl+z');
    const said = [announcer.text.trim()];
    press('Ctrl+y');
    said.push(announcer.text.trim());
    press('Meta+z');
    press('Meta+Shift+Z');
    said.push(announcer.text.trim());
    const { t } = words;
    expect(said).toEqual([t.undone(t.steps.removed), t.redone(t.steps.removed), t.redone(t.steps.removed)]);
    expect(allSeats(editor.hall).size).toBe(0);
  });

  test('C, X and V copy, cut and paste, also into another hall, and say how much', () => {
    const { editor, press } = desk();
    press('Ctrl+a');
    press('Ctrl+c');
    expect(announcer.text.trim()).toBe(words.t.actions.copied(12));
    press('Ctrl+x');
    expect([allSeats(editor.hall).size, editor.history.past.at(-1)?.what]).toEqual([0, 'removed']);
    // Nothing is selected: what was copied before is still there.
    press('Ctrl+c');
    press('Ctrl+x');
    expect(editor.history.past).toHaveLength(1);
    editor.open(begin(empty));
    press('Ctrl+v');
    expect([allSeats(editor.hall).size, editor.selection.size]).toEqual([12, 12]);
    expect(spots(editor.hall)[0]).toEqual({ x: -12.5, y: 25 });
  });

  test('D puts a copy beside the original, and nothing where nothing is selected', () => {
    const { editor, press } = desk();
    press('Ctrl+d');
    expect(editor.history.past).toEqual([]);
    press('Ctrl+a');
    press('Ctrl+d');
    expect(spots(editor.hall)[12]).toEqual({ x: -37.5 + 125, y: 0 });
  });

  test('other keys are the browser’s', () => {
    const { press } = desk();
    expect(press('Ctrl+p')).toBe(false);
  });
});

test('a sheet that becomes larger keeps in the middle what is there, and none is fitted before it has a size', () => {
  vi.stubGlobal('devicePixelRatio', 3);
  const { view } = desk();
  const { middle } = view;
  view.resize({ width: 1_000, height: 700 });
  expect(view.middle).toEqual(middle);
  view.show({ x: 10, y: 20 }, 0.5);
  expect([view.middle, view.camera.k]).toEqual([{ x: 10, y: 20 }, 1]);
  view.show({ x: 10, y: 20 }, 2);
  expect([view.middle, view.camera.k]).toEqual([{ x: 10, y: 20 }, 2]);
  view.size = { width: 0, height: 0 };
  const { camera } = view;
  view.fitAll();
  expect(view.camera).toBe(camera);
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addArea, addSection, addStanding, corners, rectangle } from '../../src/lib/editor/core/add.ts';
import { addCategory, moveToSection, removeCategory, removeSection } from '../../src/lib/editor/core/edit.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { transform } from '../../src/lib/editor/core/transform.ts';
import { Editor } from '../../src/lib/editor/editor.svelte.ts';
import { pressKey } from '../../src/lib/editor/keys.ts';
import { allSeats, withBlock } from './support.ts';

/** What has the focus. */
class FakeElement {
  readonly dataset: Record<string, string>;
  constructor(
    readonly tagName = 'DIV',
    testId = '',
  ) {
    this.dataset = { testid: testId };
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('HTMLElement', FakeElement);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function editorWith(hall = withBlock().hall): Editor {
  const editor = new Editor();
  editor.open(begin(hall));
  return editor;
}

/**
 * @param keys "Ctrl+Shift+z"
 * @param code where it is on the keyboard
 */
function press(editor: Editor, keys: string, target: object = new FakeElement(), code = ''): boolean {
  const parts = keys.split('+');
  const event = {
    ...{ key: parts.at(-1), code, target, defaultPrevented: false, altKey: false, metaKey: false },
    ...{ ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift') },
  };
  // As much of a keyboard event as is looked at.
  return pressKey(event as unknown as KeyboardEvent, {
    ...{ editor, view: undefined, hand: undefined, save: () => undefined },
  });
}

const moved = (editor: Editor, dx: number, joins = false) =>
  editor.do('moved', transform(editor.hall, allSeats(editor.hall), { do: 'move', dx, dy: 0 }), { joins });
const firstX = (editor: Editor) => editor.hall.sections[0]?.rows[0]?.seats[0]?.x ?? 0;

describe('the editor', () => {
  test('takes back and does again one step at a time, by the keys that people know', () => {
    const editor = editorWith();
    const x = firstX(editor);
    moved(editor, 10);
    moved(editor, 100);
    press(editor, 'Ctrl+z');
    expect(firstX(editor)).toBe(x + 10);
    press(editor, 'Ctrl+z');
    expect(firstX(editor)).toBe(x);
    press(editor, 'Ctrl+Shift+z');
    press(editor, 'Ctrl+y');
    expect(firstX(editor)).toBe(x + 110);
  });

  test('takes back together what was nudged in one go, until something else was selected', () => {
    const editor = editorWith();
    const x = firstX(editor);
    editor.select(allSeats(editor.hall));
    moved(editor, 5, true);
    moved(editor, 5, true);
    editor.select(new Set());
    moved(editor, 5, true);
    editor.undo();
    expect(firstX(editor)).toBe(x + 10);
    editor.undo();
    expect(firstX(editor)).toBe(x);
  });

  test('selects all that there is: seats, standing areas and what is only drawn', () => {
    const box = rectangle({ x: 0, y: 500 }, { x: 100, y: 600 });
    const crowd = addStanding(withBlock().hall, 'Crowd', corners(box), 50, undefined);
    const { hall, selection: stage } = addArea(crowd.hall, { shape: 'rectangle', ...box });
    const editor = editorWith(hall);
    press(editor, 'Ctrl+a');
    expect(editor.selection).toEqual(new Set([...allSeats(hall), ...crowd.selection, ...stage]));
  });

  test('has nothing selected that is no longer there', () => {
    const editor = editorWith();
    const [first] = allSeats(editor.hall);
    press(editor, 'Ctrl+a');
    press(editor, 'Ctrl+d');
    expect(editor.selection.size).toBe(12);
    editor.undo();
    expect([editor.selection.size, allSeats(editor.hall).size]).toEqual([0, 12]);
    editor.select(new Set([first ?? 0]));
    press(editor, 'Delete', new FakeElement('DIV', 'sheet'));
    expect([editor.selection.size, allSeats(editor.hall).size]).toEqual([0, 11]);
  });

  test('hears its letters also where Hangul is switched on', () => {
    const editor = editorWith();
    const sheet = new FakeElement('DIV', 'sheet');
    expect([press(editor, 'ㅠ', sheet, 'KeyB'), editor.tool]).toEqual([true, 'block']);
    expect([press(editor, 'ㅍ', sheet, 'KeyV'), editor.tool]).toEqual([true, 'select']);
    moved(editor, 10);
    const x = firstX(editor);
    press(editor, 'Ctrl+ㅋ', sheet, 'KeyZ');
    expect(firstX(editor)).toBe(x - 10);
    expect(press(editor, 'ㅂ', sheet, 'KeyQ')).toBe(false);
  });

  test('takes back what was ticked while the box still has the focus', () => {
    const editor = editorWith();
    editor.select(allSeats(editor.hall));
    moved(editor, 10);
    const x = firstX(editor);
    const box = Object.assign(new FakeElement('INPUT'), { type: 'checkbox' });
    expect([press(editor, 'Ctrl+z', box), firstX(editor)]).toEqual([true, x - 10]);
    // Keys without Ctrl are the box’s own.
    expect([press(editor, 'Escape', box), press(editor, ' ', box)]).toEqual([false, false]);
  });

  test('leaves keys to the field that has the focus', () => {
    const editor = editorWith();
    moved(editor, 10);
    const x = firstX(editor);
    for (const tagName of ['INPUT', 'SELECT', 'TEXTAREA'])
      expect(press(editor, 'Ctrl+z', new FakeElement(tagName))).toBe(false);
    expect(press(editor, 'Delete')).toBe(false);
    expect(firstX(editor)).toBe(x);
  });

  test('checks what was drawn a moment after the last change, and at once when it is to be saved', () => {
    const editor = editorWith();
    const name = (text: string) => editor.do('hallNamed', { ...editor.hall, name: text });
    const found = () => editor.findings.map(({ code }) => code);
    name('');
    vi.advanceTimersByTime(149);
    name(' ');
    vi.advanceTimersByTime(149);
    expect(found()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect([found(), editor.isAcceptable]).toEqual([['name_empty'], false]);
    name('Hall');
    editor.check();
    expect([found(), vi.getTimerCount()]).toEqual([[], 0]);
  });

  test('draws into what there is: a section, or a category, that is gone is no longer drawn into', () => {
    const { hall } = withBlock();
    const editor = editorWith(addCategory(hall, 'S', '#c2410c'));
    const [first, second] = editor.hall.categories.map(({ id }) => id);
    expect([editor.category, editor.section]).toEqual([first, hall.sections[0]?.id]);
    editor.category = second;
    editor.do('categoryRemoved', removeCategory(editor.hall, first ?? -1));
    expect(editor.category).toBe(second);
    editor.undo();
    editor.do('categoryRemoved', removeCategory(editor.hall, second ?? -1));
    expect(editor.category).toBe(first);
    editor.do('sectionRemoved', removeSection(editor.hall, editor.section ?? -1));
    expect(editor.section).toBeUndefined();
  });

  test('draws into the section of what is selected, unless it is of several or a crowd', () => {
    const { hall } = withBlock();
    const balcony = addSection(hall, 'Balcony');
    const box = rectangle({ x: 0, y: 500 }, { x: 100, y: 600 });
    const crowd = addStanding(balcony.hall, 'Crowd', corners(box), 50, undefined);
    const up = moveToSection(crowd.hall, new Set([...allSeats(hall)].slice(0, 4)), balcony.id);
    const editor = editorWith(up);
    const ids = [...allSeats(up)];
    const stalls = editor.section;
    const drawnInto = (selection: readonly number[]) => (editor.select(new Set(selection)), editor.section);
    expect(drawnInto(ids.slice(-2))).toBe(balcony.id);
    expect(drawnInto(ids)).toBe(balcony.id);
    expect(drawnInto([...crowd.selection])).toBe(balcony.id);
    expect(drawnInto(ids.slice(0, 1))).toBe(stalls);
    editor.toggle(new Set(ids.slice(0, 1)));
    expect(editor.selection.size).toBe(0);
  });

  test('undoes nothing where nothing was done', () => {
    const editor = editorWith();
    const { hall } = editor;
    expect([editor.undo(), editor.redo(), editor.hall]).toEqual([undefined, undefined, hall]);
  });
});

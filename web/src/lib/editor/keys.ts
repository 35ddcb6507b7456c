import { announcer } from '#lib/app/announcer.svelte.ts';
import { remove } from './core/add.ts';
import { seatsOf } from './core/hall.ts';
import { transform } from './core/transform.ts';
import type { Hand } from './draw/hand.ts';
import type { HallView } from './draw/hall-view.ts';
import type { Editor, Tool } from './editor.svelte.ts';
import { words } from './words.ts';

export interface KeyPorts {
  readonly editor: Editor;
  readonly view: HallView | undefined;
  readonly hand: Hand | undefined;
  readonly save: () => void;
}

/** An arrow moves by the grid, or this much where there is none; with Shift by five times as much. */
const NUDGE = 5;
const LETTERS: Readonly<Record<string, Tool>> = {
  v: 'select',
  h: 'pan',
  b: 'block',
  r: 'row',
  s: 'seat',
  a: 'standing',
  g: 'stage',
  t: 'text',
};

/** What a key does that no field has a use for; true when it did something. */
export function pressKey(event: KeyboardEvent, ports: KeyPorts): boolean {
  const isCommand = event.ctrlKey || event.metaKey;
  const key = latin(event);
  if (isCommand && key.toLowerCase() === 's') {
    ports.save();
    return true;
  }
  const { target } = event;
  const isTyping = target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  if ((isTyping && !(isCommand && isTicked(target))) || event.defaultPrevented) return false;
  if (isCommand) return pressCommand(key, event.shiftKey, ports);
  // Single letters and arrows only where the drawing has the focus: elsewhere they belong to whatever has it.
  if (!(target instanceof HTMLElement) || target.dataset['testid'] !== 'sheet')
    return key === 'Escape' && escape(ports);
  return pressOnSheet(key, event, ports);
}

/** Nothing is typed into it that a command could be about: what was ticked by mistake is taken back as all else. */
function isTicked(target: HTMLElement): boolean {
  return 'type' in target && (target.type === 'checkbox' || target.type === 'radio');
}

/** The key as a Latin keyboard names it: where Hangul is switched on the key of B says ㅠ. */
function latin({ key, code }: KeyboardEvent): string {
  return /^\p{L}$/u.test(key) && !/^[a-z]$/i.test(key) ? code.replace(/^Key/, '').toLowerCase() : key;
}

function pressCommand(key: string, shiftKey: boolean, { editor }: KeyPorts): boolean {
  const { t } = words;
  switch (key.toLowerCase()) {
    case 'z':
      announcer.say(shiftKey ? t.redone(words.step(editor.redo())) : t.undone(words.step(editor.undo())));
      return true;
    case 'y':
      announcer.say(t.redone(words.step(editor.redo())));
      return true;
    case 'a':
      editor.select(
        new Set([
          ...[...seatsOf(editor.hall), ...editor.hall.areas].map(({ id }) => id),
          ...editor.hall.sections.filter(({ standing }) => standing).map(({ id }) => id),
        ]),
      );
      return true;
    case 'c':
      announcer.say(t.actions.copied(editor.copy()));
      return true;
    case 'x':
      if (editor.copy() > 0) editor.do('removed', remove(editor.hall, editor.selection));
      return true;
    case 'v':
      editor.paste();
      return true;
    case 'd':
      editor.duplicate();
      return true;
    default:
      return false;
  }
}

function pressOnSheet(key: string, { shiftKey, altKey }: KeyboardEvent, ports: KeyPorts): boolean {
  const { editor, view, hand } = ports;
  if (altKey) return false;
  const by = (editor.grid || NUDGE) * (shiftKey ? 5 : 1);
  switch (key) {
    case 'ArrowLeft':
      return nudge(editor, view, -by, 0);
    case 'ArrowRight':
      return nudge(editor, view, by, 0);
    case 'ArrowUp':
      return nudge(editor, view, 0, -by);
    case 'ArrowDown':
      return nudge(editor, view, 0, by);
    case 'Delete':
    case 'Backspace':
      if (editor.selection.size > 0) editor.do('removed', remove(editor.hall, editor.selection));
      return true;
    case 'Escape':
      return escape(ports);
    case 'Enter':
      if (hand && hand.outline.length > 0) hand.finishOutline();
      else if (view && hand) hand.finishMaking(view.middle, view.middle);
      return true;
    case '+':
    case '=':
      view?.zoomBy(1.5);
      return true;
    case '-':
      view?.zoomBy(1 / 1.5);
      return true;
    case '0':
      view?.fitAll();
      return true;
    default: {
      const tool = LETTERS[key.toLowerCase()];
      if (tool) editor.tool = tool;
      return tool !== undefined;
    }
  }
}

/** Without anything selected, the sheet moves instead. */
function nudge(editor: Editor, view: HallView | undefined, dx: number, dy: number): boolean {
  if (editor.selection.size === 0) view?.panBy(-dx * 4, -dy * 4);
  else editor.do('moved', transform(editor.hall, editor.selection, { do: 'move', dx, dy }), { joins: true });
  return true;
}

/** First what is under way, then the tool, then the selection. */
function escape({ editor, hand }: KeyPorts): boolean {
  if (hand?.cancel()) return true;
  if (editor.tool !== 'select') editor.tool = 'select';
  else editor.select(new Set());
  return true;
}

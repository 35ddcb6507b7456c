import { vi } from 'vitest';
import type { Hall } from '../../src/lib/editor/core/hall.ts';
import { begin } from '../../src/lib/editor/core/history.ts';
import { HallView, type Sight } from '../../src/lib/editor/draw/hall-view.ts';
import { Hand, type Touch } from '../../src/lib/editor/draw/hand.ts';
import { Editor } from '../../src/lib/editor/editor.svelte.ts';

const NAMES = { section: 'Stalls', standing: 'Standing', stage: 'Stage', text: 'Text' };

/** A sheet of 800 × 600 pixels on which nothing is drawn; a pixel is a unit of the hall, and 0 | 0 is in the middle. */
export function sheetFor(editor: Editor): HallView {
  vi.stubGlobal('requestAnimationFrame', () => 1);
  // All of a canvas that is asked for before the first picture, which never comes.
  const canvas = { width: 0, height: 0, getContext: () => ({}) } as unknown as HTMLCanvasElement;
  const sight = () => ({ scene: { hall: editor.shown, step: 25 } }) as Sight;
  const view = new HallView(canvas, sight, () => undefined);
  view.size = { width: 800, height: 600 };
  view.camera = { k: 1, x: 400, y: 300 };
  return view;
}

/** Somebody with a hall, a sheet of it, and a hand with as many fingers as are told apart by number. */
export function handOn(hall: Hall) {
  const editor = new Editor();
  editor.open(begin(hall));
  editor.grid = 0;
  const view = sheetFor(editor);
  const hand = new Hand(editor, view, () => NAMES);
  const touch = (x: number, y: number, how: Partial<Touch> = {}): Touch => ({
    ...{ id: 1, isFinger: false, adds: false, takesOne: false, pans: false, ...how },
    // Where it is in the hall, wherever that is on the sheet.
    ...{ x: x * view.camera.k + view.camera.x, y: y * view.camera.k + view.camera.y },
  });
  const down = (x: number, y: number, how?: Partial<Touch>) => hand.down(touch(x, y, how));
  const move = (x: number, y: number, how?: Partial<Touch>) => hand.move(touch(x, y, how));
  const up = (x: number, y: number, how?: Partial<Touch>) => hand.up(touch(x, y, how));
  return {
    ...{ editor, view, hand, touch, down, move, up },
    click: (x: number, y: number, how?: Partial<Touch>) => {
      down(x, y, how);
      up(x, y, how);
    },
    drag: (from: readonly [number, number], to: readonly [number, number], how?: Partial<Touch>) => {
      down(...from, how);
      move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, how);
      move(...to, how);
      up(...to, how);
    },
    double: (x: number, y: number) => {
      const at = touch(x, y);
      hand.double(at.x, at.y);
    },
  };
}

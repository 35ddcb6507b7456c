import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HallModel } from '#lib/map/hall-model.ts';
import { MapView } from '#lib/map/map-view.ts';
import type { Scene } from '#lib/map/painter.ts';
import type { Palette } from '#lib/map/palette.ts';
import { smallHall } from './support/drawing.ts';

/** Rectangles to which painting was cut, and in which colours something was filled since. */
let cuts: { readonly width: number; readonly height: number }[];
let filled: unknown[];
let frames: (() => void)[];
let free: boolean;
let model: HallModel;

/** A canvas that notes what is painted anew on it, and takes everything else. */
function canvas(): HTMLCanvasElement {
  const known: Record<string, unknown> = {
    rect: (_x: number, _y: number, width: number, height: number) => cuts.push({ width, height }),
    measureText: () => ({ width: 10 }),
    fill: () => filled.push(known['fillStyle']),
  };
  const context = new Proxy(known, {
    get: (target, name: string) => target[name] ?? (() => undefined),
    set: (target, name: string, value) => Reflect.set(target, name, value),
  });
  // As much of a canvas as a map asks for.
  return { width: 0, height: 0, getContext: () => context } as unknown as HTMLCanvasElement;
}

const palette: Palette = {
  ...{ ground: '', surface: '', line: '', edge: '', ink: '', inkSoft: '', gone: 'gone', goneInk: '' },
  ...{ accent: '', accentHigh: '', onAccent: '', focus: '', glow: '', sans: '', forced: false },
  categories: [],
};

beforeEach(async () => {
  [cuts, filled, frames, free] = [[], [], [], true];
  model = await smallHall();
  vi.stubGlobal('document', { createElement: canvas });
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => void vi.unstubAllGlobals());

function draw(): void {
  for (let frame = frames.shift(); frame; frame = frames.shift()) frame();
}

it('A standing area that has sold its last place is painted anew as a whole', () => {
  const scene: Scene = {
    ...{ model, palette, isStandingFree: () => free, isDimmed: () => false },
    brushFor: () => ({ dot: () => undefined, seat: () => undefined }),
  };
  const view = new MapView(canvas(), scene, { freeIn: () => '' });
  view.moveTo(view.resize({ width: 300, height: 300 }));
  draw();
  const wide = 100 * view.camera.k;
  const places = [17, 18, 19, 20, 21];

  cuts = [];
  view.seatsChanged(places.slice(1), true);
  expect(Math.max(...cuts.map(({ width }) => width))).toBeLessThan(wide / 2);

  [cuts, filled, free] = [[], [], false];
  view.seatsChanged(places.slice(0, 1), true);
  expect(Math.max(...cuts.map(({ width }) => width))).toBeGreaterThanOrEqual(wide);
  expect(filled).toContain('gone');
  view.destroy();
});

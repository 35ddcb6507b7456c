import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HallModel } from '#lib/map/hall-model.ts';
import { MapView } from '#lib/map/map-view.ts';
import { smallHall } from './support/drawing.ts';
import { noColors, sceneOf } from './support/scene.ts';
import { FakeCanvas, Screen } from './support/screen.ts';

/** The map's canvas, and those on which it keeps what is painted. */
let canvases: FakeCanvas[];
let screen: Screen;
let model: HallModel;
beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  screen = new Screen();
  canvases = [];
  model = await smallHall();
  vi.stubGlobal('document', { createElement: newCanvas });
  vi.stubGlobal('devicePixelRatio', 1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function newCanvas(): FakeCanvas {
  const canvas = new FakeCanvas();
  canvases.push(canvas);
  return canvas;
}
const strokes = (does: string) => canvases.flatMap((canvas) => canvas.all(does));
/** How wide the widest rectangle is to which painting was cut. */
const widest = () => Math.max(...strokes('rect').map(({ told: [, , width] }) => Number(width)));
const forget = () => canvases.forEach((canvas) => canvas.strokes.splice(0));

it('A standing area that has sold its last place is painted anew as a whole', () => {
  let free = true;
  const scene = sceneOf(model, { palette: { ...noColors, gone: 'gone' }, isStandingFree: () => free });
  const view = new MapView(newCanvas().element, scene, { freeIn: () => '' });
  view.moveTo(view.resize({ width: 300, height: 300 }));
  screen.settle();
  const wide = 100 * view.camera.k;
  const places = [17, 18, 19, 20, 21];

  forget();
  view.seatsChanged(places.slice(1), true);
  expect(widest()).toBeLessThan(wide / 2);

  forget();
  free = false;
  view.seatsChanged(places.slice(0, 1), true);
  expect(widest()).toBeGreaterThanOrEqual(wide);
  expect(strokes('fill').map(({ fill }) => fill)).toContain('gone');
  view.destroy();
});

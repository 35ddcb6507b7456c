import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seenBy } from '#lib/map/camera.ts';
import { gridDrawing, modelOf, type HallModel } from '#lib/map/hall-model.ts';
import { MapView } from '#lib/map/map-view.ts';
import type { Scene } from '#lib/map/painter.ts';
import type { Palette } from '#lib/map/palette.ts';
import { smallHall } from './support/drawing.ts';
import { noColors, sceneOf } from './support/scene.ts';
import { FakeCanvas, Screen } from './support/screen.ts';

const palette: Palette = { ...noColors, ground: 'night' };
const PHONE = { width: 300, height: 300 };

let screen: Screen;
let canvas: FakeCanvas;
let model: HallModel;
/** Which seats were drawn since it was last looked at. */
let drawn: { readonly id: number; readonly pitchPx: number }[];
beforeEach(async () => {
  vi.useFakeTimers({ now: 0 });
  screen = new Screen();
  canvas = new FakeCanvas();
  drawn = [];
  model = await smallHall();
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('document', { createElement: () => new FakeCanvas() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const notingScene = (of: HallModel): Scene =>
  sceneOf(of, {
    palette,
    brushFor: ({ pitchPx }) => {
      const note = (_pen: unknown, _x: number, _y: number, id: number) => void drawn.push({ id, pitchPx });
      return { dot: note, seat: note };
    },
  });

function viewOf(of = model): MapView {
  const view = new MapView(canvas.element, notingScene(of), { freeIn: () => '' });
  view.moveTo(view.resize(PHONE));
  return view;
}

function ids(): number[] {
  const all = [...new Set(drawn.map(({ id }) => id))].sort((a, b) => a - b);
  drawn = [];
  return all;
}

/** The picture is there, and the hall has come to rest. */
function rest(): void {
  screen.settle();
  vi.advanceTimersByTime(500);
  screen.settle();
  drawn = [];
}

const SEATS = Array.from({ length: 16 }, (_, i) => i + 1);

describe('the picture of a hall', () => {
  it('is whole before it is said to be there, and that is said once a picture', () => {
    const view = viewOf();
    const painted: number[][] = [];
    view.onPainted = () => {
      painted.push(ids());
      view.onPainted = undefined;
    };
    expect(painted).toEqual([]);
    screen.settle();
    expect([painted, screen.isWaiting]).toEqual([[SEATS], false]);
  });

  it('is not drawn where the page has no room yet, nor after it was taken down', () => {
    const view = new MapView(canvas.element, notingScene(model), { freeIn: () => '' });
    view.request();
    screen.settle();
    expect([canvas.strokes, ids()]).toEqual([[], []]);
    view.moveTo(view.resize(PHONE));
    view.seatsChanged([1]);
    view.destroy();
    vi.advanceTimersByTime(1_000);
    expect([screen.isWaiting, ids()]).toEqual([false, []]);
  });

  it('is copied, not painted, while it only moves', () => {
    const view = viewOf();
    rest();
    view.moveTo({ ...view.camera, x: view.camera.x + 20 });
    canvas.strokes.length = 0;
    screen.settle();
    expect([ids(), canvas.all('drawImage').length > 0]).toEqual([[], true]);
  });

  it('is as sharp as the screen is, but no sharper than an eye sees', () => {
    const sides = [1, 1.5, 3].map(
      (ratio) => (vi.stubGlobal('devicePixelRatio', ratio), viewOf(), canvas.width),
    );
    expect(sides).toEqual([300, 450, 600]);
  });
});

describe('what changes', () => {
  it('is gathered, and painted around the seats that changed', () => {
    const view = viewOf();
    rest();
    view.seatsChanged([1]);
    view.seatsChanged([16]);
    vi.advanceTimersByTime(249);
    expect([ids(), screen.isWaiting]).toEqual([[], false]);
    vi.advanceTimersByTime(1);
    const mended = ids();
    expect([mended.includes(1), mended.includes(16), mended.includes(4), screen.isWaiting]).toEqual([
      ...[true, true, false, true],
    ]);
    rest();
    view.seatsChanged([4]);
    vi.advanceTimersByTime(249);
    expect(ids()).toEqual([]);
    vi.advanceTimersByTime(1);
    const next = ids();
    expect([next.includes(4), next.includes(1)]).toEqual([true, false]);
  });

  it('by the visitor’s own hand is painted at once, with all that waited, which is not painted again', () => {
    const view = viewOf();
    rest();
    view.seatsChanged([1]);
    view.seatsChanged([16], true);
    const mended = ids();
    expect([mended.includes(1), mended.includes(16)]).toEqual([true, true]);
    screen.settle();
    vi.advanceTimersByTime(1_000);
    expect(ids()).toEqual([]);
  });

  it('everywhere is painted as a whole', () => {
    const view = viewOf();
    rest();
    view.seatsChanged([3]);
    view.seatsChanged('all');
    screen.settle();
    expect(ids()).toEqual(SEATS);
    vi.advanceTimersByTime(1_000);
    expect(ids()).toEqual([]);
  });

  it('in the colours is painted as a whole', () => {
    const view = viewOf();
    rest();
    view.repaint({ ...notingScene(model), palette: { ...palette, ground: 'day' } });
    screen.settle();
    expect([ids(), canvas.strokes.findLast(({ does }) => does === 'fillRect')?.fill]).toEqual([SEATS, 'day']);
  });
});

describe('zooming', () => {
  const pitches = () => [...new Set(drawn.map(({ pitchPx }) => Math.round(pitchPx * 100) / 100))];

  it('stretches what there is, and paints it sharp once it has come to rest', () => {
    const view = viewOf();
    rest();
    const k = view.camera.k * 2;
    view.moveTo({ k, x: 0, y: 0 });
    screen.frame();
    vi.advanceTimersByTime(100);
    expect([ids(), screen.isWaiting]).toEqual([[], false]);
    // Another step of the same pinch: the rest begins anew.
    view.moveTo({ k: k * 1.1, x: 0, y: 0 });
    vi.advanceTimersByTime(100);
    screen.settle(0);
    expect(ids()).toEqual([]);
    vi.advanceTimersByTime(20);
    screen.settle();
    expect(pitches()).toEqual([Math.round(k * 1.1 * model.pitch * 100) / 100]);
  });

  it('so far that it would be coarse paints at once', () => {
    const view = viewOf();
    rest();
    view.moveTo({ k: view.camera.k * 2.5, x: 0, y: 0 });
    screen.frame();
    expect(ids()).toEqual([]);
    view.moveTo({ k: view.fitted.k * 2.7, x: 0, y: 0 });
    screen.frame();
    screen.settle(0);
    expect(pitches()).toHaveLength(1);
  });

  it('back to the whole hall finds its picture again', () => {
    const view = viewOf();
    screen.settle();
    view.moveTo({ k: view.camera.k * 3, x: 0, y: 0 });
    rest();
    view.moveTo(view.fitted);
    vi.advanceTimersByTime(500);
    screen.settle();
    expect(ids()).toEqual([]);
  });

  it('mends what stands in as well: the whole hall, and how it was shown before', () => {
    const view = viewOf();
    screen.settle();
    for (const factor of [3, 2]) {
      // So that the first seat stays on the screen.
      const k = view.camera.k * factor;
      view.moveTo({ k, x: 150 - (model.x[0] ?? 0) * k, y: 150 });
      rest();
    }
    view.seatsChanged([1], true);
    const far = view.fitted.k * model.pitch;
    expect(pitches().map((each) => each / far)).toEqual([1, 6, 3]);
  });
});

describe('a stadium', () => {
  it('is painted in portions that leave the page its time, less while it moves', async () => {
    const stadium = await modelOf(gridDrawing(60, 60, '#8f7fd6'));
    // A millisecond for each row of seats.
    const slow: Scene = {
      ...notingScene(stadium),
      brushFor: () => ({
        dot: (_pen, _x, _y, id) => void (id % 60 === 0 && vi.advanceTimersByTime(1)),
        seat: () => undefined,
      }),
    };
    const view = new MapView(canvas.element, slow, { freeIn: () => '' });
    view.moveTo(view.resize(PHONE));
    const took: number[] = [];
    for (let i = 0; i < 20 && screen.isWaiting; i++) {
      const before = performance.now();
      screen.frame();
      took.push(performance.now() - before);
      vi.advanceTimersByTime(16);
    }
    expect(screen.isWaiting).toBe(false);
    // The portions are of ten rows each.
    expect(Math.max(...took)).toBeLessThanOrEqual(20);
    expect(took.length).toBeGreaterThan(3);
  });
});

describe('around the picture', () => {
  it('whoever wants to know where the hall stands is told at every move, until they do not', () => {
    const view = viewOf();
    let told = 0;
    const end = view.onCamera(() => told++);
    for (const x of [1, 2]) view.moveTo({ ...view.fitted, x });
    end();
    view.moveTo(view.fitted);
    expect(told).toBe(2);
  });

  it('nothing is ever shown but the hall, and what the whole of it leaves free on the screen', () => {
    const view = viewOf();
    const [seen, { limits }] = [seenBy(view.fitted, PHONE), view];
    expect(limits.minX).toBeLessThanOrEqual(Math.min(seen.minX, model.box.minX - model.pitch));
    expect(limits.maxY).toBeGreaterThanOrEqual(Math.max(seen.maxY, model.box.maxY + model.pitch));
  });

  it('the overview is the whole hall as it was painted last', () => {
    const view = viewOf();
    const small = new FakeCanvas();
    view.drawOverview(small.pen, { width: 60, height: 60 }, 2);
    expect([small.all('fillRect')[0]?.told, small.all('drawImage')]).toEqual([[0, 0, 120, 120], []]);
    screen.settle();
    const camera = view.drawOverview(small.pen, { width: 60, height: 60 }, 2);
    expect([small.all('drawImage').length > 0, camera]).toEqual([
      true,
      view.overviewCamera({ width: 60, height: 60 }),
    ]);
  });

  it('what lies over the seats is drawn over them, and what is marked over that', () => {
    const view = viewOf();
    screen.settle();
    view.overlay = (pen) => pen.fillText('over', 0, 0);
    view.mark({ focused: 1, focusedBox: undefined, pending: [2] });
    canvas.strokes.length = 0;
    screen.settle();
    const order = canvas.strokes.map(({ does }) => does);
    expect(order.lastIndexOf('drawImage')).toBeLessThan(order.indexOf('fillText'));
    expect(order.indexOf('fillText')).toBeLessThan(order.indexOf('arc'));
    expect(order.indexOf('arc')).toBeLessThan(order.lastIndexOf('roundRect'));
  });
});

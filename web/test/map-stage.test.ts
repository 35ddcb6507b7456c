import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { modelOf, gridDrawing, type HallModel } from '#lib/map/hall-model.ts';
import { MapStage } from '#lib/map/map-stage.svelte.ts';
import { smallHall } from './support/drawing.ts';
import { MapElement } from './support/map-element.ts';
import { sceneOf } from './support/scene.ts';
import { FakeCanvas, Screen } from './support/screen.ts';

let screen: Screen;
let colors: EventTarget & { matches: boolean };
/** What was told by the page: it has another size. */
let resized: () => void;
let observed: unknown[];
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  screen = new Screen();
  observed = [];
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('document', { createElement: () => new FakeCanvas() });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(tell: () => void) {
        resized = tell;
      }
      observe = (what: unknown) => void observed.push(what);
      disconnect = () => void (observed = []);
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function stageOf(model?: HallModel) {
  const of = model ?? (await smallHall());
  const page = new MapElement(true);
  colors = Object.assign(new EventTarget(), { matches: true });
  vi.stubGlobal('matchMedia', (query: string) => (query.includes('forced') ? colors : { matches: true }));
  const happened: string[] = [];
  const scene = sceneOf(of);
  const stage = new MapStage(of, {
    sceneNow: () => scene,
    words: { freeIn: () => '' },
    onTap: (x, y) => happened.push(`tap ${x} ${y}`),
    onDoubleTap: (x, y) => happened.push(`double tap ${x} ${y}`),
    onReady: () => happened.push('ready'),
  });
  const end = stage.mount(page.element, new FakeCanvas().element);
  resized();
  return { stage, page, happened, end, model: of };
}

async function ready(model?: HallModel) {
  const all = await stageOf(model);
  screen.settle();
  await vi.advanceTimersByTimeAsync(50);
  return all;
}

/** Where a seat is on the screen. */
function spot({ view }: MapStage, model: HallModel, id: number): [x: number, y: number] {
  const { k, x, y } = view?.camera ?? { k: 0, x: 0, y: 0 };
  return [(model.x[id - 1] ?? 0) * k + x, (model.y[id - 1] ?? 0) * k + y];
}

describe('a map in its frame', () => {
  it('is ready once its picture is there, and taps find their seats; that is told once', async () => {
    const { stage, happened, model } = await stageOf();
    expect([stage.isReady, stage.pointedAt(...spot(stage, model, 1))]).toEqual([false, {}]);
    screen.settle();
    // It is seen, and no tap finds its seat yet.
    expect([stage.painted, stage.isReady, happened]).toEqual([true, false, []]);
    await vi.advanceTimersByTimeAsync(50);
    expect([stage.painted, stage.isReady, happened]).toEqual([true, true, ['ready']]);
    stage.view?.request();
    screen.settle();
    await vi.advanceTimersByTimeAsync(50);
    expect(happened).toEqual(['ready']);
  });

  it('shows the whole hall at first, and notes where it stands once it stands still', async () => {
    const { stage, page } = await ready();
    expect([stage.view?.camera, stage.isFitted]).toEqual([stage.view?.fitted, true]);
    await vi.advanceTimersByTimeAsync(150);
    expect(JSON.parse(page.dataset['camera'] ?? '')).toEqual(stage.view?.camera);
    stage.zoomBy(2);
    expect(stage.isFitted).toBe(false);
    stage.showWhole();
    expect(stage.isFitted).toBe(true);
  });

  it('of another size shows the whole hall again, or else keeps in the middle what was there', async () => {
    const { stage, page } = await ready();
    page.clientWidth = 800;
    page.clientHeight = 600;
    resized();
    expect([stage.view?.size, stage.view?.camera]).toEqual([{ width: 800, height: 600 }, stage.view?.fitted]);
    stage.zoomBy(3);
    stage.centreOn(50, 10);
    const middle = stage.toHall(400, 300);
    expect(middle).toEqual({ x: 50, y: 10 });
    page.clientWidth = 600;
    resized();
    const { x, y } = stage.toHall(300, 300);
    expect([x, y]).toEqual([expect.closeTo(50, 6), expect.closeTo(10, 6)]);
    // Hidden for a while, as in a tab beside: nothing of it is forgotten.
    const before = stage.view?.camera;
    page.clientWidth = 0;
    resized();
    expect(stage.view?.camera).toEqual(before);
  });

  it('is as wide as its hall, but never a tower', async () => {
    const { stage } = await stageOf();
    const { box, pitch } = await smallHall();
    expect(stage.aspect).toBeCloseTo((box.maxX - box.minX + pitch) / (box.maxY - box.minY + pitch), 9);
    const tower = await stageOf(await modelOf(gridDrawing(60, 1, '#8f7fd6')));
    expect(tower.stage.aspect).toBe(0.2);
  });

  it('listens no more once it is taken down', async () => {
    const { stage, page, happened, end } = await stageOf();
    expect(observed).toHaveLength(1);
    end();
    screen.settle();
    colors.dispatchEvent(new Event('change'));
    page.click(10, 10, 0);
    await vi.advanceTimersByTimeAsync(500);
    expect([observed, happened, stage.forcedColors, page.dataset['camera']]).toEqual([
      [],
      [],
      false,
      undefined,
    ]);
  });

  it('tells when the screen’s colours become the system’s', async () => {
    const { stage } = await stageOf();
    colors.dispatchEvent(new Event('change'));
    expect(stage.forcedColors).toBe(true);
    colors.matches = false;
    colors.dispatchEvent(new Event('change'));
    expect(stage.forcedColors).toBe(false);
  });
});

describe('a place on the map', () => {
  it('is the seat nearest to it, a standing area, or nothing', async () => {
    const { stage, model } = await ready();
    const [x, y] = spot(stage, model, 6);
    expect(stage.pointedAt(x + 2, y + 1)).toEqual({ seat: 6, standing: undefined });
    const { k, x: left, y: top } = stage.view?.camera ?? { k: 0, x: 0, y: 0 };
    expect(stage.pointedAt(50 * k + left, 30 * k + top)).toEqual({ seat: undefined, standing: 2 });
    expect(stage.pointedAt(1, 1)).toEqual({ seat: undefined, standing: undefined });
  });

  it('is a seat to be chosen only where it is large enough, for a finger larger than for a mouse', async () => {
    const { stage, model } = await ready();
    const chosen = (pitchPx: number, isFinger: boolean) => {
      stage.zoomBy(pitchPx / model.pitch / (stage.view?.camera.k ?? 1));
      stage.centreOn(model.x[5] ?? 0, model.y[5] ?? 0);
      return stage.choosableAt(...spot(stage, model, 6), isFinger);
    };
    // Within half a pixel of what is large enough: the camera is no round number.
    expect([chosen(50, true), chosen(22.5, true), chosen(22.5, false)]).toEqual([6, 6, 6]);
    const far = await ready(await modelOf(gridDrawing(40, 40, '#8f7fd6')));
    expect(far.stage.choosableAt(...spot(far.stage, far.model, 6), false)).toBeUndefined();
    far.stage.zoomBy(16 / (far.stage.view?.camera.k ?? 1));
    far.stage.centreOn(far.model.x[100] ?? 0, far.model.y[100] ?? 0);
    const place = spot(far.stage, far.model, 101);
    expect([far.stage.choosableAt(...place, false), far.stage.choosableAt(...place, true)]).toEqual([
      101,
      undefined,
    ]);
    far.stage.comeCloseTo(101);
    expect(far.stage.choosableAt(...spot(far.stage, far.model, 101), true)).toBe(101);
  });

  it('shows seats all together and as large as is comfortable, and none of no seats', async () => {
    const { stage, model } = await ready(await modelOf(gridDrawing(40, 40, '#8f7fd6')));
    const { view } = stage;
    const before = view?.camera;
    stage.showSeats([]);
    expect(view?.camera).toEqual(before);
    stage.showSeats([850]);
    expect(view?.camera.k).toBe(34);
    const [x, y] = spot(stage, model, 850);
    expect([x, y]).toEqual([expect.closeTo(200, 6), expect.closeTo(150, 6)]);
    stage.showSeats([1, 1_600]);
    for (const id of [1, 1_600]) {
      const [left, top] = spot(stage, model, id);
      expect(left > 0 && left < 400 && top > 0 && top < 300, `${id}`).toBe(true);
    }
  });
});

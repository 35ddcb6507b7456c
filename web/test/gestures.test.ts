import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Camera } from '#lib/map/camera.ts';
import { Gestures } from '#lib/map/gestures.ts';
import { MapElement } from './support/map-element.ts';
import { Screen } from './support/screen.ts';

const SIZE = { width: 400, height: 300 };
/** So much of the hall may be seen. */
const BOUNDS = { minX: 0, minY: 0, maxX: 4_000, maxY: 3_000 };

let screen: Screen;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  screen = new Screen();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function map({ reducedMotion = false, isDragTaken = false } = {}) {
  const page = new MapElement(reducedMotion);
  let camera: Camera = { k: 1, x: 0, y: 0 };
  const taps: string[] = [];
  const gestures = new Gestures(page.element, {
    onCamera: (to) => void (camera = to),
    onTap: (x, y, isFinger) => taps.push(`${isFinger ? 'finger' : 'mouse'} ${x} ${y}`),
    onDoubleTap: (x, y, isFinger) => taps.push(`twice, ${isFinger ? 'finger' : 'mouse'} ${x} ${y}`),
    isDragTaken: () => isDragTaken,
  });
  gestures.limit(SIZE, BOUNDS, [0.1, 4]);
  return { page, gestures, taps, at: () => camera };
}

const at = (x: number, y: number, k = 1) => ({ k, x, y });

describe('going to a place', () => {
  it('glides there, quickly at first, and is there after a fifth of a second', () => {
    const { gestures, at: camera } = map();
    gestures.moveTo(at(-1_000, 0));
    expect(camera()).toEqual(at(0, 0));
    screen.frame();
    vi.advanceTimersByTime(95);
    screen.frame();
    // Half of the time, and seven eighths of the way.
    expect(camera().x).toBeCloseTo(-875, 6);
    vi.advanceTimersByTime(95);
    screen.frame();
    expect([camera(), screen.isWaiting]).toEqual([at(-1_000, 0), false]);
  });

  it('is there at once where no motion is wanted', () => {
    const { gestures, at: camera } = map({ reducedMotion: true });
    gestures.moveTo(at(-1_000, 0));
    expect([camera(), screen.isWaiting]).toEqual([at(-1_000, 0), false]);
    const moving = map();
    moving.gestures.moveTo(at(-1_000, 0), { glide: false });
    expect([moving.at(), screen.isWaiting]).toEqual([at(-1_000, 0), false]);
  });

  it('ends where another place is gone to, a finger takes hold, or the map is taken down', () => {
    const { gestures, page, at: camera } = map();
    gestures.moveTo(at(-1_000, 0));
    screen.frame();
    gestures.moveTo(at(-50, -50), { glide: false });
    screen.settle();
    expect(camera()).toEqual(at(-50, -50));
    gestures.moveTo(at(-1_000, 0));
    page.press(100, 100);
    screen.settle();
    expect(camera()).toEqual(at(-50, -50));
    page.release(100, 100);
    gestures.moveTo(at(-1_000, 0));
    gestures.destroy();
    expect(screen.isWaiting).toBe(false);
  });

  it('never leaves the hall', () => {
    const { gestures, at: camera } = map();
    gestures.moveTo(at(500, -9_000), { glide: false });
    expect(camera()).toEqual(at(0, -2_700));
  });
});

describe('zooming', () => {
  it('by a button keeps the middle where it is, and by a place that place', () => {
    const { gestures, at: camera } = map({ reducedMotion: true });
    gestures.moveTo(at(-1_000, -1_000));
    gestures.zoomBy(2);
    expect(camera()).toEqual(at(-2_200, -2_150, 2));
    gestures.zoomBy(0.5, 0, 0);
    expect(camera()).toEqual(at(-1_100, -1_075));
  });

  it('ends at the whole hall, and at seats as large as a fingertip', () => {
    const { gestures, at: camera } = map({ reducedMotion: true });
    gestures.zoomBy(100);
    expect(camera().k).toBe(4);
    gestures.zoomBy(0.000_1);
    expect(camera()).toEqual(at(0, 0, 0.1));
  });

  it('by the wheel keeps the place under the pointer, and goes on by itself no further', () => {
    const { gestures, page, at: camera } = map();
    gestures.moveTo(at(-1_000, -1_000), { glide: false });
    page.wheel(100, 50, -500);
    const { k, x, y } = camera();
    expect([k, (100 - x) / k, (50 - y) / k]).toEqual([2, 1_100, 1_050]);
    vi.advanceTimersByTime(1_000);
    expect([screen.isWaiting, camera()]).toEqual([false, { k, x, y }]);
  });
});

describe('dragging', () => {
  /** So many pixels, so many milliseconds apart; gives where the hall is when the finger leaves. */
  function fling({ page, at: camera }: ReturnType<typeof map>, px: number, ms: number, waitMs = 0): Camera {
    page.press(300, 150);
    for (let i = 1; i <= 5; i++) {
      vi.advanceTimersByTime(ms);
      page.drag(300 - i * px, 150);
    }
    vi.advanceTimersByTime(waitMs);
    page.release(300 - 5 * px, 150);
    return camera();
  }

  it('moves the hall with the pointer, and goes on by itself when it was quick', () => {
    const dragged = map();
    const left = fling(dragged, 16, 16);
    expect(left).toEqual(at(-80, 0));
    expect(screen.isWaiting).toBe(true);
    screen.settle();
    // A pixel a millisecond, fading over three tenths of a second.
    expect(dragged.at().x).toBeCloseTo(-80 - 300, -1);
    expect(dragged.at().y).toBe(0);
  });

  it('that was slow, or paused before the finger left, stays where it is', () => {
    for (const [px, ms, waitMs] of [
      [3, 16, 0],
      [16, 16, 61],
    ] as const) {
      const dragged = map();
      const left = fling(dragged, px, ms, waitMs);
      expect(screen.isWaiting, `${px} ${waitMs}`).toBe(false);
      expect(dragged.at()).toEqual(left);
    }
  });

  it('does not go on by itself where no motion is wanted', () => {
    fling(map({ reducedMotion: true }), 16, 16);
    expect(screen.isWaiting).toBe(false);
  });

  it('going on by itself ends at a touch', () => {
    const dragged = map();
    fling(dragged, 16, 16);
    screen.frame();
    dragged.page.press(100, 100);
    const { x } = dragged.at();
    screen.settle();
    expect(dragged.at().x).toBe(x);
    // Nor does it go on again, when that finger leaves at once.
    dragged.page.release(100, 100);
    expect(screen.isWaiting).toBe(false);
  });

  it('means something else with another button, or where whoever draws has taken it; the wheel still zooms', () => {
    const other = map();
    other.page.press(300, 150, { button: 2 });
    other.page.drag(200, 150);
    expect(other.at()).toEqual(at(0, 0));
    other.page.press(300, 150, { ctrlKey: true });
    other.page.drag(200, 150);
    expect(other.at()).toEqual(at(0, 0));
    const taken = map({ isDragTaken: true });
    taken.page.press(300, 150);
    taken.page.drag(200, 150);
    expect(taken.at()).toEqual(at(0, 0));
    taken.page.wheel(0, 0, -500, { ctrlKey: true });
    expect(taken.at().k).toBeGreaterThan(1);
  });
});

describe('a tap', () => {
  it('is told in pixels of the map, and whether a finger made it', () => {
    const { page, taps } = map();
    page.click(5, 6, 0);
    page.click(200, 100, 1_000, 'touch');
    expect(taps).toEqual(['mouse 5 6', 'finger 200 100']);
  });

  it('is the second of two where it comes soon and near, and the third is a first again', () => {
    const { page, taps } = map();
    page.click(100, 100, 0, 'touch');
    page.click(119, 119, 319, 'touch');
    page.click(119, 119, 400, 'touch');
    expect(taps).toEqual(['finger 100 100', 'twice, finger 119 119', 'finger 119 119']);
  });

  it('is one by itself where it comes late, or elsewhere: two neighbours are two seats', () => {
    const { page, taps } = map();
    page.click(100, 100, 0, 'touch');
    page.click(100, 100, 320, 'touch');
    page.click(128, 100, 400, 'touch');
    expect(taps).toEqual(['finger 100 100', 'finger 100 100', 'finger 128 100']);
  });

  it('is nobody’s once the map was taken down', () => {
    const { page, taps, gestures } = map();
    gestures.destroy();
    page.click(5, 6, 0);
    expect(taps).toEqual([]);
  });
});

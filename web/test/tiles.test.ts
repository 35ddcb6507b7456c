import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Painter } from '#lib/map/painter.ts';
import { TileLayer, tilesFor } from '#lib/map/tiles.ts';
import { FakeCanvas } from './support/screen.ts';

/** Everything there is of the hall: four tiles by two at a scale of one. */
const BOUNDS = { minX: 0, minY: 0, maxX: 2_047, maxY: 1_023 };
const ALL = { minX: -9_000, minY: -9_000, maxX: 9_000, maxY: 9_000 };
const ONE_TO_ONE = { k: 1, x: 0, y: 0 };

let canvases: FakeCanvas[];
let painted: string[];
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  [canvases, painted] = [[], []];
  const createElement = () => {
    const canvas = new FakeCanvas();
    canvases.push(canvas);
    return canvas;
  };
  vi.stubGlobal('document', { createElement });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Paints each tile in so many slices of a millisecond, and writes down which. */
function layerOf({ slices = 1, tilesMax = 8, scale = 1, reach = 10 } = {}) {
  const painter = {
    ...{ scale, reach },
    *paint(
      _context: unknown,
      box: { readonly minX: number; readonly minY: number },
      left: number,
      top: number,
    ) {
      for (let slice = 0; slice < slices; slice++) {
        vi.advanceTimersByTime(1);
        yield;
      }
      painted.push(`${box.minX},${box.minY} at ${left},${top}`);
    },
  };
  // All of a painter that tiles use.
  return new TileLayer(painter as unknown as Painter, BOUNDS, tilesMax);
}

/** Where a seat is; the painter says how far it reaches around that. */
const seat = (x: number, y: number) => ({ minX: x, minY: y, maxX: x, maxY: y });

const soon = () => performance.now() + 1_000;

describe('tiles', () => {
  it('are painted where the hall is, and nowhere else', () => {
    const layer = layerOf();
    expect([layer.isComplete(ALL), layer.paintUntil(ALL, soon()), layer.isComplete(ALL)]).toEqual([
      ...[false, true, true],
    ]);
    expect(painted).toHaveLength(8);
    expect([painted[0], painted[7]]).toEqual(['0,0 at 0,0', '1536,512 at 1536,512']);
    layer.paintUntil(ALL, soon());
    expect(painted).toHaveLength(8);
  });

  it('are painted from what is seen only, half as wide a part at twice the scale', () => {
    const layer = layerOf({ scale: 2 });
    layer.paintUntil({ minX: 300, minY: 10, maxX: 511, maxY: 250 }, soon());
    expect(painted).toEqual(['256,0 at 512,0']);
  });

  it('go on being painted where the time was up, and are not shown half painted', () => {
    const layer = layerOf({ slices: 5 });
    const box = { minX: 0, minY: 0, maxX: 600, maxY: 100 };
    expect(layer.paintUntil(box, performance.now() + 3)).toBe(false);
    expect([painted, layer.isComplete(box)]).toEqual([[], false]);
    const screen = new FakeCanvas();
    expect(layer.draw(screen.pen, box, ONE_TO_ONE, 1)).toEqual([
      { minX: 0, minY: 0, maxX: 512, maxY: 512 },
      { minX: 512, minY: 0, maxX: 1_024, maxY: 512 },
    ]);
    expect(layer.paintUntil(box, performance.now() + 3)).toBe(false);
    expect([painted.length, layer.draw(screen.pen, box, ONE_TO_ONE, 1).length]).toEqual([1, 1]);
    expect(layer.paintUntil(box, soon())).toBe(true);
    expect(layer.draw(screen.pen, box, ONE_TO_ONE, 1)).toEqual([]);
  });

  it('lie side by side on whole pixels, however the hall stands', () => {
    const layer = layerOf();
    layer.paintUntil(ALL, soon());
    const screen = new FakeCanvas();
    layer.draw(screen.pen, ALL, { k: 0.3334, x: 10.4, y: -3.7 }, 2);
    const places = screen.all('drawImage').map(({ told }) => told.slice(1).map(Number));
    expect(places.flat().every(Number.isInteger)).toBe(true);
    const row = places.slice(0, 4);
    for (const [i, [left = 0, , width = 0]] of row.entries())
      if (i < 3) expect(left + width).toBe(row[i + 1]?.[0]);
    expect(places[0]).toEqual([21, -7, 341, 341]);
  });

  it('are no more than are kept: the one that was not shown for longest is painted over', () => {
    const layer = layerOf({ tilesMax: 2 });
    const at = (column: number) => ({ minX: column * 512, minY: 0, maxX: column * 512 + 10, maxY: 10 });
    for (const column of [0, 1]) layer.paintUntil(at(column), soon());
    const screen = new FakeCanvas();
    layer.draw(screen.pen, at(0), ONE_TO_ONE, 1);
    layer.paintUntil(at(2), soon());
    expect([0, 1, 2].map((column) => layer.isComplete(at(column)))).toEqual([true, false, true]);
    expect(canvases).toHaveLength(2);
  });

  it('are mended around a seat in every tile that shows it, and only there', () => {
    const layer = layerOf();
    layer.paintUntil(ALL, soon());
    painted.length = 0;
    layer.mend([seat(511, 100)]);
    expect(painted).toEqual(['501,90 at 0,0', '512,90 at 512,0']);
    // The pen is kept to the surroundings, as far as the tile goes.
    expect(canvases[1]?.all('rect').map(({ told }) => told)).toEqual([[0, 90, 9, 20]]);
    painted.length = 0;
    layer.mend([seat(5_000, 100)]);
    expect(painted).toEqual([]);
    const twice = layerOf({ scale: 2 });
    twice.paintUntil({ minX: 0, minY: 0, maxX: 10, maxY: 10 }, soon());
    twice.mend([seat(100, 50)]);
    expect(
      canvases
        .at(-1)
        ?.all('rect')
        .map(({ told }) => told),
    ).toEqual([[180, 80, 40, 40]]);
  });

  it('are painted anew as a whole where much has changed in them', () => {
    const layer = layerOf();
    layer.paintUntil(ALL, soon());
    const places = Array.from({ length: 121 }, (_, i) => seat(20 + i, 100));
    painted.length = 0;
    layer.mend(places.slice(1));
    expect(painted).toHaveLength(120);
    painted.length = 0;
    layer.mend(places);
    expect(painted).toEqual(['0,0 at 0,0']);
  });

  it('that are half painted begin anew when something in them changes', () => {
    const layer = layerOf({ slices: 3 });
    const box = { minX: 0, minY: 0, maxX: 10, maxY: 10 };
    layer.paintUntil(box, performance.now() + 2);
    layer.mend([seat(5, 5)]);
    expect([painted, layer.paintUntil(box, performance.now() + 3), layer.isComplete(box)]).toEqual([
      ...[[], false, false],
    ]);
    layer.paintUntil(box, soon());
    expect(painted).toEqual(['0,0 at 0,0']);
  });

  it('stand in for a part without covering what is beside it', () => {
    const layer = layerOf();
    layer.paintUntil(ALL, soon());
    const screen = new FakeCanvas();
    layer.drawPart(screen.pen, { minX: 100, minY: 50, maxX: 200, maxY: 80 }, { k: 2, x: 5, y: 0 }, 1);
    expect(screen.strokes.map(({ does }) => does)).toEqual([
      'save',
      'beginPath',
      'rect',
      'clip',
      'drawImage',
      'restore',
    ]);
    expect(screen.all('rect')[0]?.told).toEqual([205, 100, 200, 60]);
  });

  it('are as many as a screen takes, and one to spare at each side', () => {
    expect(tilesFor({ width: 512, height: 1_024 }, 1)).toBe(3 * 4);
    expect(tilesFor({ width: 513, height: 300 }, 2)).toBe(5 * 4);
  });
});

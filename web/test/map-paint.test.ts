import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlanArea } from '@jari/contract';
import type { SeatView } from '#lib/hall/seat-view.ts';
import type { Detail } from '#lib/map/camera.ts';
import { drawGround } from '#lib/map/ground.ts';
import { modelOf, type HallModel } from '#lib/map/hall-model.ts';
import { drawFocus, drawPending } from '#lib/map/marks.ts';
import { Painter, type Scene } from '#lib/map/painter.ts';
import { readPalette, type Palette } from '#lib/map/palette.ts';
import { VisitorBrush } from '#lib/map/visitor-brush.ts';
import { smallDrawing, smallHall } from './support/drawing.ts';
import { sceneOf } from './support/scene.ts';
import { FakeCanvas } from './support/screen.ts';

const look = { shade: '', ink: 'ink of it', letter: 'S', pattern: 0 };
const palette: Palette = {
  ...{ ground: 'ground', surface: 'surface', line: 'line', edge: 'edge', ink: 'ink', inkSoft: 'soft' },
  ...{ gone: 'gone', goneInk: 'goneInk', accent: 'accent', accentHigh: 'high', onAccent: 'on accent' },
  ...{ focus: 'focus', glow: '', sans: 'sans', forced: false },
  categories: [
    { ...look, fill: 'stalls' },
    { ...look, fill: 'balcony' },
  ],
};
const forced: Palette = { ...palette, forced: true };
const BOX = { minX: -100, minY: -100, maxX: 500, maxY: 500 };

let model: HallModel;
beforeEach(async () => {
  model = await smallHall();
  vi.stubGlobal('document', { createElement: () => new FakeCanvas() });
  vi.stubGlobal('Path2D', class {});
});
afterEach(() => void vi.unstubAllGlobals());

const sceneHere = (more: Partial<Scene> = {}) => sceneOf(model, { palette, ...more });

describe('a seat from far', () => {
  const dot = (view: SeatView, { dimmed = false, colors = palette } = {}) => {
    const canvas = new FakeCanvas();
    const seen = { viewOf: () => view, isDimmed: () => dimmed };
    const brush = new VisitorBrush(model, colors, seen, { detail: 'far', pitchPx: 10, seatPx: 8 });
    brush.dot(canvas.pen, 100, 50, 9);
    const [stroke] = canvas.all('fillRect');
    return {
      color: stroke?.fill,
      alpha: stroke?.alpha,
      at: stroke?.told.map((value) => Math.round(Number(value) * 10) / 10),
    };
  };

  it('is a dot in the colour of its category while it is free, in its place', () => {
    expect(dot('available')).toEqual({ color: 'balcony', alpha: 1, at: [96.5, 46.5, 7, 7] });
  });

  it('is smaller and grey when it is taken, so that full parts differ without colour', () => {
    for (const view of ['reserved', 'blocked'] as const)
      expect(dot(view)).toEqual({ color: 'gone', alpha: 1, at: [97.8, 47.8, 4.3, 4.3] });
    expect(dot('held').color).toBe('edge');
    expect(dot('reserved', { colors: forced }).color).toBe('goneInk');
  });

  it('is larger when it is mine', () => {
    for (const view of ['mine', 'mine-reserved'] as const)
      expect(dot(view)).toEqual({ color: 'accent', alpha: 1, at: [95.5, 45.5, 9.1, 9.1] });
  });

  it('is pale where it is not what one looks for, but for taken ones and mine', () => {
    expect(dot('available', { dimmed: true }).alpha).toBe(0.18);
    expect([dot('mine', { dimmed: true }).alpha, dot('reserved', { dimmed: true }).alpha]).toEqual([1, 1]);
  });
});

describe('a seat from near', () => {
  const seat = (
    view: SeatView,
    {
      dimmed = false,
      detail = 'near',
      number = '7',
    }: { dimmed?: boolean; detail?: Detail; number?: string } = {},
  ) => {
    const canvas = new FakeCanvas();
    const seen = { viewOf: () => view, isDimmed: () => dimmed };
    const named = { ...model, numberOf: () => number, marksOf: () => [] };
    const brush = new VisitorBrush(named, palette, seen, { detail, pitchPx: 30, seatPx: 25 });
    brush.seat(canvas.pen, 100, 50, 9);
    return canvas.all('fillText').map(({ told, fill }) => [told[0], fill]);
  };

  it('has its number while it is free or mine, and none when it is taken, pale or small', () => {
    expect(seat('available')).toEqual([['7', 'ink of it']]);
    expect([seat('mine'), seat('mine-reserved')]).toEqual([[['7', 'on accent']], [['7', 'on accent']]]);
    expect([seat('held'), seat('reserved'), seat('blocked')]).toEqual([[], [], []]);
    expect([seat('available', { dimmed: true }), seat('available', { detail: 'middle' })]).toEqual([[], []]);
  });
});

/** All of it at once, however many slices it takes. */
const toTheEnd = (painting: Generator<void>) => Array.from(painting).length;

describe('the painter', () => {
  it('draws the seats of a part, those that reach into it among them, each where it is', () => {
    const drawn: [number, number, number][] = [];
    const note = (_context: unknown, x: number, y: number, id: number) => void drawn.push([x, y, id]);
    const scene = sceneHere({ brushFor: () => ({ dot: note, seat: () => expect.unreachable() }) });
    const painter = new Painter(scene, 0.5, 1);
    const part = { minX: 10, minY: -5, maxX: 30, maxY: 1.9 };
    toTheEnd(painter.paint(new FakeCanvas().pen, part, 5, -10));
    // A seat reaches eight units to each side: of the row at ten nothing comes into the part.
    expect([painter.reach, drawn]).toEqual([
      8,
      [
        [0, 10, 2],
        [10, 10, 3],
      ],
    ]);
    toTheEnd(painter.paint(new FakeCanvas().pen, { ...part, maxY: 2 }, 5, -10));
    expect(drawn.slice(2).map(([, , id]) => id)).toEqual([2, 3, 6, 7]);
  });

  it('draws pictures of seats where there is room for them, by what a screen shows', () => {
    const drawn: string[] = [];
    const brush = { dot: () => void drawn.push('dot'), seat: () => void drawn.push('seat') };
    const sizes: unknown[] = [];
    const paint = (scale: number, ratio: number) => {
      const scene = sceneHere({ brushFor: (size) => (sizes.push(size.detail), brush) });
      toTheEnd(
        new Painter(scene, scale, ratio).paint(
          new FakeCanvas().pen,
          { minX: 0, minY: 0, maxX: 0, maxY: 0 },
          0,
          0,
        ),
      );
    };
    paint(0.79, 1);
    paint(0.8, 1);
    paint(3.4, 2);
    expect([sizes, drawn]).toEqual([
      ['far', 'middle', 'near'],
      ['dot', 'seat', 'seat'],
    ]);
  });
});

describe('the ground', () => {
  const ground = (more: Partial<Scene> = {}, scale = 1) => {
    const canvas = new FakeCanvas();
    drawGround(canvas.pen, sceneHere(more), { scale, ratio: 1, left: 0, top: 0 }, BOX);
    return canvas;
  };
  /** The floor where one stands is the last that is filled. */
  const floor = (more: Partial<Scene> = {}) => {
    const { fill, alpha } = ground(more).all('fill').at(-1) ?? {};
    return [fill, alpha];
  };

  it('of a standing area tells whether there is room, and whether it is what one looks for', () => {
    expect(floor()).toEqual(['stalls', 0.32]);
    expect(floor({ isStandingFree: () => false })).toEqual(['gone', 0.12]);
    expect(floor({ isDimmed: (category) => category === 0 })).toEqual(['stalls', 0.08]);
    const asked: number[] = [];
    floor({ isStandingFree: (section) => (asked.push(section), true) });
    expect(asked).toEqual([2]);
  });

  it('is laid under the part that is painted, to the last pixel of it', () => {
    const canvas = new FakeCanvas();
    const frame = { scale: 2, ratio: 1, left: 100, top: 50 };
    const lit = sceneHere({ palette: { ...palette, glow: '1 2 3' } });
    drawGround(canvas.pen, lit, frame, { minX: 60.3, minY: 30.3, maxX: 90, maxY: 70 });
    expect(
      canvas.all('fillRect').map(({ told }) => told.map((value) => Math.round(Number(value) * 10) / 10)),
    ).toEqual([
      [20, 10, 61, 81],
      [20.6, 10.6, 59.4, 79.4],
    ]);
  });

  it('is outlined where the system’s colours are wanted, and not filled', () => {
    const plain = ground({ palette: forced });
    const areas = plain.all('fill').filter(({ alpha }) => alpha !== 0);
    expect([areas, plain.all('stroke').map(({ stroke }) => stroke)]).toEqual([[], ['line', 'stalls']]);
  });

  it('has the plan’s own words where they can be read, and light only in a theme that has it', () => {
    const words = (scale: number) =>
      ground({}, scale)
        .all('fillText')
        .map(({ told }) => told[0]);
    expect([words(0.89), words(0.9)]).toEqual([[], ['Stage']]);
    expect(ground().all('createRadialGradient')).toEqual([]);
    const lit = ground({ palette: { ...palette, glow: '1 2 3' } }).all('createRadialGradient');
    // From where everybody looks, over a good half of the hall.
    expect(lit.map(({ told }) => told.slice(0, 2))).toEqual([[40, -20]]);
  });

  it('draws each shape in its place, turned as it is', async () => {
    const areas: PlanArea[] = [
      { shape: 'rectangle', x: 10, y: 20, width: 30, height: 40, rotation: 90 },
      { shape: 'circle', x: 5, y: 6, radius_x: 7 },
      {
        shape: 'polygon',
        x: 1,
        y: 2,
        points: [
          { x: 0, y: 0 },
          { x: 9, y: 0 },
          { x: 0, y: 9 },
        ],
      },
      { shape: 'rectangle', x: 9_000, y: 0, width: 5, height: 5 },
    ];
    const drawn = ground({ model: await modelOf({ ...smallDrawing, areas }) });
    const told = (does: string) => drawn.all(does).map((stroke) => stroke.told);
    expect(told('translate')).toEqual([
      [10, 20],
      [5, 6],
      [1, 2],
    ]);
    expect(told('rotate')).toEqual([[Math.PI / 2]]);
    expect(told('rect')).toEqual([[0, 0, 30, 40]]);
    expect(told('ellipse')[0]?.slice(0, 4)).toEqual([0, 0, 7, 7]);
    expect([told('moveTo')[0], told('lineTo').slice(0, 2)]).toEqual([
      [0, 0],
      [
        [9, 0],
        [0, 9],
      ],
    ]);
  });
});

describe('marks', () => {
  const camera = { k: 2, x: 100, y: 50 };

  it('ring each seat that is awaited', () => {
    const canvas = new FakeCanvas();
    drawPending(canvas.pen, sceneHere(), camera, [1, 10]);
    expect(canvas.all('arc').map(({ told }) => told.slice(0, 3))).toEqual([
      [100, 50, 10.4],
      [240, 50, 10.4],
    ]);
  });

  it('frame the seat that the keyboard is on, or the row, and nothing where it is not here', () => {
    const frame = (marked: { focused?: number; focusedBox?: typeof BOX }) => {
      const canvas = new FakeCanvas();
      drawFocus(canvas.pen, sceneHere(), camera, {
        ...{ focused: undefined, focusedBox: undefined, pending: [], ...marked },
      });
      return [
        canvas.all('roundRect').map(({ told }) => told.slice(0, 4)),
        canvas.all('stroke').map(({ stroke }) => stroke),
      ];
    };
    expect(frame({})).toEqual([[], []]);
    expect(frame({ focused: 2 })).toEqual([[[109, 39, 22, 22]], ['ground', 'focus']]);
    const row = { minX: 0, minY: 10, maxX: 40, maxY: 10 };
    expect(frame({ focusedBox: row })[0]).toEqual([[89, 59, 102, 22]]);
  });
});

describe('the palette', () => {
  const page = (theme: string, isForced = false) => {
    vi.stubGlobal('matchMedia', () => ({ matches: isForced }));
    vi.stubGlobal('document', { documentElement: { dataset: { theme } } });
    vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: (name: string) => ` ${theme} ${name} ` }));
  };
  const categories = [{ name: 'R', color: '#101010' }];

  it('is the theme’s, and another when the theme is another; what is the same is made once', () => {
    page('dark');
    const dark = readPalette(categories);
    expect([dark.ink, dark.focus, dark.categories[0]?.letter]).toEqual(['dark --ink', 'dark --accent', 'R']);
    expect(readPalette(categories)).toBe(dark);
    page('light');
    const light = readPalette(categories);
    expect([light.ink, light.focus]).toEqual(['light --ink', 'light --accent-ink']);
    // Lighter in the dark, and as it is where it is dark enough.
    expect([dark.categories[0]?.fill === '#101010', light.categories[0]?.fill]).toEqual([false, '#101010']);
    page('dark');
    expect(readPalette(categories).ink).toBe('dark --ink');
  });

  it('is the system’s own where it wants that, whatever the theme is', () => {
    page('light', true);
    expect(readPalette(categories)).toMatchObject({
      ...{ forced: true, ink: 'CanvasText', sans: 'light --sans', glow: '' },
      categories: [{ fill: 'CanvasText', ink: 'Canvas', letter: 'R', pattern: 0 }],
    });
  });
});

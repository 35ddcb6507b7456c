import { describe, expect, it } from 'vitest';
import { overlaps, widen } from '#lib/map/box.ts';
import { between, canChooseAt, centredOn, detailFor, fit, seenBy, zoomRange } from '#lib/map/camera.ts';
import { areaBox, gridDrawing, modelOf } from '#lib/map/hall-model.ts';
import { HitTest, isInside } from '#lib/map/hit-test.ts';
import { smallHall } from './support/drawing.ts';

const phone = { width: 360, height: 400 };

describe('the camera', () => {
  it('shows the whole hall in the middle of the screen at first', async () => {
    const { box, pitch } = await smallHall();
    const camera = fit(box, pitch, phone);
    const seen = seenBy(camera, phone);
    expect(overlaps(seen, box)).toBe(true);
    expect(seen.minX).toBeLessThan(box.minX);
    expect(seen.maxX).toBeGreaterThan(box.maxX);
    expect(seen.minY).toBeLessThan(box.minY);
    expect(seen.maxY).toBeGreaterThan(box.maxY);
    expect((seen.minX + seen.maxX) / 2).toBeCloseTo((box.minX + box.maxX) / 2);
    expect((seen.minY + seen.maxY) / 2).toBeCloseTo((box.minY + box.maxY) / 2);
  });

  it('never lets a hall be smaller than the whole, nor a seat larger than a fingertip', async () => {
    const { box, pitch } = await smallHall();
    const [min, max] = zoomRange(fit(box, pitch, phone), pitch);
    expect(min).toBe(fit(box, pitch, phone).k);
    expect(max * pitch).toBe(72);
  });

  it('shows a hall of a single seat as one large seat, not infinitely large', () => {
    const camera = fit({ minX: 5, minY: 5, maxX: 5, maxY: 5 }, 10, phone);
    expect(camera.k).toBe(7.2);
  });

  it('glides from one place to another, and a point that both show in one place stays there', () => {
    const from = centredOn(0, 0, 1, phone);
    // Twice as large around the point that is at (100, 100) on the screen.
    const to = { k: 2, x: 100 - (100 - from.x) * 2, y: 100 - (100 - from.y) * 2 };
    expect(between(from, to, 0, phone)).toEqual(from);
    const end = between(from, to, 1, phone);
    expect(end.x).toBeCloseTo(to.x);
    for (const t of [0.2, 0.5, 0.8]) {
      const camera = between(from, to, t, phone);
      expect((100 - from.x) * camera.k + camera.x).toBeCloseTo(100);
    }
  });
});

describe('the level of detail', () => {
  it('shows dots from far, letters from the middle and numbers from near', () => {
    expect(detailFor(2)).toBe('far');
    expect(detailFor(7.9)).toBe('far');
    expect(detailFor(8)).toBe('middle');
    expect(detailFor(16.9)).toBe('middle');
    expect(detailFor(17)).toBe('near');
  });

  it('lets seats be chosen only where a finger, or a mouse, can tell them apart', () => {
    expect(canChooseAt(16, true)).toBe(false);
    expect(canChooseAt(16, false)).toBe(true);
    expect(canChooseAt(8, false)).toBe(false);
    expect(canChooseAt(34, true)).toBe(true);
  });
});

describe('hit testing', () => {
  it('finds the seat nearest to a finger, and none that is too far away', async () => {
    const hits = await HitTest.build(await smallHall());
    expect(hits.seatAt(1, 1, 6)).toBe(1);
    expect(hits.seatAt(9, 8, 6)).toBe(6);
    expect(hits.seatAt(62, 1, 6)).toBe(9);
    expect(hits.seatAt(20, 0, 5)).toBeUndefined();
  });

  it('finds seats across the borders of its blocks in a large hall', async () => {
    const model = await modelOf(gridDrawing(50, 100, '#8f7fd6'));
    const hits = await HitTest.build(model);
    for (const id of [1, 1_024, 1_025, 2_048, 2_049, 5_000]) {
      const [x, y] = [model.x[id - 1] ?? NaN, model.y[id - 1] ?? NaN];
      expect(hits.seatAt(x + 0.3, y - 0.3, 0.6)).toBe(id);
    }
  });

  it('finds the nearest of several seats within reach, in whatever block and order they stand', async () => {
    const model = await modelOf(gridDrawing(50, 100, '#8f7fd6'));
    const hits = await HitTest.build(model);
    const reach = 2 * model.pitch;
    // The last seat of a block and the first of the next, side by side.
    for (const [id, beside] of [
      [512, 513],
      [513, 512],
      [1_024, 1_025],
      [1_025, 1_024],
    ] as const) {
      const [x, y] = [model.x[id - 1] ?? NaN, model.y[id - 1] ?? NaN];
      const towards = ((model.x[beside - 1] ?? NaN) - x) * 0.4;
      expect(hits.seatAt(x + towards, y, reach), `${id}, towards ${beside}`).toBe(id);
    }
  });

  it('finds the standing area by its outline, and no seat in it', async () => {
    const hits = await HitTest.build(await smallHall());
    expect(hits.standingAt(50, 30)).toBe(2);
    expect(hits.standingAt(50, 41)).toBeUndefined();
    expect(hits.seatAt(50, 30, 5)).toBeUndefined();
  });

  it('knows the inside of a horseshoe from the stage in it', () => {
    const horseshoe = [0, 0, 10, 0, 10, 10, 7, 10, 7, 3, 3, 3, 3, 10, 0, 10];
    expect(isInside(horseshoe, 1, 8)).toBe(true);
    expect(isInside(horseshoe, 5, 8)).toBe(false);
    expect(isInside(horseshoe, 5, 1)).toBe(true);
  });
});

describe('the model of a hall', () => {
  it('knows how much room each row, section and the whole hall take', async () => {
    const { rows, sections, box } = await smallHall();
    expect(rows[0]?.box).toEqual({ minX: 0, minY: 0, maxX: 40, maxY: 0 });
    expect(sections[1]?.box).toEqual({ minX: 60, minY: 0, maxX: 100, maxY: 10 });
    expect(sections[2]?.box).toEqual({ minX: 0, minY: 20, maxX: 100, maxY: 40 });
    expect(box).toEqual({ minX: 0, minY: -30, maxX: 100, maxY: 40 });
  });

  it('puts a section’s name on one of its seats, also where its middle is empty', async () => {
    const { sections } = await smallHall();
    expect([10, 30]).toContain(sections[0]?.middle.x);
    expect(sections[2]?.middle).toEqual({ x: 50, y: 30 });
  });

  it('draws a hall of equal rows as the box office labels it', async () => {
    const model = await modelOf(gridDrawing(28, 12, '#8f7fd6'));
    expect(model.labelOf(1)).toBe('A · 1');
    expect(model.labelOf(12)).toBe('A · 12');
    expect(model.labelOf(26 * 12 + 1)).toBe('AA · 1');
  });

  it('takes the reach of an area that is turned, whichever way', () => {
    const box = areaBox({ shape: 'rectangle', x: 0, y: 0, width: 30, height: 40, rotation: 90 });
    expect(overlaps(box, widen({ minX: -40, minY: 30, maxX: -40, maxY: 30 }, 1))).toBe(true);
  });
});

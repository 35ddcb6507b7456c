import { describe, expect, it } from 'vitest';
import { formatMoney } from '#lib/i18n/format.ts';
import { chosenLines, totalOf } from '#lib/map/chosen.ts';
import { modelOf } from '#lib/map/hall-model.ts';
import { nearestOnMap } from '#lib/map/nearest.ts';
import { legible, lettersOf, luminance, parse } from '#lib/map/palette.ts';
import { Runs } from '#lib/map/runs.ts';
import { smallDrawing, smallHall } from './support/drawing.ts';

describe('what is chosen', () => {
  it('has a line for each seat and one for all places of a standing area, with prices and their sum', async () => {
    const model = await smallHall();
    const lines = chosenLines(model, { prices: { Stalls: 5500, Balcony: 3000 } }, [1, 12, 18, 19]);
    expect(lines.map(({ name, amount, seatIds }) => [name, amount, seatIds.length])).toEqual([
      ['Left · A · 1', 5500, 1],
      ['Right · A · 4', 3000, 1],
      ['Floor', 11_000, 2],
    ]);
    expect(totalOf(lines)).toBe(19_500);
  });

  it('says what is special about a seat before it is bought', async () => {
    const [left, ...others] = smallDrawing.sections;
    const [first, ...rows] = left?.rows ?? [];
    if (left === undefined || first === undefined) throw new Error('the hall has no rows');
    const marked = { ...first, marks: { restricted_view: [0], wheelchair: [1] } };
    const model = await modelOf({
      ...smallDrawing,
      sections: [{ ...left, rows: [marked, ...rows] }, ...others],
    });
    const lines = chosenLines(model, null, [1, 2, 3]);
    expect(lines.map(({ marks }) => marks)).toEqual([['restricted_view'], ['wheelchair'], []]);
  });

  it('has no sum where a price is unknown', async () => {
    const lines = chosenLines(await smallHall(), { prices: { Stalls: 5500 } }, [1, 12]);
    expect(totalOf(lines)).toBeUndefined();
  });

  it('writes minor units as each currency is written', () => {
    expect(formatMoney(55_000, 'KRW', 'ko')).toBe('₩55,000');
    expect(formatMoney(5_550, 'EUR', 'en')).toBe('€55.50');
    expect(formatMoney(5_500, 'EUR', 'en')).toBe('€55');
    expect(formatMoney(5_500, 'BHD', 'en')).toContain('5.500');
  });
});

describe('who sits beside whom', () => {
  it('ends at an aisle, and in a standing area', async () => {
    const runs = new Runs(await smallHall());
    expect(runs.of(1)).toEqual({ first: 1, count: 2 });
    expect(runs.of(3)).toEqual({ first: 3, count: 2 });
    expect(runs.of(17)).toEqual({ first: 17, count: 1 });
  });
});

describe('the nearest free seats', () => {
  it('are found in place of lost ones, along the row before another row', async () => {
    const model = await smallHall();
    expect(nearestOnMap(model, (id) => id !== 1, [1])).toEqual([2]);
    expect(nearestOnMap(model, (id) => id > 4, [1, 2])).toEqual([5, 6]);
    // One that is free again by now is no seat in its own place.
    expect(nearestOnMap(model, () => true, [1])).toEqual([2]);
  });

  it('are not offered when there are too few', async () => {
    expect(nearestOnMap(await smallHall(), (id) => id === 7, [1, 2])).toBeUndefined();
  });
});

describe('the colours of categories', () => {
  it('stand out from the ground of their theme, whatever the plan says', () => {
    for (const color of ['#000000', '#ffffff', '#0000ff', '#ffff00', '#808080']) {
      expect(luminance(parse(legible(color, true).fill))).toBeGreaterThanOrEqual(0.2);
      expect(luminance(parse(legible(color, false).fill))).toBeLessThanOrEqual(0.28);
    }
  });

  it('carry numbers that can be read', () => {
    for (const isDark of [true, false]) {
      for (const color of ['#000000', '#ffffff', '#7a5cff', '#22aa66', '#ffcc00', '#aa2222']) {
        const { fill, ink } = legible(color, isDark);
        const [one, other] = [luminance(parse(fill)), luminance(parse(ink))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        expect(contrast, `${color} becomes ${fill} under ${ink}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('have the letter that their name begins with, or another of it', () => {
    expect(lettersOf(['R', 'S', 'A'])).toEqual(['R', 'S', 'A']);
    expect(lettersOf(['stalls', '발코니', ' Circle'])).toEqual(['S', '발', 'C']);
    expect(lettersOf(['Standing', 'VIP', 'S', 'A'])).toEqual(['T', 'V', 'S', 'A']);
    expect(lettersOf(['★', 'R'])).toEqual(['A', 'R']);
  });

  it('have letters, also the twenty-seventh', () => {
    const letters = lettersOf(Array.from({ length: 28 }, () => '★'));
    expect([0, 25, 26, 27].map((i) => letters[i])).toEqual(['A', 'Z', 'A1', 'B1']);
  });
});

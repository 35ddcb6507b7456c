import type { PlanDrawing } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { gridDrawing, modelOf } from '#lib/map/hall-model.ts';
import { Labels } from '#lib/map/labels.ts';
import { smallDrawing } from './support/drawing.ts';
import { FakeCanvas } from './support/screen.ts';
import { noColors, sceneOf } from './support/scene.ts';

const bare: PlanDrawing = { ...smallDrawing, areas: [] };

/** What is written where, over a hall of which a seat takes ten times `k` pixels; a letter takes seven. */
async function written(
  drawing: PlanDrawing,
  k: number,
  { at = [200, 200] as readonly [number, number], count = '', colors = noColors } = {},
) {
  const model = await modelOf(drawing);
  const scene = sceneOf(model, { palette: colors });
  const canvas = new FakeCanvas();
  const labels = new Labels(scene, { freeIn: (section) => (count === '' ? '' : `${section}${count}`) });
  labels.draw(canvas.pen, { k, x: at[0], y: at[1] }, { width: 600, height: 600 });
  const texts = canvas.all('fillText').map(({ told: [text, x, y] }) => [text, Number(x), Number(y)] as const);
  return { texts, words: texts.map(([text]) => text), strokes: canvas.all('stroke').length };
}

const ofOneRow = (name: string, x: readonly number[]): PlanDrawing => ({
  ...bare,
  seat_count: 4,
  sections: [{ name: 'Hall', rows: [{ name, numbers: '1-4', x: [...x], y: [0, 0], category: 0 }] }],
});

describe('the name of a section', () => {
  it('stands over its seats from far, above them from the middle, and nowhere from near but where one stands', async () => {
    const far = await written(bare, 0.79);
    expect(far.texts.slice(0, 2)).toEqual([
      // On the seat in its middle: where nobody sits, nobody looks for the name.
      ['Left', expect.closeTo(200 + 10 * 0.79, 6), 200.5],
      ['Right', expect.closeTo(200 + 70 * 0.79, 6), 200.5],
    ]);
    const middle = await written(bare, 1);
    expect(middle.words).toEqual(['Left', 'Right', 'Floor']);
    // In the middle of its width, and a name's height above the half of a seat.
    expect(middle.texts[0]).toEqual(['Left', 220, 183.5]);
    expect((await written(bare, 1.7)).words.filter((word) => String(word).length > 1)).toEqual(['Floor']);
  });

  it('has the number of free places where there is room for it, and else stands alone, or not at all', async () => {
    const floor = (name: string): PlanDrawing => ({
      ...bare,
      sections: [
        ...bare.sections.slice(0, 2),
        { name, standing: { capacity: 5, category: 0, outline: [0, 200, 1000, 200, 1000, 600, 0, 600] } },
      ],
    });
    const words = async (name: string, count: string) =>
      (await written(floor(name), 0.79, { count })).words.slice(2);
    // It is as wide as 86 pixels, and 39 high.
    expect(await words('Floor', ' left')).toEqual(['Floor', '2 left']);
    expect(await words('Floor', ' places left')).toEqual(['Floor', '2 places left']);
    expect(await words('Floor', ' places are left')).toEqual(['Floor']);
    expect(await words('The floor of it', '')).toEqual(['The floor of it']);
    expect(await words('The floor of all', '')).toEqual([]);
  });

  it('that would stand over another is left out: large sections are named first', async () => {
    const over = [0, 0, 1000, 0, 1000, 400, 0, 400];
    const two: PlanDrawing = {
      ...bare,
      seat_count: 12,
      sections: [
        { name: 'Small', standing: { capacity: 2, category: 0, outline: over } },
        { name: 'Large', standing: { capacity: 10, category: 0, outline: over } },
      ],
    };
    expect((await written(two, 1)).words).toEqual(['Large']);
  });

  it('is left out where the section is not seen, and where the hall has only the one', async () => {
    expect((await written(bare, 1, { at: [2_000, 2_000] })).words).toEqual([]);
    expect((await written(ofOneRow('', [0, 100, 100, 100]), 1)).words).toEqual([]);
  });

  it('has a frame where the system’s colours are wanted', async () => {
    expect((await written(bare, 1)).strokes).toBe(0);
    expect((await written(bare, 1, { colors: { ...noColors, forced: true } })).strokes).toBe(3);
  });
});

describe('the name of a row', () => {
  it('stands before its first seat, once seats are large enough', async () => {
    expect((await written(ofOneRow('A', [0, 100, 100, 100]), 1.09)).words).toEqual([]);
    expect((await written(ofOneRow('A', [0, 100, 100, 100]), 1.1)).words).toEqual(['A']);
    // Nearly a seat to the left of it.
    expect((await written(ofOneRow('A', [0, 100, 100, 100]), 2)).texts).toEqual([['A', 200 - 19, 200.5]]);
  });

  it('stands at the left end also of a row that is numbered from the right', async () => {
    expect((await written(ofOneRow('A', [300, -100, -100, -100]), 2)).texts).toEqual([['A', 181, 200.5]]);
  });

  it('stands at the edge of the screen where that cuts the row', async () => {
    expect((await written(ofOneRow('A', [0, 100, 100, 100]), 2, { at: [-30, 200] })).texts).toEqual([
      ['A', 12, 200.5],
    ]);
    // A first seat at the very edge has no room before it.
    expect((await written(ofOneRow('A', [0, 100, 100, 100]), 2, { at: [24, 200] })).texts).toEqual([
      ['A', 12, 200.5],
    ]);
  });

  it('is left out where the row is above or below the screen, or beside it', async () => {
    const row = ofOneRow('A', [0, 100, 100, 100]);
    const at = async (x: number, y: number) => (await written(row, 2, { at: [x, y] })).words;
    expect([await at(200, 8), await at(200, 7), await at(200, 592), await at(200, 593)]).toEqual([
      ...[['A'], [], ['A'], []],
    ]);
    expect([await at(-61, 200), await at(601, 200)]).toEqual([[], []]);
  });

  it('is none where the row has none', async () => {
    expect((await written(ofOneRow('', [0, 100, 100, 100]), 2)).words).toEqual([]);
    // Rows of a hall that is a grid are lettered as the box office letters them.
    const rows = (await modelOf(gridDrawing(53, 2, '#112233'))).rows.map(({ name }) => name);
    expect([rows[0], rows[25], rows[26], rows[51], rows[52]]).toEqual(['A', 'Z', 'AA', 'AZ', 'BA']);
  });
});

describe('the plan’s own words', () => {
  const bar = (width: number, size = 8): PlanDrawing => ({
    ...ofOneRow('', [0, 100, 100, 100]),
    areas: [
      {
        shape: 'rectangle',
        x: 0,
        y: 50,
        width,
        height: 20,
        text: { content: 'Stage', x: width / 2, y: 10, size },
      },
    ],
  });

  it('are written small where they would be too small as drawn, and where there is room for them', async () => {
    expect((await written(bar(35), 1)).texts).toEqual([['Stage', 217.5, 260]]);
    // Words that are wider than their area are room enough by themselves: thirty-five pixels of forty.
    expect((await written(bar(10), 1)).words).toEqual(['Stage']);
    expect((await written(bar(10, 6), 1)).words).toEqual([]);
    expect((await written(bar(35, 9), 1)).words).toEqual([]);
  });

  it('are left out where they are not seen', async () => {
    expect((await written(bar(35), 1, { at: [200, 700] })).words).toEqual([]);
  });
});

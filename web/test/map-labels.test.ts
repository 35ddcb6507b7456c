import { expect, it } from 'vitest';
import { modelOf } from '#lib/map/hall-model.ts';
import { Labels } from '#lib/map/labels.ts';
import { smallDrawing } from './support/drawing.ts';
import { sceneOf } from './support/scene.ts';
import { FakeCanvas } from './support/screen.ts';

/** What is written over a hall of which a seat takes ten pixels, and a letter seven. */
async function writtenOver(ownText: { readonly x: number; readonly y: number; readonly size: number }) {
  const { x, y, size } = ownText;
  const own = { shape: 'text' as const, x, y, text: { content: 'Left', size } };
  const model = await modelOf({ ...smallDrawing, areas: [own] });
  const canvas = new FakeCanvas();
  const labels = new Labels(sceneOf(model), { freeIn: () => '' });
  labels.draw(canvas.pen, { k: 1, x: 200, y: 100 }, { width: 600, height: 600 });
  return canvas.all('fillText').map(({ told: [text] }) => text);
}

it('a section is not named over the plan’s own words, nor beside nothing', async () => {
  const above = { x: 25, y: -17 };
  expect(await writtenOver({ ...above, size: 10 })).toEqual(['Right', 'Floor']);
  // Elsewhere, or too small to be drawn, the plan's words are in nobody's way.
  expect(await writtenOver({ ...above, y: -150, size: 10 })).toEqual(['Left', 'Right', 'Floor']);
  expect(await writtenOver({ ...above, size: 5 })).toEqual(['Left', 'Right', 'Floor']);
});

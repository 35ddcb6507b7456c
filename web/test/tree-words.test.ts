import type { EventDetails } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { formatMoney } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { later } from '#lib/i18n/later.ts';
import { modelOf } from '#lib/map/hall-model.ts';
import { treeWords } from '#lib/map/tree-words.ts';
import { smallDrawing } from './support/drawing.ts';

/** The small hall, with a mark on the second and the third seat, some of whose places are taken. */
async function markedHall() {
  const [left, ...others] = smallDrawing.sections;
  const [first, ...rows] = left?.rows ?? [];
  if (left === undefined || first === undefined) throw new Error('the hall has no rows');
  const marked = { ...first, marks: { restricted_view: [1], wheelchair: [2] } };
  const model = await modelOf({
    ...smallDrawing,
    sections: [{ ...left, rows: [marked, ...rows] }, ...others],
  });
  const hall = new Hall('gala');
  const bytes = hall.store.becomeLarge();
  bytes.takeLetters(`har${'a'.repeat(18)}`);
  bytes.countBy(model);
  // Of the event no more than its prices matters here.
  hall.details = { prices: { Stalls: 50_000 }, currency: 'KRW' } as unknown as EventDetails;
  return { hall, say: (item: Parameters<typeof treeWords>[2]) => treeWords(hall, model, item) };
}

describe('What is read out of the list of seats', () => {
  it('says of each seat its own number, state, category, price and marks', async () => {
    const { say } = await markedHall();
    const { seat } = i18n.t.hall;
    const { map } = later.t;
    const price = formatMoney(50_000, 'KRW', i18n.lang);
    expect([1, 2, 3, 4, 9].map((id) => say({ is: 'seat', seat: id }))).toEqual([
      [map.seat('1'), seat.held, 'Stalls', price].join(', '),
      [map.seat('2'), seat.available, 'Stalls', price, map.marks['restricted_view']].join(', '),
      [map.seat('3'), seat.reserved, 'Stalls', price, map.marks['wheelchair']].join(', '),
      [map.seat('4'), seat.available, 'Stalls', price].join(', '),
      [map.seat('1'), seat.available, 'Balcony'].join(', '),
    ]);
  });

  it('says of sections and rows how much of them is free', async () => {
    const { say } = await markedHall();
    const { map } = later.t;
    expect([0, 1, 2].map((section) => say({ is: 'section', section }))).toEqual([
      `Left, ${map.freeIn(6)}`,
      `Right, ${map.freeIn(8)}`,
      `Floor, ${map.freeIn(5)}`,
    ]);
    expect([0, 1].map((row) => say({ is: 'row', row }))).toEqual([
      `${map.row('A')}, ${map.freeIn(2)}`,
      `${map.row('B')}, ${map.freeIn(4)}`,
    ]);
  });
});

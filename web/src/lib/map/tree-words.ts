import type { Hall } from '#lib/hall/hall.svelte.ts';
import { formatMoney } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { later } from '#lib/i18n/later.ts';
import type { HallModel } from './hall-model.ts';
import type { TreeItem } from './tree.ts';

/** What the tree beside the map tells the audience: how much is free, and what a seat is and costs. */
export function treeWords(hall: Hall, model: HallModel, item: TreeItem): string {
  void hall.store.version;
  if (item.is === 'section') {
    const { name } = model.sections[item.section] ?? { name: '' };
    return `${name}, ${later.t.map.freeIn(hall.store.bytes?.freeInSection[item.section] ?? 0)}`;
  }
  if (item.is === 'row') {
    const row = model.rows[item.row];
    const free = freeIn(hall, row?.firstSeat ?? 1, row?.seatCount ?? 0);
    return `${later.t.map.row(row?.name ?? '')}, ${later.t.map.freeIn(free)}`;
  }
  return seatWords(hall, model, item.seat);
}

function freeIn(hall: Hall, first: number, count: number): number {
  let free = 0;
  for (let id = first; id < first + count; id++) if (hall.viewOf(id) === 'available') free += 1;
  return free;
}

function seatWords(hall: Hall, model: HallModel, id: number): string {
  const category = model.categories[model.category[id - 1] ?? 0]?.name ?? '';
  const { prices = {}, currency } = hall.details ?? {};
  const price = prices[category];
  const state = hall.pending.includes(id) ? i18n.t.hall.seatBusy : i18n.t.hall.seat[hall.viewOf(id)];
  return [
    later.t.map.seat(model.numberOf(id)),
    state,
    model.categories.length > 1 ? category : '',
    price !== undefined && currency ? formatMoney(price, currency, i18n.lang) : '',
    ...model.marksOf(id).map((mark) => later.t.map.marks[mark] ?? mark),
  ]
    .filter((word) => word !== '')
    .join(', ');
}

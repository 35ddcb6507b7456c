import { el } from './dom.ts';
import type { Words } from './words.ts';

export interface BestWishOf {
  readonly quantity: number;
  readonly category?: string;
}

export interface BestFormPorts {
  readonly words: Words;
  readonly quantityMax: number;
  readonly categories: readonly { readonly name: string; readonly text: string }[];
  readonly find: (wish: BestWishOf) => void;
}

/** For halls that are too large to be drawn here: how many seats, of which price, and the house chooses. */
export function bestForm({ words, quantityMax, categories, find }: BestFormPorts): HTMLFormElement {
  const numbers = Array.from({ length: quantityMax }, (_, index) =>
    el('option', { value: index + 1, selected: index === Math.min(1, quantityMax - 1) }, String(index + 1)),
  );
  const quantity = el('select', { part: 'field' }, ...numbers);
  const kinds = categories.map(({ name, text }) => el('option', { value: name }, text));
  const category = el('select', { part: 'field' }, el('option', { value: '' }, words.anyCategory), ...kinds);
  const button = el('button', { type: 'submit', class: 'main', part: 'button button-main' }, words.find);
  const form = el(
    'form',
    { class: 'best', part: 'best' },
    el('label', {}, el('span', {}, words.howMany), quantity),
    ...(kinds.length > 1 ? [el('label', {}, el('span', {}, words.category), category)] : []),
    button,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = category.value;
    find({ quantity: Number(quantity.value), ...(name === '' ? {} : { category: name }) });
  });
  return form;
}

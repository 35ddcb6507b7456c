import { luminance, parse } from '#lib/map/palette.ts';
import type { Category } from './hall.ts';

/** Told apart by people who see few colours, and on light and dark ground. */
const SUGGESTED = [
  '#2a78d6',
  '#c2410c',
  '#0f9d7a',
  '#8a63d2',
  '#b4369a',
  '#a16207',
  '#4d7c0f',
  '#0e7490',
  '#be123c',
  '#57534e',
];
/** The bounds within which the audience's map shows a colour as it is; see `legible` there. */
const DARK_MIN = 0.2;
const LIGHT_MAX = 0.28;
/** Nearer than this in red, green and blue, two colours are one from a few steps away. */
const ALIKE_BELOW = 60;

export type ColorRemark =
  { readonly is: 'tooLight' | 'tooDark' } | { readonly is: 'tooAlike'; readonly other: string };

/** What there is to say of a category's colour: whether it is shown otherwise, and what it is mistaken for. */
export function remarkOnColor(category: Category, all: readonly Category[]): ColorRemark | undefined {
  const own = parse(category.color);
  const other = all.find(({ id, color }) => {
    const { r, g, b } = parse(color);
    return id !== category.id && Math.hypot(r - own.r, g - own.g, b - own.b) < ALIKE_BELOW;
  });
  if (other) return { is: 'tooAlike', other: other.name };
  const light = luminance(own);
  // Between the two bounds there is little room; only what is far from it is worth a word.
  if (light > LIGHT_MAX * 2) return { is: 'tooLight' };
  if (light < DARK_MIN / 4) return { is: 'tooDark' };
  return undefined;
}

/** The first of the suggested colours that no category has. */
export function nextColor(all: readonly Category[]): string {
  return SUGGESTED.find((color) => !all.some((each) => each.color === color)) ?? '#57534e';
}

import colors from 'color-string';

/** Told apart by people who see few colours, and on light and dark ground. */
const PALETTE = [
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

/** Any colour of CSS as six hexadecimal digits; undefined when it is none, or nothing can be seen of it. */
export function readColor(text: string): string | undefined {
  const values = colors.get.rgb(text.trim().toLowerCase());
  if (values === null) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 1] = values;
  if (alpha === 0) return undefined;
  const hex = [red, green, blue].map((value) => Math.round(value).toString(16).padStart(2, '0'));
  return `#${hex.join('')}`;
}

/** For the categories of a file that gives them none. */
export function paletteColor(index: number): string {
  return PALETTE[index % PALETTE.length] ?? '#2a78d6';
}

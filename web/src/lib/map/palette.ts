import type { PlanCategory } from '@jari/contract';

export interface CategoryLook {
  readonly fill: string;
  readonly shade: string;
  readonly ink: string;
  readonly letter: string;
  readonly pattern: number;
}

/** The colours in which a hall is drawn: those of the page's theme, and the plan's, made legible on it. */
export interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly line: string;
  readonly edge: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly gone: string;
  readonly goneInk: string;
  readonly accent: string;
  readonly accentHigh: string;
  readonly onAccent: string;
  readonly focus: string;
  readonly glow: string;
  readonly sans: string;
  /** The system's colours only: then states are told by shape, and categories by letter. */
  readonly forced: boolean;
  readonly categories: readonly CategoryLook[];
}

export const PATTERN_COUNT = 6;

/** The page's colours by theme: they are the same for everything that is drawn, and asking for them costs a layout. */
const themes = new Map<string, Omit<Palette, 'categories'>>();
const palettes = new WeakMap<readonly PlanCategory[], { readonly of: object; readonly palette: Palette }>();

/** The colours of the theme that the page has at the moment it is asked. */
export function readPalette(categories: readonly PlanCategory[]): Palette {
  const isForced = matchMedia('(forced-colors: active)').matches;
  const isDark = document.documentElement.dataset['theme'] !== 'light';
  const name = isForced ? 'forced' : isDark ? 'dark' : 'light';
  const theme = themes.get(name) ?? readTheme(isForced, isDark);
  themes.set(name, theme);
  const known = palettes.get(categories);
  if (known?.of === theme) return known.palette;
  const letters = lettersOf(categories.map(({ name }) => name));
  const looks = categories.map((each, at) => lookOf(each, letters[at] ?? '', at, isForced, isDark));
  const palette = { ...theme, categories: looks };
  palettes.set(categories, { of: theme, palette });
  return palette;
}

function readTheme(isForced: boolean, isDark: boolean): Omit<Palette, 'categories'> {
  const style = getComputedStyle(document.documentElement);
  const named = (name: string) => style.getPropertyValue(name).trim();
  if (isForced) return { ...systemColors, sans: named('--sans') };
  return {
    ground: named('--map-night'),
    surface: named('--surface-high'),
    line: named('--line'),
    edge: named('--edge'),
    ink: named('--ink'),
    inkSoft: named('--ink-soft'),
    gone: named('--gone'),
    goneInk: named('--gone-ink'),
    accent: named('--accent'),
    accentHigh: named('--accent-high'),
    onAccent: named('--on-accent'),
    focus: isDark ? named('--accent') : named('--accent-ink'),
    glow: isDark ? '255 196 110' : '255 176 80',
    sans: named('--sans'),
    forced: false,
  };
}

const systemColors = {
  ground: 'Canvas',
  surface: 'Canvas',
  line: 'CanvasText',
  edge: 'CanvasText',
  ink: 'CanvasText',
  inkSoft: 'CanvasText',
  gone: 'Canvas',
  goneInk: 'GrayText',
  accent: 'Highlight',
  accentHigh: 'Highlight',
  onAccent: 'HighlightText',
  focus: 'Highlight',
  glow: '',
  forced: true,
};

function lookOf(
  { color }: PlanCategory,
  letter: string,
  index: number,
  isForced: boolean,
  isDark: boolean,
): CategoryLook {
  const colors = isForced
    ? { fill: 'CanvasText', shade: 'CanvasText', ink: 'Canvas' }
    : legible(color, isDark);
  return { ...colors, letter, pattern: index % PATTERN_COUNT };
}

/**
 * A letter for each category, one that its name begins with or at least has, as it is spoken of ("an R seat"). A
 * name of one letter is sure of it. Where no letter of a name is left, one of the alphabet is: A…Z, A1…Z1 and so on.
 */
export function lettersOf(names: readonly string[]): readonly string[] {
  const letters = names.map(() => '');
  const lettersIn = (name: string) =>
    [...name.toLocaleUpperCase()].filter((each) => /[\p{L}\p{N}]/u.test(each));
  const shortestFirst = names
    .map((_, i) => i)
    .sort((a, b) => lengthOf(names[a]) - lengthOf(names[b]) || a - b);
  for (const i of shortestFirst) {
    letters[i] = lettersIn(names[i] ?? '').find((each) => !letters.includes(each)) ?? spareLetter(letters);
  }
  return letters;
}

/** Names of one letter come first, all others in order. */
function lengthOf(name = ''): number {
  return Math.min(2, name.trim().length);
}

function spareLetter(used: readonly string[]): string {
  for (let i = 0; ; i++) {
    const round = Math.floor(i / 26);
    const letter = String.fromCharCode(65 + (i % 26)) + (round === 0 ? '' : String(round));
    if (!used.includes(letter)) return letter;
  }
}

interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/**
 * An organiser's colour, moved as far as needed to stand out from the ground: lighter in the dark theme, darker in
 * the light one. Its hue stays, so that the legend still matches the leaflet.
 */
export function legible(color: string, isDark: boolean): { fill: string; shade: string; ink: string } {
  const white: Rgb = { r: 255, g: 255, b: 255 };
  const black: Rgb = { r: 0, g: 0, b: 0 };
  let fill = parse(color);
  const isLegible = (rgb: Rgb) => (isDark ? luminance(rgb) >= 0.2 : luminance(rgb) <= 0.28);
  for (let step = 0; step < 12 && !isLegible(fill); step++) fill = mix(fill, isDark ? white : black, 0.12);
  const ink = luminance(fill) > 0.19 ? mix(black, fill, 0.04) : white;
  return { fill: css(fill), shade: css(mix(fill, black, 0.24)), ink: css(ink) };
}

/** How bright a colour is to the eye, 0 to 1, as WCAG measures it. */
export function luminance({ r, g, b }: Rgb): number {
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

export function parse(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: (value >> 16) & 255, g: (value >> 8) & 255, b: value & 255 };
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const part = (a: number, b: number) => Math.round(a + (b - a) * share);
  return { r: part(one.r, other.r), g: part(one.g, other.g), b: part(one.b, other.b) };
}

function css({ r, g, b }: Rgb): string {
  return `#${((1 << 24) | (r << 16) | (g << 8) | b).toString(16).slice(1)}`;
}

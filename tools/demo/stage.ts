import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import type { ScreenSize } from './device.ts';

const BEZEL = 11;
const GAP = 34;
/** Of a film of two phones; a wider one, which is shown as small, has larger words. */
const CAPTION = { height: 76, letters: 25, filmWidth: 896 };
/** How round a screen's corners are: a phone's more than a computer's. */
const PHONE_CORNER = 34;
const DESKTOP_CORNER = 10;

/** Where the screens lie in the film, from left to right. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** How much larger the words are than beside two phones. */
  readonly wordsScale: number;
  readonly captionHeight: number;
  readonly screens: readonly (ScreenSize & { readonly x: number; readonly y: number })[];
}

/** Films have no odd sides. */
const even = (pixels: number) => pixels + (pixels % 2);

export function layOut(sizes: readonly ScreenSize[]): Layout {
  const width = even(sizes.reduce((sum, size) => sum + size.width + 2 * BEZEL + GAP, GAP));
  const wordsScale = Math.max(1, width / CAPTION.filmWidth);
  const captionHeight = Math.round(CAPTION.height * wordsScale);
  let x = GAP + BEZEL;
  const screens = sizes.map((size) => {
    const placed = { ...size, x, y: captionHeight + BEZEL };
    x += size.width + 2 * BEZEL + GAP;
    return placed;
  });
  const tallest = Math.max(...sizes.map(({ height }) => height));
  const height = even(captionHeight + tallest + 2 * BEZEL + GAP);
  return { width, height, wordsScale, captionHeight, screens };
}

type Screen = Layout['screens'][number];

const cornerOf = ({ width }: Screen) => (width < 600 ? PHONE_CORNER : DESKTOP_CORNER);

/** The table on which the devices lie, with holes where their screens are. */
function tableSvg({ width, height, screens }: Layout): string {
  const hole = (screen: Screen) => {
    const r = cornerOf(screen);
    const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx * r} ${dy * r}`;
    return (
      `M${screen.x + r} ${screen.y}h${screen.width - 2 * r}${corner(1, 1)}v${screen.height - 2 * r}${corner(-1, 1)}` +
      `h${2 * r - screen.width}${corner(-1, -1)}v${2 * r - screen.height}${corner(1, -1)}z`
    );
  };
  const bezel = (screen: Screen) => {
    const { x, y } = screen;
    const r = cornerOf(screen);
    return `<rect x="${x - BEZEL / 2}" y="${y - BEZEL / 2}" width="${screen.width + BEZEL}" height="${screen.height + BEZEL}"
      rx="${r + BEZEL / 2}" fill="none" stroke="#0b0713" stroke-width="${BEZEL}"/>
    <rect x="${x - BEZEL}" y="${y - BEZEL}" width="${screen.width + 2 * BEZEL}" height="${screen.height + 2 * BEZEL}"
      rx="${r + BEZEL}" fill="none" stroke="#5b4d78" stroke-width="1.5"/>`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <path fill="#2b2140" fill-rule="evenodd" d="M0 0H${width}V${height}H0z${screens.map(hole).join('')}"/>
    ${screens.map(bezel).join('')}
  </svg>`;
}

const page = (body: string, { width, wordsScale, captionHeight }: Layout) => `<!doctype html><style>
  * { margin: 0 }
  p { display: grid; place-items: center; width: ${width}px; height: ${captionHeight}px;
    color: #fff4e2; font: 600 ${CAPTION.letters * wordsScale}px/1.2 system-ui, sans-serif; text-align: center; letter-spacing: 0.005em }
  b { color: #ffc56e; font-weight: 600 }
</style>${body}`;

/** Draws the table and the captions as pictures to lay over the film; gives their files. */
export async function drawStage(
  browser: Browser,
  folder: string,
  layout: Layout,
  captions: readonly string[],
): Promise<{ table: string; captions: string[] }> {
  const canvas = await browser.newPage({ viewport: { width: layout.width, height: layout.height } });
  const draw = async (name: string, body: string, height: number) => {
    const path = join(folder, `${name}.png`);
    await canvas.setContent(page(body, layout));
    const clip = { x: 0, y: 0, width: layout.width, height };
    await canvas.screenshot({ path, omitBackground: true, clip });
    return path;
  };
  const table = await draw('table', tableSvg(layout), layout.height);
  const drawn: string[] = [];
  for (const [index, words] of captions.entries()) {
    drawn.push(await draw(`caption-${index}`, `<p><span>${words}</span></p>`, layout.captionHeight));
  }
  await canvas.close();
  return { table, captions: drawn };
}

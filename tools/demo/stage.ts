import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { SCREEN } from './phone.ts';

const BEZEL = 11;
const GAP = 34;
const CAPTION_HEIGHT = 76;

const PHONE_WIDTH = SCREEN.width + 2 * BEZEL;
export const FILM = {
  width: 2 * PHONE_WIDTH + 3 * GAP,
  height: CAPTION_HEIGHT + SCREEN.height + 2 * BEZEL + GAP,
} as const;

/** Where the two screens lie in the film. */
export const SCREENS = [0, 1].map((index) => ({
  x: GAP + BEZEL + index * (PHONE_WIDTH + GAP),
  y: CAPTION_HEIGHT + BEZEL,
}));

const CORNER = 34;

/** The table on which the phones lie, with holes where their screens are. */
function tableSvg(): string {
  const hole = ({ x, y }: { x: number; y: number }) => {
    const { width, height } = SCREEN;
    const corner = (dx: number, dy: number) => `a${CORNER} ${CORNER} 0 0 1 ${dx * CORNER} ${dy * CORNER}`;
    return (
      `M${x + CORNER} ${y}h${width - 2 * CORNER}${corner(1, 1)}v${height - 2 * CORNER}${corner(-1, 1)}` +
      `h${2 * CORNER - width}${corner(-1, -1)}v${2 * CORNER - height}${corner(1, -1)}z`
    );
  };
  const bezel = ({ x, y }: { x: number; y: number }) =>
    `<rect x="${x - BEZEL / 2}" y="${y - BEZEL / 2}" width="${SCREEN.width + BEZEL}" height="${SCREEN.height + BEZEL}"
      rx="${CORNER + BEZEL / 2}" fill="none" stroke="#0b0713" stroke-width="${BEZEL}"/>
    <rect x="${x - BEZEL}" y="${y - BEZEL}" width="${PHONE_WIDTH}" height="${SCREEN.height + 2 * BEZEL}"
      rx="${CORNER + BEZEL}" fill="none" stroke="#5b4d78" stroke-width="1.5"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${FILM.width}" height="${FILM.height}">
    <path fill="#2b2140" fill-rule="evenodd" d="M0 0H${FILM.width}V${FILM.height}H0z${SCREENS.map(hole).join('')}"/>
    ${SCREENS.map(bezel).join('')}
  </svg>`;
}

const page = (body: string) => `<!doctype html><style>
  * { margin: 0 }
  p { display: grid; place-items: center; width: ${FILM.width}px; height: ${CAPTION_HEIGHT}px;
    color: #fff4e2; font: 600 25px/1.2 system-ui, sans-serif; text-align: center; letter-spacing: 0.005em }
  b { color: #ffc56e; font-weight: 600 }
</style>${body}`;

/** Draws the table and the captions as pictures to lay over the film; gives their files. */
export async function drawStage(
  browser: Browser,
  folder: string,
  captions: readonly string[],
): Promise<{ table: string; captions: string[] }> {
  const canvas = await browser.newPage({ viewport: FILM });
  const draw = async (name: string, body: string, height: number) => {
    const path = join(folder, `${name}.png`);
    await canvas.setContent(page(body));
    await canvas.screenshot({ path, omitBackground: true, clip: { x: 0, y: 0, width: FILM.width, height } });
    return path;
  };
  const table = await draw('table', tableSvg(), FILM.height);
  const drawn: string[] = [];
  for (const [index, words] of captions.entries()) {
    drawn.push(await draw(`caption-${index}`, `<p><span>${words}</span></p>`, CAPTION_HEIGHT));
  }
  await canvas.close();
  return { table, captions: drawn };
}

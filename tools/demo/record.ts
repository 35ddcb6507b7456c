import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
import { Theatre } from '../../web/e2e/support/theatre.ts';
import { cutFilm, requireFfmpeg } from './film.ts';
import { Device } from './device.ts';
import { drawStage, layOut } from './stage.ts';
import { day } from './stories/day.ts';
import { race } from './stories/race.ts';
import type { Story } from './telling.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** As the browser tests find it; undefined: the one that Playwright has downloaded, if it has. */
function findChromium(): string | undefined {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'];
  return [process.env['JARI_CHROMIUM'], ...usual].find((file) => file !== undefined && existsSync(file));
}

async function openBrowser(home: string): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb'],
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
  });
}

const stories: readonly Story[] = [race, day];

async function record({ name, screens, env, gif, play }: Story): Promise<void> {
  requireFfmpeg();
  const folder = mkdtempSync(join(tmpdir(), 'jari-demo-'));
  mkdirSync(IMAGES, { recursive: true });
  const theatre = await Theatre.open(env);
  const browser = await openBrowser(folder);
  try {
    const devices: Device[] = [];
    for (const [index, { size, context }] of screens.entries()) {
      const reel = join(folder, `screen-${index}`);
      mkdirSync(reel);
      devices.push(await Device.switchOn(browser, reel, size, context));
    }
    const told = await play(theatre, devices);
    const layout = layOut(screens.map(({ size }) => size));
    const words = told.captions.map((caption) => caption.words);
    const stage = await drawStage(browser, folder, layout, words);
    const captions = told.captions.map(({ at }, index) => ({ at, file: stage.captions[index] ?? '' }));
    const cut = {
      ...told,
      gif,
      layout,
      screens: devices.map(({ frames }) => frames),
      table: stage.table,
      captions,
    };
    const out = { webm: join(IMAGES, `${name}.webm`), gif: join(IMAGES, `${name}.gif`) };
    console.log(cutFilm(cut, folder, out).join('\n'));
  } finally {
    await browser.close();
    await theatre.close();
    if (process.env['KEEP_FRAMES'] === undefined) rmSync(folder, { recursive: true, force: true });
    else console.log(`Frames: ${folder}`);
  }
}

const wanted = process.argv[2] ?? race.name;
const story = stories.find(({ name }) => name === wanted);
if (story === undefined) {
  console.error(`There is no film "${wanted}". There is: ${stories.map(({ name }) => name).join(', ')}.`);
  process.exitCode = 2;
} else {
  record(story).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
import { Theatre } from '../../web/e2e/support/theatre.ts';
import { cutFilm, requireFfmpeg } from './film.ts';
import { Phone } from './phone.ts';
import { playStory } from './story.ts';
import { drawStage } from './stage.ts';

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

async function record(): Promise<void> {
  requireFfmpeg();
  const folder = mkdtempSync(join(tmpdir(), 'jari-demo-'));
  const folders = ['left', 'right'].map((name) => join(folder, name));
  for (const path of [...folders, IMAGES]) mkdirSync(path, { recursive: true });
  const [leftFolder = folder, rightFolder = folder] = folders;

  // Every attempt fails until the server is told otherwise.
  const theatre = await Theatre.open({ FAILURE_RATE: '1' });
  const browser = await openBrowser(folder);
  try {
    const left = await Phone.switchOn(browser, leftFolder, { locale: 'ko-KR', colorScheme: 'dark' });
    const right = await Phone.switchOn(browser, rightFolder, { locale: 'en-GB', colorScheme: 'light' });
    const story = await playStory(theatre, left, right);
    const stage = await drawStage(
      browser,
      folder,
      story.captions.map(({ words }) => words),
    );
    const captions = story.captions.map(({ at }, index) => ({ at, file: stage.captions[index] ?? '' }));
    const report = cutFilm(
      { ...story, phones: [left.frames, right.frames], table: stage.table, captions },
      folder,
      {
        webm: join(IMAGES, 'demo.webm'),
        gif: join(IMAGES, 'demo.gif'),
      },
    );
    console.log(report.join('\n'));
  } finally {
    await browser.close();
    await theatre.close();
    if (process.env['KEEP_FRAMES'] === undefined) rmSync(folder, { recursive: true, force: true });
    else console.log(`Frames: ${folder}`);
  }
}

record().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

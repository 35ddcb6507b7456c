import type { CDPSession, Page } from '@playwright/test';
import { ADMIN_TOKEN, Theatre } from '../../../web/e2e/support/theatre.ts';
import { openBrowser } from './large-halls.ts';
import { WATCH_PAGE } from './watch-page.ts';

/**
 * How smoothly a hall of 12,000 seats is edited: the gaps between frames while the sheet is moved, zoomed, and while
 * all seats are dragged. Needs Chromium and a build.
 *
 *     node --conditions=jari-source --import tsx tools/bench/web/hall-editor.ts
 */
const SLOWDOWNS = [1, 4];
const MOVES = 120;

async function measure(page: Page, cdp: CDPSession, cpuSlowdown: number, url: string): Promise<void> {
  await page.request.post(`${url}/api/v1/admin/session`, { data: { token: ADMIN_TOKEN } });
  await page.goto(`${url}/admin/plans/new?template=arena`);
  const sheet = page.getByTestId('sheet');
  await page.waitForURL(/draft=/);
  await page.waitForTimeout(1_500);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  const box = await sheet.boundingBox();
  if (!box) throw new Error('there is no sheet');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  const circle = async () => {
    for (let i = 0; i < MOVES; i++)
      await page.mouse.move(middle.x + 60 * Math.sin(i / 8), middle.y + 40 * Math.sin(i / 5));
  };
  await report(page, `CPU ×${cpuSlowdown}, panning`, async () => {
    await page.mouse.down({ button: 'middle' });
    await circle();
    await page.mouse.up({ button: 'middle' });
  });
  await report(page, `CPU ×${cpuSlowdown}, zooming`, async () => {
    for (let i = 0; i < MOVES; i++) await page.mouse.wheel(0, i % 40 < 20 ? -100 : 100);
  });
  await page.getByTestId('zoom-all').click();
  await sheet.focus();
  await page.keyboard.press('Control+a');
  await report(page, `CPU ×${cpuSlowdown}, dragging all seats`, async () => {
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await circle();
    await page.mouse.up();
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
}

async function report(page: Page, what: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate('window.jariCountFrames()');
  await act();
  const gaps = await page.evaluate<number[]>('window.jariFrameGaps()');
  const sorted = [...gaps].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN);
  console.log(`${what}: ${gaps.length} frames, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms`);
}

const theatre = await Theatre.open();
const browser = await openBrowser();
try {
  for (const cpuSlowdown of SLOWDOWNS) {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
    await page.addInitScript({ content: WATCH_PAGE });
    await measure(page, await page.context().newCDPSession(page), cpuSlowdown, theatre.url);
    await page.close();
  }
} finally {
  await browser.close();
  await theatre.close();
}

import { chromium, type CDPSession, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../../scripts/lib/requirements.mjs';
import { Theatre } from '../../../web/e2e/support/theatre.ts';

/**
 * What a first visit to `/` costs: requests, bytes over the wire, console errors, layout shift on the way to the
 * ticket, and when the seats can be clicked, on lines and processors of several kinds. Needs Chromium and a build.
 *
 *     node --conditions=jari-source --import tsx tools/bench/web/first-load.ts
 */

interface Line {
  readonly name: string;
  readonly latencyMs: number;
  /** Bytes a second; -1: as fast as it goes. */
  readonly bytesPerSecond: number;
  readonly cpuSlowdown: number;
}

const LINES: readonly Line[] = [
  { name: 'this machine', latencyMs: 0, bytesPerSecond: -1, cpuSlowdown: 1 },
  { name: 'CPU ×4', latencyMs: 0, bytesPerSecond: -1, cpuSlowdown: 4 },
  { name: '150 ms, 1.6 Mbit/s, CPU ×4', latencyMs: 150, bytesPerSecond: 200_000, cpuSlowdown: 4 },
  { name: '1 s', latencyMs: 1_000, bytesPerSecond: -1, cpuSlowdown: 1 },
];
const ROUNDS = 5;
const QUIET_MS = 2_500;
const PHONE = { width: 390, height: 664 };
const SEAT = '[data-testid="seat-A1"][data-state="available"]';

interface Visit {
  readonly requests: readonly string[];
  readonly bytes: number;
  readonly clickableMs: number;
  readonly shift: number;
  readonly shiftToTicket: number;
  readonly errors: readonly string[];
}

async function firstVisit(page: Page, url: string, line: Line, toTicket: boolean): Promise<Visit> {
  const cdp = await page.context().newCDPSession(page);
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  const traffic = await watchTraffic(cdp);
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: line.latencyMs,
    downloadThroughput: line.bytesPerSecond,
    uploadThroughput: line.bytesPerSecond,
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: line.cpuSlowdown });
  await page.addInitScript({ content: WATCH_PAGE });
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => Reflect.get(globalThis, 'jariClickableMs') > 0, null, { timeout: 60_000 });
  await page.waitForTimeout(QUIET_MS);
  const { requests, bytes } = traffic();
  const clickableMs = await page.evaluate(() => Number(Reflect.get(globalThis, 'jariClickableMs')));
  const shift = await layoutShift(page);
  if (toTicket) await buy(page);
  return { requests, bytes, clickableMs, shift, shiftToTicket: await layoutShift(page), errors };
}

/**
 * Runs in the page: notes when the first seat can be clicked, and every shift that nobody asked for. As text, because
 * tsx would put calls of a helper of its own into a function.
 */
const WATCH_PAGE = `
  window.jariShift = 0;
  const observer = new MutationObserver(() => {
    if (document.querySelector('${SEAT}') === null) return;
    window.jariClickableMs = performance.now();
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jariShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

const layoutShift = (page: Page) => page.evaluate(() => Number(Reflect.get(globalThis, 'jariShift')));

async function buy(page: Page): Promise<void> {
  await page.locator(SEAT).click();
  await page.getByTestId('name-input').fill('김하늘');
  await page.getByTestId('phone-input').fill('010-1234-5678');
  await page.getByTestId('submit').click();
  await page.getByTestId('ticket').waitFor();
  await page.waitForTimeout(500);
}

async function watchTraffic(cdp: CDPSession): Promise<() => { requests: string[]; bytes: number }> {
  const urls = new Map<string, string>();
  const bytesOf = new Map<string, number>();
  const add = (id: string, bytes: number) => bytesOf.set(id, (bytesOf.get(id) ?? 0) + bytes);
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('http'))
      urls.set(requestId, `${request.method} ${new URL(request.url).pathname}`);
  });
  // Headers arrive with the response, the stream's data as it comes; the end says how much it was in all.
  cdp.on('Network.responseReceived', ({ requestId, response }) => add(requestId, response.encodedDataLength));
  cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => add(requestId, encodedDataLength));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    bytesOf.set(requestId, encodedDataLength),
  );
  await cdp.send('Network.enable');
  return () => ({
    requests: [...urls].map(([id, url]) => `${url} ${bytesOf.get(id) ?? 0}`),
    bytes: [...urls.keys()].reduce((sum, id) => sum + (bytesOf.get(id) ?? 0), 0),
  });
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'jari-first-load-'));
  const theatre = await Theatre.open();
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
  });
  try {
    for (const line of LINES) {
      const visits: Visit[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await theatre.reset();
        const context = await browser.newContext({
          viewport: PHONE,
          isMobile: true,
          hasTouch: true,
          locale: 'ko-KR',
        });
        visits.push(await firstVisit(await context.newPage(), `${theatre.url}/`, line, line === LINES[0]));
        await context.close();
      }
      const [first] = visits;
      if (first === undefined) continue;
      if (line === LINES[0]) {
        console.log(first.requests.join('\n'));
        console.log(`requests ${first.requests.length}, bytes over the wire ${first.bytes}`);
        console.log(`layout shift ${median(visits.map(({ shift }) => shift)).toFixed(3)}`);
        console.log(`… to the ticket ${median(visits.map(({ shiftToTicket }) => shiftToTicket)).toFixed(3)}`);
        console.log(`console errors ${JSON.stringify(visits.flatMap(({ errors }) => errors))}`);
      }
      const times = visits.map(({ clickableMs }) => Math.round(clickableMs));
      console.log(`${line.name}: seats clickable after ${median(times)} ms (${times.join(', ')})`);
    }
  } finally {
    await browser.close();
    await theatre.close();
    rmSync(home, { recursive: true, force: true });
  }
}

await main();

import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { findChromium } from '../../../scripts/lib/requirements.mjs';
import { WATCH_PAGE } from './watch-page.ts';

/** What the page of a large hall costs, on a phone with a slow processor. */
export interface HallFigures {
  /** From the address to a picture that answers a finger. */
  readonly usableMs: number;
  readonly longestTaskMs: number;
  readonly domNodes: number;
  /** Plan and states, as they came over the wire. */
  readonly hallBytes: number;
  readonly panFps: number;
  readonly zoomFps: number;
  /** Frames that took longer than 50 ms, of all while moving. */
  readonly lateFrames: number;
}

export interface Phone {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly cpuSlowdown: number;
}

const MOVE_MS = 3_000;

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}

export async function openPhone(browser: Browser, phone: Phone): Promise<{ page: Page; cdp: CDPSession }> {
  const context = await browser.newContext({
    viewport: { width: phone.width, height: phone.height },
    deviceScaleFactor: phone.ratio,
    isMobile: true,
    hasTouch: true,
    locale: 'ko-KR',
  });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: phone.cpuSlowdown });
  await page.addInitScript({ content: WATCH_PAGE });
  return { page, cdp };
}

/** One visit with an empty cache: until it is usable, then dragged to and fro, then zoomed in and out. */
export async function visit(browser: Browser, url: string, phone: Phone): Promise<HallFigures> {
  const { page, cdp } = await openPhone(browser, phone);
  try {
    const bytes = await countBytes(cdp, /\/plans\/|\/states$/);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => Reflect.get(globalThis, 'jariUsableMs') > 0, null, { timeout: 120_000 });
    const usableMs = await number(page, 'jariUsableMs');
    await page.waitForTimeout(1_500);
    const longestTaskMs = await number(page, 'jariLongestTaskMs');
    const domNodes = await page.evaluate<number>("document.querySelectorAll('*').length");

    const middle = await middleOfMap(page);
    // Two steps closer, as somebody would who looks around.
    await page.getByTestId('zoom-in').click();
    await page.getByTestId('zoom-in').click();
    await page.waitForTimeout(1_500);
    const pan = await framesWhile(page, () => drag(cdp, middle));
    await page.getByTestId('zoom-whole').click();
    await page.waitForTimeout(1_500);
    const zoom = await framesWhile(page, () => wheel(cdp, middle));
    return {
      usableMs,
      longestTaskMs,
      domNodes,
      hallBytes: bytes(),
      panFps: pan.fps,
      zoomFps: zoom.fps,
      lateFrames: pan.late + zoom.late,
    };
  } finally {
    await page.context().close();
  }
}

/** The share of a second that the page's main thread is busy, over `seconds`. */
export async function busyShare(cdp: CDPSession, page: Page, seconds: number): Promise<number> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const before = await busy();
  await page.waitForTimeout(seconds * 1_000);
  return ((await busy()) - before) / seconds;
}

async function middleOfMap(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.getByTestId('seat-map').boundingBox();
  if (!box) throw new Error('there is no map');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A finger that goes in circles, sixty positions a second. */
async function drag(cdp: CDPSession, { x, y }: { x: number; y: number }): Promise<void> {
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  await touch('touchStart', { x, y });
  await steadily((turn) =>
    touch('touchMove', { x: x + 90 * Math.sin(turn * 5), y: y + 70 * Math.sin(turn * 3.3) }),
  );
  await touch('touchEnd');
}

/** In and out again, as with a wheel or two fingers. */
async function wheel(cdp: CDPSession, { x, y }: { x: number; y: number }): Promise<void> {
  await steadily((turn) =>
    cdp.send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      x,
      y,
      deltaX: 0,
      deltaY: turn % 1.6 < 0.8 ? -28 : 28,
    }),
  );
}

async function steadily(step: (turn: number) => Promise<unknown>): Promise<void> {
  const beganAt = performance.now();
  for (let at = 0; at < MOVE_MS; at = performance.now() - beganAt) {
    const next = new Promise((resolve) => setTimeout(resolve, 1_000 / 60));
    await Promise.all([step(at / 1_000), next]);
  }
}

async function framesWhile(
  page: Page,
  act: () => Promise<void>,
): Promise<{ readonly fps: number; readonly late: number }> {
  await page.evaluate('window.jariCountFrames()');
  await act();
  const gaps = await page.evaluate<number[]>('window.jariFrameGaps()');
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return { fps: (gaps.length * 1_000) / total, late: gaps.filter((gap) => gap > 50).length };
}

async function countBytes(cdp: CDPSession, path: RegExp): Promise<() => number> {
  const wanted = new Set<string>();
  let bytes = 0;
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (path.test(new URL(request.url).pathname)) wanted.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (wanted.has(requestId)) bytes += encodedDataLength;
  });
  await cdp.send('Network.enable');
  return () => bytes;
}

function number(page: Page, name: string): Promise<number> {
  return page.evaluate((key) => Number(Reflect.get(globalThis, key)), name);
}

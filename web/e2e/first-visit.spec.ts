import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const REQUESTS_MAX = 12;
const BYTES_MAX = 70_000;

/** What goes over the wire, headers included. */
async function measure(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  const bytes = new Map<string, number>();
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('http'))
      urls.set(requestId, `${request.method} ${new URL(request.url).pathname}`);
  });
  cdp.on('Network.responseReceived', ({ requestId, response }) =>
    bytes.set(requestId, response.encodedDataLength),
  );
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    bytes.set(requestId, encodedDataLength),
  );
  await cdp.send('Network.enable');
  return {
    urls: () => [...urls.values()],
    total: () => [...bytes.values()].reduce((sum, count) => sum + count, 0),
  };
}

test('a first visit to the hall is light, asks for nothing twice and writes nothing into the console', async ({
  newVisitor,
}) => {
  const visitor = await newVisitor();
  const said: string[] = [];
  visitor.page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  const traffic = await measure(visitor.page);
  await visitor.enterHall();
  await visitor.expectSeat('A1', 'available');
  await visitor.page.waitForLoadState('load');
  // The session is the last that is asked for.
  await expect.poll(() => traffic.urls()).toContain('GET /api/v1/me');
  await visitor.page.waitForFunction(() => document.readyState === 'complete');

  const urls = traffic.urls();
  expect(urls.length, urls.join('\n')).toBeLessThanOrEqual(REQUESTS_MAX);
  expect(new Set(urls).size, urls.join('\n')).toBe(urls.length);
  expect(traffic.total(), urls.join('\n')).toBeLessThanOrEqual(BYTES_MAX);
  expect(said).toEqual([]);
});

test('what I do myself makes the page ask for nothing more', async ({ theatre, newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A1');
  await visitor.page.goBack();
  await visitor.goToForm('B1');
  const asked: string[] = [];
  visitor.page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'GET' && /\/(hold|me\/reservations)$/.test(pathname)) asked.push(pathname);
  });
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('B1');
  await visitor.page.goBack();
  await visitor.expectHall();
  await visitor.expectSeat('B1', 'mine-reserved');
  // Another's change comes by the same stream after my own: by then the page would have asked.
  await theatre.holdFor('someone', 9);
  await visitor.expectSeat('C3', 'held');
  await visitor.page.waitForTimeout(600);
  expect(asked).toEqual([]);
});

test('nothing jumps on the way from the first paint to the ticket', async ({ theatre, newVisitor }) => {
  const viewport = { width: 390, height: 664 };
  const visitor = await newVisitor({ viewport, isMobile: true, hasTouch: true });
  await visitor.page.addInitScript({
    content: `window.shift = 0;
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (entry.hadRecentInput) continue;
          window.shift += entry.value;
          window.shifts.push(entry.value.toFixed(4) + ' ' + entry.sources.map(({ node }) => node?.className ?? node?.nodeName));
        }
      }).observe({ type: 'layout-shift', buffered: true });`,
  });
  // Each page is painted well before its data, as on a slow line.
  await visitor.page.route(/\/api\/v1\//, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.fallback().catch(() => undefined);
  });
  await visitor.enterHall();
  await visitor.goToForm('A1');
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('A1');
  expect(await theatre.stateOf('A1')).toBe('reserved');
  const shift = await visitor.page.evaluate(() => Number(Reflect.get(window, 'shift')));
  const shifts = await visitor.page.evaluate(() => String(Reflect.get(window, 'shifts')));
  expect(shift, shifts).toBeLessThan(0.02);
});

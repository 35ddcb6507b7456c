import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, SOMEONE, test } from './support/test.ts';

const PRICES = { currency: 'KRW', prices: { standard: 55_000 } };
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

/** An event of its own for each test: their server is the same. */
let events = 0;
const newEvent = () => `look-${(events += 1)}`;

/** Every page of tickets, events and sales, one after the other. */
async function walk(
  page: Page,
  origin: string,
  code: string,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  const see = async (screen: string, path: string) => {
    await page.goto(origin + path);
    await expect(page.locator('main').getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
    await look(screen);
  };
  await see('no tickets', '/tickets');
  await see('events', '/events');
  await page.goto(`${origin}/events/soon`);
  await expect(page.getByTestId('sale-before')).toBeVisible();
  await look('before the opening');
  await page.goto(`${origin}/events/ended`);
  await expect(page.getByTestId('sale-closed')).toBeVisible();
  await look('after the closing');
  await see('find', '/tickets/find');
  await page.getByTestId('find-submit').click();
  await page.getByTestId('find-code').fill('22222-22222');
  await page.getByTestId('find-phone').fill(SOMEONE.phone);
  await page.getByTestId('find-submit').click();
  await expect(page.getByTestId('find-failure')).toBeVisible();
  await look('not found');
  await page.getByTestId('find-code').fill(code);
  await page.getByTestId('find-submit').click();
  await expect(page.getByTestId('found')).toBeVisible();
  await look('found ticket');
  await see('tickets', '/tickets');
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to on tickets, events and sales, ${colorScheme}`, async ({
    theatre,
    newVisitor,
  }) => {
    const event = newEvent();
    await theatre.putEvent(event, {}, PRICES);
    await theatre.putEvent('soon', {}, { sale_opens_at: inMs(2 * 86_400_000) });
    await theatre.putEvent('ended', {}, { sale_closes_at: inMs(-1_000) });
    const owner = await (await newVisitor({ event })).enterHall();
    await owner.reserve('A1');
    const code = await owner.ticketCode.innerText();
    const { page } = await newVisitor({ colorScheme, reducedMotion: 'reduce' });
    await walk(page, theatre.url, code, async (screen) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => ({
        id,
        where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
      }));
      expect.soft(found, screen).toEqual([]);
    });
  });
}

for (const [locale, zoom] of [
  ['ko-KR', 1],
  ['en-GB', 1],
  ['ko-KR', 2],
  ['en-GB', 2],
] as const) {
  test(`at 360 px and text of ${zoom * 100} % nothing sticks out, ${locale}`, async ({
    theatre,
    newVisitor,
  }) => {
    const event = newEvent();
    await theatre.putEvent(event, {}, PRICES);
    await theatre.putEvent('soon', {}, { sale_opens_at: inMs(2 * 86_400_000) });
    await theatre.putEvent('ended', {}, { sale_closes_at: inMs(-1_000) });
    const owner = await (await newVisitor({ event })).enterHall();
    await owner.reserve('A1');
    const code = await owner.ticketCode.innerText();
    const viewport = { width: 360, height: 740 };
    const { page } = await newVisitor({ locale, viewport, isMobile: true, hasTouch: true });
    await walk(page, theatre.url, code, async (screen) => {
      await page.evaluate((percent) => {
        document.documentElement.style.fontSize = `${percent}%`;
      }, zoom * 100);
      // The hall itself is looked at in narrow.spec.ts.
      const isHall = screen.startsWith('before') || screen.startsWith('after');
      const scope = isHall ? '[data-testid^="sale-"]:not([data-testid="sale-gate"]), header' : 'main, header';
      const outside = await page.evaluate((selector) => {
        const all = [...document.querySelectorAll(selector)].flatMap((root) => [
          root,
          ...root.querySelectorAll('*'),
        ]);
        return all
          .filter((element) => element.checkVisibility({ visibilityProperty: true }))
          .filter((element) => !element.closest('.visually-hidden, svg'))
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.right > 360.5 || box.left < -0.5))
          .map(({ element, box }) => `${element.tagName} ${element.className}: ${box.left} to ${box.right}`);
      }, scope);
      expect.soft(outside, screen).toEqual([]);
    });
  });
}

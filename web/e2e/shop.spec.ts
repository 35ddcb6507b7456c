import AxeBuilder from '@axe-core/playwright';
import { Shop } from '@jari/client';
import type { BrowserContext, Page } from '@playwright/test';
import { openShop } from './support/example-shop.ts';
import { mapTheatre } from './support/plans.ts';
import { expect, test } from './support/test.ts';

/** Like the browsers of today: a page of another site is sent none of our cookies. */
async function shopPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** What the hall says that the visitor holds. */
const held = (page: Page) => page.locator('[part="hold-seats"]');

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );

test('seats are chosen, paid and had in a shop of another site, by keyboard, and the shop is told', async ({
  openTheatre,
  context,
}) => {
  const shop = await openShop(openTheatre);
  const page = await shopPage(context, shop.url);
  const seat = (label: string) => page.getByRole('button', { name: new RegExp(`^${label},`) });

  await seat('A1').focus();
  await page.keyboard.press('ArrowRight');
  await expect(seat('A2')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(seat('A2')).toHaveAttribute('aria-pressed', 'true');
  await expect(held(page)).toHaveText('You have chosen A2');
  expect(await shop.theatre.stateOf('A2')).toBe('held');
  expect(await violationsOf(page)).toEqual([]);

  // A refresh loses nothing.
  await page.reload();
  await seat('B2').click();
  await expect(held(page)).toHaveText('You have chosen A2, B2');
  await expect(page.locator('[data-what]')).toHaveText('A2, B2');

  await page.getByLabel('Name').fill('Alice');
  await page.getByLabel('Mobile').fill('010-1234-5678');
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page.getByText(/Your ticket: \w{5}-\w{5}/)).toBeVisible();
  await expect(seat('A2')).toHaveAccessibleName('A2, sold');
  await expect(page.getByRole('button', { name: 'Pay' })).toBeHidden();

  const [order] = shop.orders.all.values();
  if (order?.reservation === undefined) throw new Error('the shop has no order');
  await expect.poll(() => order.isConfirmed).toBe(true);
  const jari = new Shop({ server: shop.theatre.url, apiKey: shop.apiKey });
  expect(await jari.cancel(order.reservation)).toMatchObject({ ok: true });
  await expect.poll(() => order.state).toBe('cancelled');
  await expect(seat('A2')).toHaveAccessibleName('A2, available');
  const forged = await fetch(`${shop.url}/webhooks/jari`, { method: 'POST', body: '{}' });
  expect(forged.status).toBe(401);
  shop.close();
});

test('the best seats of a large hall are found in Korean, and given back', async ({
  openTheatre,
  context,
}) => {
  const shop = await openShop(openTheatre);
  await shop.theatre.putPlanEvent('large', mapTheatre, {
    rules: { hold_ttl_seconds: 6, hold_extensions: 0 },
  });
  await context.addInitScript(() => {
    addEventListener('jari-release', (event) => {
      const { why } = (event as CustomEvent<{ why: string }>).detail;
      document.documentElement.dataset['released'] = why;
    });
  });
  const page = await shopPage(context, shop.url);
  await page.locator('jari-hall').evaluate((hall) => {
    hall.setAttribute('lang', 'ko');
    hall.setAttribute('event', 'large');
  });
  const released = () => page.locator('html').getAttribute('data-released');
  await page.getByLabel('등급').selectOption({ label: 'Stalls · ₩90,000' });
  await page.getByRole('button', { name: '좋은 좌석 찾기' }).click();
  await expect(held(page)).toHaveText(/^선택한 좌석: Stalls\s·\s[A-Z]\s·\s\d+, \d+$/);
  await expect(page.getByText('₩180,000')).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: '선택 취소' }).click();
  await expect(page.getByText('선택을 취소했어요.')).toBeVisible();
  expect(await released()).toBe('released');

  shop.close();
});

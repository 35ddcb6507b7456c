import { en } from '../src/lib/i18n/en.ts';
import { expect, test, type Visitor } from './support/test.ts';

/** Until the app is on the device: the worker has everything and speaks for this page. */
async function expectAppOnDevice({ page }: Visitor): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state ?? 'none'))
    .toBe('activated');
}

test('a ticket that was opened once opens without a network, and the list as well', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const { page } = visitor;
  await visitor.reserve('A1');
  const code = await visitor.ticketCode.innerText();
  await expectAppOnDevice(visitor);

  await page.context().setOffline(true);
  await page.reload();
  await visitor.expectTicket('A1');
  await expect(visitor.ticketCode).toHaveText(code);
  await expect(page.getByTestId('as-of')).toBeVisible();
  await expect(page.getByTestId('cancel')).toHaveCount(0);
  await page.getByTestId('all-tickets').click();
  await expect(page.getByTestId('offline-list')).toBeVisible();
  await expect(page.getByTestId('tickets-active')).toContainText(code);

  await page.context().setOffline(false);
  await expect(page.getByTestId('offline-list')).toBeHidden();
});

test('a ticket opens when the server is gone, a hall does not pretend to', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre();
  const visitor = await (await newVisitor({ theatre })).enterHall();
  const { page } = visitor;
  await visitor.reserve('A1');
  const address = page.url();
  await expectAppOnDevice(visitor);
  // Seen by the worker, too, and yet not kept.
  await page.goto(visitor.origin);
  await visitor.expectConnection('live');

  await theatre.kill9();
  await page.goto(address);
  await visitor.expectTicket('A1');
  await expect(page.getByTestId('as-of')).toBeVisible();
  await page.goto(visitor.origin);
  await expect(page.getByText(en.problem.networkTitle)).toBeVisible();
  await expect(page.getByTestId('seat-A1')).toHaveCount(0);

  await theatre.restart();
  await page.goto(visitor.origin);
  await visitor.expectConnection('live');
  await visitor.expectSeat('A1', 'mine-reserved');
});

test('the worker keeps nothing of the API', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.reserve('A1');
  await expectAppOnDevice(visitor);
  await visitor.page.goto(visitor.origin);
  await visitor.expectConnection('live');
  const kept = await visitor.page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    }
    return paths;
  });
  expect(kept).toContain('/200.html');
  expect(kept.filter((path) => /^\/(api|fcfs|events|reservations|$)/.test(path))).toEqual([]);
});

test('a first visit to the hall installs no worker', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  const count = await visitor.page.evaluate(
    async () => (await navigator.serviceWorker.getRegistrations()).length,
  );
  expect(count).toBe(0);
});

test('the next visitor of the same browser finds no tickets of the last one', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  const { page } = visitor;
  await visitor.reserve('A1');
  const address = page.url();
  await expectAppOnDevice(visitor);
  // The session goes, the storage stays: as when another signs in at the same device.
  await page.context().clearCookies();
  await page.goto(visitor.origin);
  await visitor.expectConnection('live');
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('jari:tickets:1') ?? ''))
    .not.toContain('default.');

  await page.context().setOffline(true);
  await page.goto(address);
  await expect(page.getByTestId('ticket')).toHaveCount(0);
  // Browsers differ in whether a page that begins without a network knows that it has none.
  const { offlineTitle, networkTitle } = en.problem;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    new RegExp(`^(${offlineTitle}|${networkTitle})$`),
  );
});

test('the app can be installed under its name in the visitor’s language', async ({ newVisitor }) => {
  for (const [locale, lang, name] of [
    ['ko-KR', 'ko', '자리'],
    ['en-GB', 'en', 'Jari'],
  ] as const) {
    const visitor = await newVisitor({ locale });
    const { page } = visitor;
    await page.goto(visitor.origin);
    const href = await page.locator('link[rel="manifest"]').evaluate((link: HTMLLinkElement) => link.href);
    const answer = await page.request.get(href);
    expect(answer.headers()['content-type']).toContain('application/manifest+json');
    const manifest = (await answer.json()) as {
      lang: string;
      short_name: string;
      start_url: string;
      icons: { src: string; purpose: string }[];
    };
    expect(manifest).toMatchObject({ lang, short_name: name, start_url: '/' });
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    for (const { src } of manifest.icons) {
      expect((await page.request.get(new URL(src, href).href)).status(), src).toBe(200);
    }
  }
});

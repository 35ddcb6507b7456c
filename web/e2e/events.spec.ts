import { en } from '../src/lib/i18n/en.ts';
import { ko } from '../src/lib/i18n/ko.ts';
import { expect, test } from './support/test.ts';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

test('the list shows what is on, in the visitor’s language, with price, seats and sale', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putEvent(
    'dream',
    {},
    {
      title: { ko: '한여름 밤의 꿈', en: 'A Midsummer Night’s Dream' },
      venue: { ko: '자리 소극장', en: 'Jari Little Theatre' },
      currency: 'KRW',
      prices: { standard: 55_000 },
    },
  );
  await theatre.putEvent('later', {}, { title: 'Later', sale_opens_at: inMs(8_000) });
  await theatre.putEvent('ended', {}, { title: 'Ended', sale_closes_at: inMs(-1_000) });
  await theatre.putEvent('full', {}, { title: 'Full', hall: { rows: 1, seats_per_row: 2 } });
  await theatre.fillUp('full');
  await theatre.putEvent('over', {}, { title: 'Over', starts_at: '2020-01-01T00:00:00Z' });

  for (const [locale, title, state, price] of [
    ['en-GB', 'A Midsummer Night’s Dream', en.sale.state, /^from .?₩55,000$/],
    ['ko-KR', '한여름 밤의 꿈', ko.sale.state, /^₩55,000부터$/],
  ] as const) {
    const { page } = await newVisitor({ locale });
    await page.goto(`${theatre.url}/events`);
    const dream = page.getByTestId('event-dream');
    await expect(dream).toContainText(title);
    await expect(dream.getByText(price)).toBeVisible();
    await expect(dream).toContainText('9');
    await expect(dream.getByTestId('event-state')).toHaveText(state.open);
    await expect(page.getByTestId('event-ended').getByTestId('event-state')).toHaveText(state.closed);
    await expect(page.getByTestId('event-full').getByTestId('event-state')).toHaveText(state.soldOut);
    await expect(page.getByTestId('event-over')).toHaveCount(0);
    await expect(page.getByTestId('event-later').getByTestId('event-state')).toHaveText(state.open);
    await dream.click();
    await expect(page).toHaveURL(/\/events\/dream$/);
  }
});

test('a sale that opens while one looks at the list opens there, too', async ({ theatre, newVisitor }) => {
  await theatre.putEvent('later', {}, { sale_opens_at: inMs(10_000) });
  const { page } = await newVisitor();
  await page.goto(`${theatre.url}/events`);
  const state = page.getByTestId('event-later').getByTestId('event-state');
  await expect(state).toHaveAttribute('data-state', 'before');
  await expect(state).toHaveAttribute('data-state', 'open');
});

test('without an answer the list says so, and tries again when asked', async ({ newVisitor, theatre }) => {
  const { page } = await newVisitor();
  let isBroken = true;
  await page.route('**/api/v1/events', (route) =>
    isBroken ? route.abort('connectionreset') : route.fallback(),
  );
  await page.goto(`${theatre.url}/events`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.problem.networkTitle);
  isBroken = false;
  await page.getByRole('button', { name: en.problem.tryAgain }).click();
  await expect(page.getByTestId('event-default')).toBeVisible();
});

test('an empty list says that there is nothing', async ({ newVisitor, theatre }) => {
  const { page } = await newVisitor();
  await page.route('**/api/v1/events', (route) => route.fulfill({ json: { events: [] } }));
  await page.goto(`${theatre.url}/events`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.listing.none);
});

test('sharing uses the system’s sheet, and copies the address where there is none', async ({
  newVisitor,
}) => {
  const visitor = await newVisitor({ permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = visitor;
  await page.addInitScript(() => {
    const shared: unknown[] = [];
    Object.assign(window, { shared });
    Object.defineProperty(navigator, 'share', {
      configurable: true,
      value: (what: unknown) => Promise.resolve(void shared.push(what)),
    });
    Object.defineProperty(navigator, 'canShare', { configurable: true, value: () => true });
  });
  await visitor.enterHall();
  await page.getByTestId('share').click();
  await expect
    .poll(() =>
      page.evaluate(() => (window as unknown as { shared: { url: string }[] }).shared.map(({ url }) => url)),
    )
    .toEqual([`${visitor.origin}/events/default`]);

  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined }));
  await page.getByTestId('share').click();
  await expect(visitor.toast).toContainText(en.share.copied);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${visitor.origin}/events/default`);
});

import { en } from '../src/lib/i18n/en.ts';
import { expect, test, type Visitor } from './support/test.ts';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const HOUR_MS = 3_600_000;

/** Lets the page ask the server now, as it does from time to time and whenever it comes to the front. */
const lookAgain = ({ page }: Visitor) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

test('before the opening the page counts down, the seats are inert, and it opens by itself', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putEvent('soon', {}, { sale_opens_at: inMs(HOUR_MS) });
  const visitor = await (await newVisitor({ event: 'soon' })).enterHall();
  const { page } = visitor;
  await visitor.markPage();

  await expect(page.getByTestId('sale-before')).toBeVisible();
  await theatre.putEvent('soon', {}, { sale_opens_at: inMs(15_000) });
  await lookAgain(visitor);
  await expect(page.getByTestId('sale-countdown')).toHaveText(/00:00:\d\d/);
  await expect(page.getByTestId('sale-gate')).toHaveAttribute('inert');
  // A tap is not even a question to the server.
  await visitor
    .seat('A1')
    .click({ force: true, timeout: 2_000 })
    .catch(() => undefined);
  await expect(visitor.toast).toHaveCount(0);

  // The opening itself is fifteen seconds away.
  await expect(page.getByTestId('sale-before')).toBeHidden({ timeout: 30_000 });
  await expect(page.getByTestId('sale-gate')).not.toHaveAttribute('inert');
  await expect(visitor.announcer).toHaveText(en.sale.justOpened);
  await visitor.choose('A1');
  await visitor.expectForm();
  await visitor.expectNotReloaded();
});

test('the countdown goes by the server’s time, whatever the device’s clock says', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putEvent('later', {}, { sale_opens_at: inMs(30 * 60_000) });
  const visitor = await newVisitor({ event: 'later' });
  await visitor.page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 7_200_000;
  });
  await visitor.enterHall();
  await expect(visitor.page.getByTestId('sale-countdown')).toHaveText(/00:(29|30):\d\d/);
  await expect(visitor.page.getByTestId('sale-gate')).toHaveAttribute('inert');
});

test('the organiser opens earlier, or later, and the open page follows', async ({ theatre, newVisitor }) => {
  await theatre.putEvent('moved', {}, { sale_opens_at: inMs(HOUR_MS) });
  const visitor = await (await newVisitor({ event: 'moved' })).enterHall();
  const { page } = visitor;
  await expect(page.getByTestId('sale-before')).toBeVisible();

  await theatre.putEvent('moved', {}, { sale_opens_at: inMs(-1_000) });
  await lookAgain(visitor);
  await expect(page.getByTestId('sale-before')).toBeHidden();
  await expect(page.getByTestId('sale-gate')).not.toHaveAttribute('inert');

  await theatre.putEvent('moved', {}, { sale_opens_at: inMs(2 * HOUR_MS) });
  await lookAgain(visitor);
  await expect(page.getByTestId('sale-countdown')).toHaveText(/01:59:\d\d/);
});

test('it closes by itself, and what is held can still be reserved', async ({ theatre, newVisitor }) => {
  await theatre.putEvent('ending', {}, { sale_closes_at: inMs(HOUR_MS / 2) });
  const visitor = await (await newVisitor({ event: 'ending' })).enterHall();
  const { page } = visitor;
  await expect(page.getByTestId('sale-open')).toBeVisible();
  await visitor.goToForm('A1');
  await page.goBack();
  await theatre.putEvent('ending', {}, { sale_closes_at: inMs(8_000) });
  await lookAgain(visitor);
  await expect(page.getByTestId('sale-closed')).toContainText(en.sale.closedWithHold);
  await expect(page.getByTestId('sale-gate')).toHaveAttribute('inert');
  await page.getByTestId('continue').click();
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('A1');
  await page.goto(`${visitor.origin}/events/ending`);
  await expect(page.getByTestId('sale-closed')).toContainText(en.sale.closed);
});

test('an event without an opening or a closing shows neither', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await expect(visitor.page.getByTestId('sale-gate')).not.toHaveAttribute('inert');
  await expect(visitor.page.locator('[data-testid^="sale-"]:not([data-testid="sale-gate"])')).toHaveCount(0);
});

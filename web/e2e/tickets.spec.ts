import { en } from '../src/lib/i18n/en.ts';
import { expect, SOMEONE, test } from './support/test.ts';

test('all my tickets are in one list: those to come, those over, those cancelled', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre();
  await theatre.putEvent('dream', {}, { title: 'Dream', currency: 'KRW', prices: { standard: 55_000 } });
  const visitor = await newVisitor({ theatre, event: 'dream' });
  const { page } = visitor;
  await page.goto(`${theatre.url}/tickets`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.tickets.none);

  await visitor.enterHall();
  await visitor.reserve('A1');
  await expect(page.getByTestId('ticket-total')).toHaveText(/₩55,000/);
  await page.goto(theatre.url);
  await visitor.choose('B2');
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('B2');
  await page.getByTestId('proof').locator('summary').click();
  await expect(page.getByTestId('proof').locator('code')).toHaveText(/^[0-9a-z]+\.[0-9a-f]{64}:\d+$/);
  await page.goto(theatre.url);
  await visitor.choose('C3');
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('C3');
  await page.getByTestId('cancel').click();
  await page.getByTestId('cancel-confirm').click();
  await expect(page.getByTestId('ticket')).toHaveAttribute('data-status', 'cancelled');

  await theatre.putEvent('dream', {}, { title: 'Dream', starts_at: '2020-01-01T00:00:00Z' });
  await page.getByTestId('tickets-link').click();
  await expect(page.getByTestId('tickets-active').getByTestId('ticket-row')).toHaveCount(1);
  await expect(page.getByTestId('tickets-active')).toContainText('B2');
  await expect(page.getByTestId('tickets-past')).toContainText('Dream');
  await expect(page.getByTestId('tickets-cancelled')).toContainText('C3');
  await page.getByTestId('tickets-past').getByTestId('ticket-row').click();
  // The amounts are those of the day it was sold.
  await expect(page.getByTestId('ticket-total')).toHaveText(/₩55,000/);
});

test('a ticket shows the end of the phone number only', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.reserve('A1');
  await expect(visitor.page.getByTestId('ticket-phone')).toHaveText('•••-••••-5678');
  expect(await visitor.page.locator('body').innerText()).not.toContain('1234');
});

test('a ticket is found by code and phone in another browser, for reading only', async ({ newVisitor }) => {
  const owner = await (await newVisitor()).enterHall();
  await owner.reserve('A1');
  const code = await owner.ticketCode.innerText();

  const finder = await newVisitor();
  const { page } = finder;
  await page.goto(`${finder.origin}/tickets`);
  await page.getByRole('link', { name: en.tickets.findLink }).click();
  await page.getByTestId('find-submit').click();
  await expect(page.getByTestId('find-code')).toBeFocused();
  await expect(page.getByTestId('find-code')).toHaveAccessibleDescription(new RegExp(en.find.codeMissing));

  await page.getByTestId('find-code').fill(code.toLowerCase().replace('-', ' '));
  await page.getByTestId('find-phone').fill('010-9999-9999');
  await page.getByTestId('find-submit').click();
  await expect(page.getByTestId('find-failure')).toContainText(en.find.notFound);

  await page.getByTestId('find-phone').fill(SOMEONE.phone);
  await page.getByTestId('find-submit').click();
  await finder.expectTicket('A1');
  await expect(finder.ticketCode).toHaveText(code);
  await expect(page.getByTestId('found')).toBeVisible();
  await expect(page.getByTestId('cancel')).toHaveCount(0);
  // It is not theirs, and so does not stand among what is theirs on the server.
  expect(await finder.myReservations()).toEqual([]);

  await page.reload();
  await finder.expectTicket('A1');
  await page.getByTestId('all-tickets').click();
  await expect(page.getByTestId('tickets-active')).toContainText(code);
  await page.getByTestId('ticket-row').click();
  await page.getByTestId('forget').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.tickets.none);
});

test('a ticket that is found after its page was left takes nobody from where they are', async ({
  newVisitor,
}) => {
  const owner = await (await newVisitor()).enterHall();
  await owner.reserve('A1');
  const code = await owner.ticketCode.innerText();
  const { page, origin } = await newVisitor();
  await page.goto(`${origin}/tickets/find`);
  await page.getByTestId('find-code').fill(code);
  await page.getByTestId('find-phone').fill(SOMEONE.phone);
  let answer: () => void = () => undefined;
  const left = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/reservations/find', async (route) => {
    await left;
    await route.continue();
  });
  await page.getByTestId('find-submit').click();
  await page.getByRole('link', { name: en.tickets.all }).click();
  await expect(page).toHaveURL(/\/tickets$/);
  answer();
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain(code);
  await expect(page).toHaveURL(/\/tickets$/);
  await page.reload();
  await expect(page.getByTestId('tickets-active')).toContainText(code);
});

test('somebody else’s ticket is no page, but says how it can be found', async ({ newVisitor }) => {
  const owner = await (await newVisitor()).enterHall();
  await owner.reserve('A1');
  const { page } = await newVisitor();
  await page.goto(owner.page.url());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.ticket.notFound);
  await page.getByRole('link', { name: en.tickets.findLink }).click();
  await expect(page).toHaveURL(/\/tickets\/find$/);
});

test('the hall leads to all my tickets', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.reserve('A1');
  await visitor.page.goto(visitor.origin);
  await visitor.page.getByTestId('my-reservations').getByRole('link', { name: en.tickets.all }).click();
  await expect(visitor.page).toHaveURL(/\/tickets$/);
});

test('the calendar file has the ticket’s address and says that the end is a guess', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.reserve('A1');
  const [download] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.page.getByTestId('calendar').click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks)
    .toString()
    .replace(/\r\n[ \t]/g, '');
  expect(text).toContain(`URL:${visitor.page.url()}`);
  expect(text).toContain(en.ticket.endAssumed);
});

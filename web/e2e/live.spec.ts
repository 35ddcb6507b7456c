import { expect, test } from './support/test.ts';

test('a seat that someone chooses is shown as taken to the others within a moment', async ({
  newVisitor,
}) => {
  const [visitor, other] = [await newVisitor(), await newVisitor()];
  await Promise.all([visitor.enterHall(), other.enterHall()]);
  await other.expectSeat('C2', 'available');
  await other.expectFree(9);

  await visitor.goToForm('C2');
  await other.expectSeat('C2', 'held');
  await other.expectFree(8);

  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('C2');
  await other.expectSeat('C2', 'reserved');
});

test('cancelling a ticket frees the seat in another open browser', async ({ theatre, newVisitor }) => {
  const [visitor, other] = [await newVisitor(), await newVisitor()];
  await Promise.all([visitor.enterHall(), other.enterHall()]);
  await visitor.reserve('A1');
  await other.expectSeat('A1', 'reserved');

  await visitor.page.getByTestId('cancel').click();
  await visitor.page.getByTestId('cancel-confirm').click();

  await expect(visitor.page.getByTestId('ticket')).toHaveAttribute('data-status', 'cancelled');
  await other.expectSeat('A1', 'available');
  await other.goToForm('A1');
  expect(await theatre.stateOf('A1')).toBe('held');
});

test('saying no in the dialog keeps the ticket', async ({ theatre, newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.reserve('A1');

  await visitor.page.getByTestId('cancel').click();
  const dialog = visitor.page.getByTestId('cancel-dialog');
  await expect(dialog).toBeVisible();
  await visitor.page.keyboard.press('Escape');

  await expect(dialog).toBeHidden();
  await visitor.expectTicket('A1');
  expect(await theatre.stateOf('A1')).toBe('reserved');
});

test('a hall without a free seat says so, and a seat that comes back is shown at once', async ({
  theatre,
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const soldOut = visitor.page.getByTestId('sold-out');
  await expect(soldOut).toBeHidden();

  const [first, ...others] = await theatre.fillUp();
  await visitor.expectFree(0);
  await expect(soldOut).toBeVisible();
  for (const other of others) await other.confirm();
  await visitor.expectSeat('C3', 'reserved');
  await expect(soldOut).toBeVisible();

  await first?.send('DELETE', '/events/default/hold');
  await expect(soldOut).toBeHidden();
  await visitor.expectFree(4);
  await visitor.goToForm('A1');
});

test('each event has its own hall', async ({ theatre, newVisitor }) => {
  const midsummer = `midsummer-${Date.now()}`;
  await theatre.putEvent(midsummer, {});
  const visitor = await (await newVisitor({ event: midsummer })).enterHall();
  await theatre.holdFor('someone', 1);
  await theatre.holdFor({ name: 'someone', event: midsummer }, 2);

  await visitor.expectSeat('A2', 'held');
  await visitor.expectSeat('A1', 'available');
  await visitor.reserve('A1');
  expect(await theatre.stateOf('A1', midsummer)).toBe('reserved');
  expect(await theatre.stateOf('A1')).toBe('held');
});

test('a page that is open shows the hall that the organiser gives the event meanwhile', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putEvent('rehoused', {});
  const visitor = await (await newVisitor({ event: 'rehoused' })).enterHall();
  await visitor.expectFree(9);
  await theatre.putEvent('rehoused', {}, { hall: { rows: 4, seats_per_row: 5 } });
  await visitor.expectFree(20);
  await visitor.goToForm('D5');
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('D5');
});

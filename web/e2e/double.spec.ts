import { HOLD, holdBack, RESERVATIONS, SlowLine, watchRequests } from './support/network.ts';
import { expect, test } from './support/test.ts';

test('a double click on a seat holds it once', async ({ theatre, newVisitor }) => {
  const before = (await theatre.changes()).length;
  const visitor = await (await newVisitor()).enterHall();
  const sent = watchRequests(visitor.page, 'PUT', HOLD);

  await visitor.seat('A1').dblclick();

  await visitor.expectForm();
  expect((await theatre.changes()).slice(before).map(({ cause }) => cause)).toEqual(['held']);
  expect(sent).toHaveLength(1);
});

test('a double click on "reserve" sends one request and makes one reservation', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  const sent = watchRequests(visitor.page, 'POST', RESERVATIONS);
  await visitor.goToForm('A1');
  await visitor.fillIn();

  await visitor.submit.dblclick();

  await visitor.expectTicket('A1');
  expect(sent).toHaveLength(1);
  expect(await visitor.myReservations()).toHaveLength(1);
});

test('on a slow line the page shows that it works, and impatience sends nothing twice', async ({
  theatre,
  newVisitor,
}) => {
  const line = await SlowLine.to(theatre.port, 1_000);
  const visitor = await (await newVisitor({ theatre: line })).enterHall();
  const { page } = visitor;
  const holds = watchRequests(page, 'PUT', HOLD);
  const reservations = watchRequests(page, 'POST', RESERVATIONS);
  // Slow, and not quicker than this test can look.
  const toHold = await holdBack(page, 'PUT', HOLD);
  const toReserve = await holdBack(page, 'POST', RESERVATIONS);

  await visitor.choose('A1');
  await expect(visitor.seat('A1')).toHaveAttribute('aria-busy', 'true');
  await expect(visitor.seat('A1').locator('.spinner')).toBeVisible();
  await visitor.choose('A1');
  toHold.release();
  await visitor.expectForm();
  expect(holds).toHaveLength(1);

  await visitor.fillIn();
  await visitor.submit.click();
  await expect(visitor.submit).toHaveAttribute('aria-busy', 'true');
  await expect(visitor.submit).toHaveAttribute('aria-disabled', 'true');
  await expect(visitor.submit.locator('.spinner')).toBeVisible();
  // What was sent can't be changed under way.
  await expect(visitor.name).not.toBeEditable();
  await visitor.submit.click({ force: true });
  await visitor.phone.press('Enter');
  toReserve.release();

  await visitor.expectTicket('A1');
  expect(reservations).toHaveLength(1);
  expect(await visitor.myReservations()).toHaveLength(1);
  await line.close();
});

import { en } from '../src/lib/i18n/en.ts';
import { RESERVATIONS, watchRequests } from './support/network.ts';
import { expect, test } from './support/test.ts';

test('offline is shown, and back online the hall catches up without a reload', async ({
  theatre,
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.markPage();

  await visitor.page.context().setOffline(true);
  await visitor.expectConnection('offline');
  const someone = await theatre.holdFor('someone', 2);
  await someone.confirm();
  await theatre.holdFor('another', 3);
  await visitor.expectSeat('A2', 'available');

  await visitor.page.context().setOffline(false);
  await visitor.expectConnection('live');
  await visitor.expectSeat('A2', 'reserved');
  await visitor.expectSeat('A3', 'held');
  await visitor.expectFree(7);
  await theatre.holdFor('third', 9);
  await visitor.expectSeat('C3', 'held');
  await visitor.expectNotReloaded();
});

test('submitting offline sends nothing and says so; back online the same form goes through', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const sent = watchRequests(visitor.page, 'POST', RESERVATIONS);
  await visitor.goToForm('A1');
  await visitor.fillIn();
  await visitor.page.context().setOffline(true);

  await visitor.submit.click();
  await expect(visitor.failure).toBeVisible();
  expect(sent).toHaveLength(0);
  await visitor.expectFilledIn();

  await visitor.page.context().setOffline(false);
  await visitor.retry.click();
  await visitor.expectTicket('A1');
});

test('when the server is killed and comes back the hall recovers by itself', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre();
  const visitor = await (await newVisitor({ theatre })).enterHall();
  await visitor.markPage();
  await theatre.holdFor('before', 1);
  await visitor.expectSeat('A1', 'held');

  await theatre.kill9();
  await visitor.expectConnection('reconnecting');
  await theatre.restart();
  await theatre.holdFor('after', 2);

  // The longer it was away, the longer the page waits between its questions: half a minute at most.
  await expect(visitor.seat('A2')).toHaveAttribute('data-state', 'held', { timeout: 60_000 });
  await visitor.expectSeat('A1', 'held');
  await expect(visitor.connection).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
  await theatre.holdFor('later', 3);
  await visitor.expectSeat('A3', 'held');
  await visitor.expectNotReloaded();
});

test('a form that is open while the server is killed keeps its hold and can be sent afterwards', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre();
  const visitor = await (await newVisitor({ theatre })).enterHall();
  const sent = watchRequests(visitor.page, 'POST', RESERVATIONS);
  await visitor.goToForm('A1');
  await visitor.fillIn();

  await theatre.kill9();
  await visitor.submit.click();
  // Nobody answered: whether it went through is not known, and the page says so.
  await expect(visitor.failure).toContainText(en.reserve.unknown);
  await visitor.expectFilledIn();
  await theatre.restart();

  // It asks again by itself for a while; the button is for the impatient.
  await expect(async () => {
    if (await visitor.retry.isVisible()) await visitor.retry.click({ timeout: 1_000 });
    await expect(visitor.ticketCode).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await visitor.expectTicket('A1');
  expect(new Set(sent.map((request) => request.headers()['idempotency-key'])).size).toBe(1);
  expect(await visitor.myReservations()).toHaveLength(1);
});

test('where streams do not work the hall asks in turns, says so, and still shows changes', async ({
  theatre,
  newVisitor,
}) => {
  const visitor = await newVisitor();
  await visitor.page.route(/\/stream$/, (route) => route.abort('connectionreset'));
  await visitor.page.goto(visitor.origin);

  await visitor.expectConnection('polling');
  await theatre.holdFor('someone', 5);
  await visitor.expectSeat('B2', 'held');
});

test('a hall that is opened while the server is away appears as soon as it is back', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre();
  const visitor = await newVisitor({ theatre });
  // The page itself comes from a cache or another machine; its first request finds no server.
  await visitor.page.route(/\/api\/v1\//, (route) => route.abort('connectionrefused'));
  await visitor.page.goto(visitor.origin);
  await visitor.expectConnection('reconnecting');

  await visitor.page.unroute(/\/api\/v1\//);

  await visitor.expectConnection('live');
  await visitor.expectFree(9);
});

import type { ReservationResult } from '@jari/contract';
import { reasons } from '@jari/contract/reasons';
import { en } from '../src/lib/i18n/en.ts';
import { loseFirstAnswer, RESERVATIONS, watchRequests } from './support/network.ts';
import { expect, SOMEONE, test, type Visitor } from './support/test.ts';

const keysOf = (requests: ReturnType<typeof watchRequests>) =>
  requests.map((request) => request.headers()['idempotency-key']);

async function failOnce(visitor: Visitor): Promise<void> {
  await visitor.goToForm('A1');
  await visitor.fillIn();
  await visitor.submit.click();
  await expect(visitor.failure).toContainText(reasons.intentional_failure.title.en);
}

test('an intentional failure keeps form and hold, and the retry with the same key succeeds', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre({ FAILURE_RATE: '1' });
  const visitor = await (await newVisitor({ theatre })).enterHall();
  const sent = watchRequests(visitor.page, 'POST', RESERVATIONS);

  await failOnce(visitor);
  await visitor.expectFilledIn();
  await expect(visitor.countdown).toBeVisible();
  expect(await theatre.stateOf('A1')).toBe('held');
  expect((await sent[0]?.response())?.status()).toBe(503);

  // The same server goes on without failures: its data, and with them the hold and the session, are kept.
  await theatre.kill9();
  await theatre.restart({ FAILURE_RATE: '0' });
  await visitor.retry.click();

  await visitor.expectTicket('A1');
  await expect(visitor.page.getByTestId('ticket-name')).toHaveText(SOMEONE.name);
  const [first, second, ...more] = keysOf(sent);
  expect(first).toBeTruthy();
  expect(second).toBe(first);
  expect(more).toEqual([]);
  expect(await visitor.myReservations()).toHaveLength(1);
});

test('a refresh after a failure keeps the key; other details get another', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre({ FAILURE_RATE: '1' });
  const visitor = await (await newVisitor({ theatre })).enterHall();
  const sent = watchRequests(visitor.page, 'POST', RESERVATIONS);
  await failOnce(visitor);

  await visitor.page.reload();
  await visitor.expectFilledIn();
  await visitor.submit.click();
  await expect(visitor.failure).toBeVisible();

  await visitor.name.fill('이바다');
  await visitor.submit.click();
  await expect(visitor.failure).toBeVisible();

  const [first, second, third] = keysOf(sent);
  expect(second).toBe(first);
  expect(third).toBeTruthy();
  expect(third).not.toBe(first);
});

test('when the answer gets lost the page asks again with the same key, and there is one reservation', async ({
  theatre,
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await loseFirstAnswer(visitor.page, 'POST', RESERVATIONS);
  const sent = watchRequests(visitor.page, 'POST', RESERVATIONS);
  await visitor.goToForm('A1');
  await visitor.fillIn();
  await visitor.submit.click();

  // Without another press of a button.
  await visitor.expectTicket('A1');
  const keys = keysOf(sent);
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  expect(await visitor.myReservations()).toHaveLength(1);
  expect(await theatre.stateOf('A1')).toBe('reserved');
});

test('a retry that finds its reservation cancelled does not say that the seat is booked', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const { page } = visitor;
  // What a replayed key is answered with after a cancel in another tab.
  await page.route(RESERVATIONS, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const response = await route.fetch();
    const { reservation } = (await response.json()) as ReservationResult;
    await page.request.delete(`${visitor.api}/reservations/${reservation.id}`);
    const json = { success: true, reservation: { ...reservation, status: 'cancelled' } };
    await route.fulfill({ response, json });
  });
  await visitor.goToForm('A1');
  await visitor.fillIn();
  await visitor.submit.click();

  await expect(visitor.failure).toContainText(en.ticket.cancelledTitle);
  await visitor.expectFilledIn();
  await page.unroute(RESERVATIONS);
  await page.getByTestId('retake').click();
  await visitor.expectForm();
  await visitor.submit.click();
  await visitor.expectTicket('A1');
});

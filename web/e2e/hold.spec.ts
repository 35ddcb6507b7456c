import { expect, test } from './support/test.ts';

test('a hold that runs out while typing is told; the form stays and the seat can be taken again', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre({ HOLD_TTL_SECONDS: '3' });
  const visitor = await (await newVisitor({ theatre })).enterHall();
  await visitor.choose('A1');
  await visitor.fillIn();

  const retake = visitor.page.getByTestId('retake');
  await expect(retake).toBeVisible();
  await expect(visitor.failure).toContainText('A1');
  await expect(visitor.countdown).toBeHidden();
  await visitor.expectFilledIn();
  await expect.poll(() => theatre.stateOf('A1')).toBe('available');

  // From now on holds last long enough for any machine.
  await theatre.putEvent('default', { hold_ttl_seconds: 120 });
  await retake.click();
  await visitor.expectForm();
  await visitor.expectFilledIn();
  await visitor.submit.click();
  await visitor.expectTicket('A1');
});

test('when someone else has taken the seat meanwhile, the nearest free one is offered', async ({
  openTheatre,
  newVisitor,
}) => {
  const theatre = await openTheatre({ HOLD_TTL_SECONDS: '3' });
  const visitor = await (await newVisitor({ theatre })).enterHall();
  await visitor.choose('A1');
  await visitor.fillIn();
  await expect(visitor.failure).toBeVisible();

  await theatre.putEvent('default', { hold_ttl_seconds: 120 });
  await theatre.holdFor('someone', 1);
  await visitor.page.getByTestId('take-nearest').click();

  await visitor.expectForm();
  await visitor.expectFilledIn();
  await visitor.submit.click();
  await visitor.expectTicket('A2');
});

test('a hold that runs out is told in the hall, too', async ({ openTheatre, newVisitor }) => {
  const theatre = await openTheatre({ HOLD_TTL_SECONDS: '3' });
  const visitor = await (await newVisitor({ theatre })).enterHall();
  await visitor.choose('A1');
  await expect(visitor.page).toHaveURL(/\/reserve$/);
  await visitor.page.goBack();

  await expect(visitor.page.getByTestId('lost-hold')).toContainText('A1');
  await expect(visitor.holdBar).toBeHidden();
  await visitor.expectSeat('A1', 'available');
});

test('a refresh keeps the hold and what was typed', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('B1');
  await visitor.fillIn();
  const before = await visitor.myHold();

  await visitor.page.reload();

  await visitor.expectForm();
  await visitor.expectFilledIn();
  await expect(visitor.submit).toContainText('B1');
  const after = await visitor.myHold();
  expect(after?.seat_ids).toEqual([4]);
  expect(after?.expires_at).toBe(before?.expires_at);
});

test('back from the form shows my hold in the hall, and continue returns to what was typed', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A3');
  await visitor.fillIn();

  await visitor.page.goBack();
  await visitor.expectHall();
  await visitor.expectSeat('A3', 'mine');
  await expect(visitor.holdBar).toContainText('A3');
  await expect(visitor.countdown).toBeVisible();

  await visitor.page.getByTestId('continue').click();
  await visitor.expectForm();
  await visitor.expectFilledIn();
});

test('another seat chosen after back replaces the first', async ({ theatre, newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A3');
  await visitor.page.goBack();
  await visitor.expectHall();

  await visitor.goToForm('C1');

  expect((await visitor.myHold())?.seat_ids).toEqual([7]);
  expect(await theatre.stateOf('A3')).toBe('available');
});

test('a seat that is given back is free for the others at once', async ({ theatre, newVisitor }) => {
  const [visitor, other] = [await newVisitor(), await newVisitor()];
  await Promise.all([visitor.enterHall(), other.enterHall()]);
  await visitor.goToForm('A1');
  await other.expectSeat('A1', 'held');
  await visitor.page.goBack();

  await visitor.page.getByTestId('give-back').click();

  await expect(visitor.holdBar).toBeHidden();
  await visitor.expectSeat('A1', 'available');
  await other.expectSeat('A1', 'available');
  expect(await theatre.stateOf('A1')).toBe('available');
});

test('more time can be had before it is over', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await visitor.goToForm('A1');
  const before = await visitor.myHold();

  await visitor.page.getByTestId('extend').click();

  await expect.poll(async () => (await visitor.myHold())?.extensions_left).toBe(1);
  const after = await visitor.myHold();
  // As much as a hold has at first, on top of what was left.
  expect(Date.parse(after?.expires_at ?? '') - Date.parse(before?.expires_at ?? '')).toBe(120_000);
});

import { HOLD, holdBack, loseFirstAnswer, sendTogether } from './support/network.ts';
import { expect, test } from './support/test.ts';

test('of two who click the same seat one goes to the form; the other is told and can click on', async ({
  theatre,
  newVisitor,
}) => {
  const visitors = [await newVisitor(), await newVisitor()] as const;
  await Promise.all(visitors.map((visitor) => visitor.enterHall()));
  // Neither click may see the other's effect first: both requests wait until both are made.
  await sendTogether(
    visitors.map(({ page }) => page),
    'PUT',
    HOLD,
  );
  await Promise.all(visitors.map((visitor) => visitor.choose('B2')));

  const holds = async () => Promise.all(visitors.map((visitor) => visitor.myHold()));
  await expect.poll(async () => (await holds()).filter(Boolean).length).toBe(1);
  const [winner, loser] = (await holds())[0] ? visitors : ([visitors[1], visitors[0]] as const);

  await winner.expectForm();
  await expect(loser.toast).toContainText('B2');
  await loser.expectHall();
  await loser.expectSeat('B2', 'held');
  await expect(loser.seat('B2')).toHaveAttribute('aria-busy', 'false');

  await loser.goToForm('B3');
  expect((await winner.myHold())?.seat_ids).toEqual([5]);
  expect((await loser.myHold())?.seat_ids).toEqual([6]);
  expect(await theatre.stateOf('B2')).toBe('held');
});

test('a click on another seat while the first is awaited is the newer wish and wins', async ({
  theatre,
  newVisitor,
}) => {
  const visitor = await (await newVisitor()).enterHall();
  const { release } = await holdBack(visitor.page, 'PUT', HOLD);

  await visitor.choose('A1');
  await expect(visitor.seat('A1')).toHaveAttribute('aria-busy', 'true');
  await visitor.choose('C3');
  release();

  await visitor.expectForm();
  await expect.poll(async () => (await visitor.myHold())?.seat_ids).toEqual([9]);
  expect(await theatre.stateOf('A1')).toBe('available');
});

test('a click on a seat that another holds says so and changes nothing', async ({ theatre, newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await theatre.holdFor('someone', 1);
  await visitor.expectSeat('A1', 'held');

  // A seat that is taken is marked as disabled, which doesn't keep a finger from touching it.
  await visitor.seat('A1').click({ force: true });

  await expect(visitor.toast).toContainText('A1');
  await visitor.expectHall();
  expect(await visitor.myHold()).toBeUndefined();
});

test('a hold whose answer got lost is found by asking, and shown', async ({ newVisitor }) => {
  const visitor = await (await newVisitor()).enterHall();
  await loseFirstAnswer(visitor.page, 'PUT', HOLD);

  await visitor.choose('A2');

  await expect(visitor.toast).toContainText('A2');
  await visitor.expectSeat('A2', 'mine');
  await expect(visitor.holdBar).toBeVisible();
});

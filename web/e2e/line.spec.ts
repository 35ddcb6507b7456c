import { expect, test } from './support/test.ts';

const PLACES = { timeout: 10_000 };

test('whoever stands in line sees their place, and is led to the form when the seat comes back', async ({
  theatre,
  newVisitor,
}) => {
  const owner = await theatre.holdFor('owner', 5);
  const [first, second] = [await (await newVisitor()).enterHall(), await (await newVisitor()).enterHall()];
  for (const [i, visitor] of [first, second].entries()) {
    // A seat that is taken is marked as disabled, which doesn't keep a finger from touching it.
    await visitor.seat('B2').click({ force: true });
    if (i === 1) await expect(visitor.toast).toContainText(/One person waits|1명이 기다/);
    await visitor.page.getByTestId('toast-action').click();
    await expect(visitor.page.getByTestId('line-place')).toContainText(`${i + 1}`, PLACES);
  }

  await owner.send('DELETE', '/events/default/hold');
  const offer = first.page.getByTestId('line-offer');
  await expect(offer).toContainText('B2', PLACES);
  await expect(first.page).toHaveTitle(/★ B2/);
  await expect(first.announcer).toContainText('B2');
  await first.expectSeat('B2', 'mine');
  await expect(first.page.getByTestId('line-place')).toHaveCount(0);
  await expect(second.page.getByTestId('line-offer')).toHaveCount(0);
  await expect(second.page.getByTestId('line-place')).toContainText('1', PLACES);

  await first.page.getByTestId('line-reserve').click();
  await first.expectForm();
  await first.fillIn();
  await first.submit.click();
  await first.expectTicket('B2');
  expect(await theatre.stateOf('B2')).toBe('reserved');
});

test('a place in line is still there after a reload, and can be given up', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.holdFor('owner', 1);
  const visitor = await (await newVisitor()).enterHall();
  await visitor.seat('A1').click({ force: true });
  await visitor.page.getByTestId('toast-action').click();
  const place = visitor.page.getByTestId('line-place');
  await expect(place).toContainText('A1', PLACES);
  await visitor.page.reload();
  await expect(place).toContainText('A1', PLACES);
  await visitor.page.getByTestId('line-places').getByRole('button').click();
  await expect(place).toHaveCount(0);
  await expect(visitor.announcer).toContainText('A1');
});

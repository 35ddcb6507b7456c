import AxeBuilder from '@axe-core/playwright';
import { watchRequests } from './support/network.ts';
import { expect, test } from './support/test.ts';
import { come, expectState, numberOf, openRoom } from './support/waiting-room.ts';

test('the device does the work that lining up takes, by itself', async ({ theatre, newVisitor }) => {
  const event = await openRoom(theatre);
  await theatre.moveDoors(event, { proof_of_work_bits: 14 });
  const visitor = await newVisitor({ event });
  const joins = watchRequests(visitor.page, 'POST', /\/fcfs\/join$/);
  await come(visitor);
  await expectState(visitor, 'waiting');
  await expect(numberOf(visitor)).toHaveText('3');
  expect(joins).toHaveLength(1);
  expect(new URL(joins[0]?.url() ?? '').searchParams.get('work')).toMatch(/^w1\.rush-/);
  // The worker that did it is gone; the other keeps the time.
  await expect.poll(() => visitor.page.workers().length).toBe(1);
});

test('while it calculates the page says so and how far it is, and asks nothing of anybody', async ({
  theatre,
  newVisitor,
}) => {
  const event = await openRoom(theatre);
  await theatre.moveDoors(event, { proof_of_work_bits: 24 });
  const visitor = await newVisitor({ event, reducedMotion: 'reduce' });
  const { page } = visitor;
  await come(visitor);
  await expectState(visitor, 'asking');
  const progress = page.getByTestId('waiting-proof').getByRole('progressbar');
  await expect(progress).toBeVisible();
  await expect(page.getByTestId('waiting-proof').getByRole('status')).toBeVisible();
  await expect.poll(async () => Number(await progress.getAttribute('value'))).toBeGreaterThan(0);
  expect(page.workers()).toHaveLength(2);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

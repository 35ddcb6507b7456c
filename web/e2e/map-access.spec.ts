import AxeBuilder from '@axe-core/playwright';
import { manySeats, mapTheatre } from './support/plans.ts';
import { SeatMapView } from './support/seat-map.ts';
import { expect, SOMEONE, test } from './support/test.ts';

/** Each test has an event of its own: a hall in which somebody sits keeps its plan. */
let event = '';
let events = 0;

test.beforeEach(() => {
  event = `map-access-${++events}`;
});

test('with the keyboard alone one gets from the tree of a large hall to the ticket', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putPlanEvent(event, mapTheatre);
  await theatre.holdFor({ name: 'someone', event }, 13);
  const visitor = await (await newVisitor({ event })).enterHall();
  const { page } = visitor;
  const map = new SeatMapView(page);
  await map.expectReady();
  const tree = page.getByTestId('seat-tree');
  const focused = tree.locator('[role=treeitem]:focus');

  // However many stops there are before it, Tab leads to the tree.
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(focused).toHaveCount(1, { timeout: 50 });
  }).toPass({ intervals: [0] });
  await expect(tree).toBeInViewport();
  await expect(focused).toContainText('Stalls');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('data-state', 'held');
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('data-state', 'available');
  // The map has come along, as close as to a finger.
  await expect.poll(async () => (await map.camera()).k * 25).toBeGreaterThan(30);

  await page.keyboard.press('Enter');
  await expect(focused).toHaveAttribute('data-state', 'mine');
  expect((await visitor.myHold())?.seat_ids).toEqual([14]);

  const onward = page.getByTestId('continue');
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(onward).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press('Enter');
  await visitor.expectForm();
  await visitor.fillIn(SOMEONE);
  await visitor.submit.press('Enter');
  await visitor.expectTicket('Stalls · B · 2');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to on a large hall’s page, ${colorScheme}`, async ({
    theatre,
    newVisitor,
  }) => {
    await theatre.putPlanEvent(event, mapTheatre, { rules: { no_single_seats: true } });
    const visitor = await (await newVisitor({ event, colorScheme, reducedMotion: 'reduce' })).enterHall();
    const { page } = visitor;
    const map = new SeatMapView(page);
    await map.expectReady();
    await map.closeTo(2);
    await map.tap(14);
    await map.tap(13);
    await expect(visitor.holdBar).toBeVisible();
    await map.tap(26);
    await page.getByTestId('best').locator('summary').click();
    await page.getByTestId('list-toggle').click();
    await page.getByTestId('seat-tree').locator('[role=treeitem]').first().click();

    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) })),
    ).toEqual([]);
  });
}

test('five thousand seats take no more of the page than fifty', async ({ theatre, newVisitor }) => {
  await theatre.putPlanEvent(event, manySeats(50, 100));
  const visitor = await (await newVisitor({ event })).enterHall();
  const { page } = visitor;
  await new SeatMapView(page).expectReady();
  await page.getByTestId('list-toggle').click();
  const tree = page.getByTestId('seat-tree');
  await tree.locator('[role=treeitem]').first().click();
  await expect(tree.locator('[aria-level="2"]').first()).toBeVisible();
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1_000);
  await visitor.expectFree(5_000);
});

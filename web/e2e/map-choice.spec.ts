import { mapTheatre } from './support/plans.ts';
import { SeatMapView } from './support/seat-map.ts';
import { expect, test } from './support/test.ts';

/** Each test has an event of its own: a hall in which somebody sits keeps its plan. */
let event = '';
let events = 0;

test.beforeEach(() => {
  event = `map-choice-${++events}`;
});

test('the box office finds seats side by side, and the map shows them', async ({ theatre, newVisitor }) => {
  await theatre.putPlanEvent(event, mapTheatre);
  const visitor = await (await newVisitor({ event })).enterHall();
  await new SeatMapView(visitor.page).expectReady();

  await visitor.page.getByTestId('best').locator('summary').click();
  await visitor.page.getByTestId('more').click();
  await visitor.page.getByTestId('best-category').selectOption('Balcony');
  await visitor.page.getByTestId('find-best').click();

  await expect(visitor.holdBar).toBeVisible();
  const held = (await visitor.myHold())?.seat_ids ?? [];
  expect(held).toHaveLength(3);
  for (const id of held) expect(id).toBeGreaterThan(120);
  const [first = 0] = held;
  expect(held).toEqual([first, first + 1, first + 2]);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '180000');
});

test('seats that are not together are offered, not given', async ({ theatre, newVisitor }) => {
  await theatre.putPlanEvent(event, mapTheatre);
  // Every other seat of the balcony is taken.
  for (let from = 122; from <= 240; from += 8)
    await theatre.holdFor({ name: `crowd-${from}`, event }, from, from + 2, from + 4, from + 6);
  const visitor = await (await newVisitor({ event })).enterHall();
  await new SeatMapView(visitor.page).expectReady();

  await visitor.page.getByTestId('best').locator('summary').click();
  await visitor.page.getByTestId('best-category').selectOption('Balcony');
  await visitor.page.getByTestId('find-best').click();
  await expect(visitor.page.getByTestId('advice')).toBeVisible();
  expect(await visitor.myHold()).toBeUndefined();

  await visitor.page.getByTestId('take-apart').click();
  await expect(visitor.holdBar).toBeVisible();
  expect((await visitor.myHold())?.seat_ids).toHaveLength(2);
});

test('a choice that leaves a single seat is warned of before it is sent, and mended in one tap', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putPlanEvent(event, mapTheatre, { rules: { no_single_seats: true } });
  const visitor = await (await newVisitor({ event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();
  await map.closeTo(2);

  await map.tap(2);
  await expect(visitor.page.getByTestId('advice')).toContainText('Stalls · A · 1');
  expect(await visitor.myHold()).toBeUndefined();

  await visitor.page.getByTestId('take-too').click();
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '180000');
  expect([...((await visitor.myHold())?.seat_ids ?? [])].sort()).toEqual([1, 2]);

  // The same by a tap on the seat that would be left.
  await map.tapQuickly(14, 13);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '360000');
});

test('places in a standing area are taken by number', async ({ theatre, newVisitor }) => {
  await theatre.putPlanEvent(event, mapTheatre);
  const visitor = await (await newVisitor({ event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();

  await map.tapAt(160, -80);
  const standing = visitor.page.getByTestId('standing');
  await expect(standing).toBeVisible();
  await standing.getByTestId('more').click();
  await standing.getByTestId('standing-add').click();

  await expect(visitor.page.getByTestId('chosen')).toContainText('Floor');
  const held = (await visitor.myHold())?.seat_ids ?? [];
  expect(held).toHaveLength(2);
  for (const id of held) expect(id).toBeGreaterThan(240);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '60000');
});

test('before the sale the hall can be looked at, and nothing can be chosen', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putPlanEvent(event, mapTheatre, { sale_opens_at: '2031-01-01T00:00:00Z' });
  const visitor = await (await newVisitor({ event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();
  await map.closeTo(40);
  await map.tap(40);
  await expect(visitor.page.getByTestId('sale-before')).toBeVisible();
  await expect(visitor.page.getByTestId('best')).toHaveCount(0);
  await expect(visitor.holdBar).toHaveCount(0);
});

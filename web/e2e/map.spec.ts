import { devices } from '@playwright/test';
import { mapTheatre } from './support/plans.ts';
import { SeatMapView } from './support/seat-map.ts';
import { expect, test } from './support/test.ts';

const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 7'];
const phone = { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch };
/** Each test has an event of its own: a hall in which somebody sits keeps its plan. */
let event = '';
let events = 0;

test.beforeEach(async ({ theatre }) => {
  event = `map-${++events}`;
  await theatre.putPlanEvent(event, mapTheatre);
});

test('a tap brings the hall closer, the next holds a seat, and the form knows it and its price', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor({ ...phone, event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();

  await map.closeTo(40);
  await map.tap(40);
  await expect(visitor.holdBar).toBeVisible();
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '90000');
  expect((await visitor.myHold())?.seat_ids).toEqual([40]);

  await visitor.page.getByTestId('continue').click();
  await visitor.expectForm();
  await expect(visitor.page.getByTestId('summary-seats')).toContainText('Stalls · D · 4');
  await expect(visitor.page.getByTestId('summary-total')).toContainText('90,000');
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('Stalls · D · 4');
});

test('several taps hold several seats, and a tap never drops more than the one it is on', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor({ ...phone, event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();
  await map.closeTo(40);
  for (const id of [40, 41, 52]) await map.tap(id);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '270000');

  await visitor.page.getByTestId('continue').click();
  await visitor.expectForm();
  await visitor.page.goBack();
  await map.expectReady();
  await map.closeTo(40);
  await map.tap(42);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '360000');
  await map.tap(41);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '270000');
  expect([...((await visitor.myHold())?.seat_ids ?? [])].sort()).toEqual([40, 42, 52]);
});

test('two neighbours tapped quickly are two seats; one tapped twice comes closer', async ({ newVisitor }) => {
  const visitor = await (await newVisitor({ event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();
  await map.closeTo(40);
  await map.tapQuickly(40, 41);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '180000');

  const { k } = await map.camera();
  await map.tapQuickly(52, 52);
  await expect(visitor.page.getByTestId('total')).toHaveAttribute('data-total', '270000');
  await expect.poll(async () => (await map.camera()).k).toBeGreaterThan(k);
});

test('what others take is drawn where it is, and counted', async ({ theatre, newVisitor }) => {
  const visitor = await (await newVisitor({ event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();
  await map.closeTo(65);
  const [free, neighbour] = [await map.colorOf(65), await map.colorOf(66)];
  expect(free).toBe(neighbour);

  await theatre.holdFor({ name: 'someone', event }, 65);

  await expect.poll(() => map.colorOf(65)).not.toBe(free);
  expect(await map.colorOf(66)).toBe(neighbour);
  await expect(visitor.page.getByTestId('category-0')).toContainText('119');
  await visitor.expectFree(289);
});

test('the legend lights up one category and dims the others', async ({ newVisitor }) => {
  const visitor = await (await newVisitor({ event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();
  await map.closeTo(65);
  const bright = await map.colorOf(65);

  await visitor.page.getByTestId('category-1').click();
  await expect(visitor.page.getByTestId('category-1')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => map.colorOf(65)).not.toBe(bright);

  await visitor.page.getByTestId('category-1').click();
  await expect.poll(() => map.colorOf(65)).toBe(bright);
});

test('the buttons lead closer and back to the whole hall, with an overview while it is not seen', async ({
  newVisitor,
}) => {
  const visitor = await (await newVisitor({ ...phone, event })).enterHall();
  const map = new SeatMapView(visitor.page);
  await map.expectReady();
  const whole = await map.camera();
  await expect(visitor.page.getByTestId('overview')).toHaveCSS('pointer-events', 'none');

  await visitor.page.getByTestId('zoom-in').click();
  await expect.poll(async () => (await map.camera()).k).toBeGreaterThan(whole.k * 1.5);
  await expect(visitor.page.getByTestId('overview')).not.toHaveCSS('pointer-events', 'none');

  await visitor.page.getByTestId('zoom-whole').click();
  await expect.poll(async () => (await map.camera()).k).toBeCloseTo(whole.k, 3);
});

import type { Page } from '@playwright/test';
import { enterConsole, expectAccessible } from './support/console.ts';
import { SeatMapView } from './support/seat-map.ts';
import { mapTheatre, placeOf } from './support/plans.ts';
import { expect, test } from './support/test.ts';
import type { Theatre } from './support/theatre.ts';
import type { Visitor } from './support/visitor.ts';

/** Colours are measured where they end up, not on their way. */
const CALM = { reducedMotion: 'reduce' } as const;
let events = 0;
const newEvent = () => `console-hall-${++events}`;

/** The organiser's page of a hall, and what a hand does on it. */
class Console {
  readonly map: SeatMapView;

  private constructor(
    readonly page: Page,
    readonly event: string,
  ) {
    this.map = new SeatMapView(page);
  }

  static async enter({ page, event }: Visitor, theatre: Theatre): Promise<Console> {
    await enterConsole(page, theatre.url, `/admin/events/${event}`);
    await expect(page.getByTestId('seat-map')).toHaveAttribute('data-ready', 'true');
    return new Console(page, event);
  }

  /** Draws around these seats, from a little outside of the first to a little outside of the last. */
  async lasso(firstSeat: number, lastSeat: number): Promise<void> {
    await this.page.locator('label', { has: this.page.locator('input[value="lasso"]') }).click();
    const camera = await this.map.camera();
    await this.map.frame.scrollIntoViewIfNeeded();
    const box = await this.map.frame.boundingBox();
    if (!box) throw new Error('there is no map');
    const [first, last] = [placeOf(firstSeat), placeOf(lastSeat)];
    const at = (x: number, y: number) =>
      [box.x + x * camera.k + camera.x, box.y + y * camera.k + camera.y] as const;
    const corners = [
      at(first.x - 10, first.y - 12),
      at(last.x + 10, first.y - 12),
      at(last.x + 10, last.y + 12),
      at(first.x - 10, last.y + 12),
    ];
    await this.page.mouse.move(...at(first.x - 10, first.y - 12));
    await this.page.mouse.down();
    for (const corner of corners) await this.page.mouse.move(...corner, { steps: 4 });
    await this.page.mouse.up();
  }

  async expectSelected(count: number): Promise<void> {
    await expect(this.page.getByTestId('selection')).toHaveAttribute('data-count', String(count));
  }

  async expectDone(kind: string, count: number): Promise<void> {
    const result = this.page.locator(`[data-testid="result"][data-kind="${kind}"]`);
    await expect(result).toHaveAttribute('data-done', String(count));
  }

  async expectState(state: string, count: number): Promise<void> {
    await expect(this.page.getByTestId(`state-${state}`)).toHaveAttribute('data-count', String(count));
  }

  act(kind: string): Promise<void> {
    return this.page.getByTestId(`act-${kind}`).click();
  }
}

test('a lasso blocks what it can, says of each other seat why not, and a visitor sees it at once', async ({
  theatre,
  newVisitor,
}) => {
  const event = newEvent();
  await theatre.putPlanEvent(event, mapTheatre);
  await theatre.holdFor({ name: 'ann', event }, 3);
  const visitor = await (await newVisitor({ event })).enterHall();
  await new SeatMapView(visitor.page).expectReady();
  const console = await Console.enter(await newVisitor({ event, ...CALM, colorScheme: 'light' }), theatre);

  // Two rows of four; somebody holds one of the eight.
  await console.lasso(1, 16);
  await console.expectSelected(8);
  await console.act('block');
  await console.expectDone('block', 7);
  await console.expectState('blocked', 7);
  await expect(visitor.page.getByTestId('map-frame')).toHaveAttribute('aria-label', /282/);

  await console.page.getByTestId('undo').click();
  await console.expectState('blocked', 0);
  await expect(visitor.page.getByTestId('map-frame')).toHaveAttribute('aria-label', /289/);
  await expectAccessible(console.page, 'the live hall, light');
});

test('a hold that the organiser ends is over for whoever had it, and the desk sells the seat', async ({
  theatre,
  newVisitor,
}) => {
  const event = newEvent();
  await theatre.putPlanEvent(event, mapTheatre);
  const visitor = await (await newVisitor({ event })).enterHall();
  const seen = new SeatMapView(visitor.page);
  await seen.expectReady();
  await seen.closeTo(2);
  await seen.tap(2);
  await expect(visitor.holdBar).toBeVisible();

  const console = await Console.enter(
    await newVisitor({ event, ...CALM, colorScheme: 'dark', locale: 'en-GB' }),
    theatre,
  );
  const { page } = console;
  await page.getByTestId('state-held').click();
  await console.expectSelected(1);
  await expect(page.getByTestId('hold-left')).toHaveText(/\d:\d\d/);
  await expectAccessible(page, 'the live hall with a seat, dark');

  await console.act('release');
  await page.locator('#reason').fill('The seat is broken');
  await page.getByTestId('reason-confirm').click();
  await console.expectDone('release', 1);
  await expect(visitor.page.getByTestId('lost-hold')).toContainText(
    /The organiser took .+ back: The seat is broken/,
  );

  await console.act('sell');
  await page.locator('#desk-name').fill('김지수');
  await page.locator('#desk-phone').fill('01012345678');
  await page.getByTestId('desk-submit').click();
  await console.expectDone('sell', 1);
  const code = (await page.getByTestId('sold-code').textContent()) ?? '';

  await page.goto(`${theatre.url}/admin/events/${event}/people`);
  await page.getByTestId('people-search').fill('5678');
  await page.getByTestId('people-list').locator('button', { hasText: code }).click();
  await expect(page.getByTestId('panel-phone')).toHaveText('010-****-5678');
  await page.getByTestId('open-person').click();
  await expect(page.getByTestId('panel-phone')).toHaveText('010-1234-5678');
  await expectAccessible(page, 'people, with somebody opened');
});

import type { BrowserContext, Page } from '@playwright/test';
import { decodePicture } from '../src/lib/door/decode.ts';
import { enterConsole, expectAccessible } from './support/console.ts';
import { expect, test, type Visitor } from './support/test.ts';
import type { Theatre } from './support/theatre.ts';

const EVENT = 'door-evening';

/** Opens the door of the evening on a phone and has it get all that it needs. */
async function openDoor({ page }: Visitor, { url }: Theatre, name: string): Promise<Page> {
  await enterConsole(page, url, `/door/${EVENT}`);
  await page.getByTestId('door-name').fill(name);
  await page.getByTestId('door-start').click();
  await expect(page.getByTestId('sync')).toHaveAttribute('data-live', 'true');
  return page;
}

/** As a reader at a cable does it; nobody waits for one guest before the next. */
async function scan(page: Page, ...tickets: readonly string[]): Promise<void> {
  for (const ticket of tickets) {
    await page.getByTestId('door-code').fill(ticket);
    await page.getByTestId('door-code').press('Enter');
  }
}

async function sellTickets(theatre: Theatre, count: number): Promise<string[]> {
  await theatre.putEvent(EVENT, {}, { hall: { rows: 6, seats_per_row: 10 } });
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const person = theatre.person(`guest-${i}`, EVENT);
      const { id } = (await person.confirm(undefined, [i + 1])).body.reservation;
      return (await person.reservation(id)).body.reservation.ticket ?? '';
    }),
  );
}

const verdict = (page: Page) => page.getByTestId('verdict');
const hasWaiting = (page: Page, count: number) =>
  expect(page.getByTestId('sync')).toHaveAttribute('data-waiting', String(count));

/** Nothing lies over it, so a thumb meets it. */
async function liesAboveTheBar(page: Page, testId: string): Promise<void> {
  const [button, bar] = [page.getByTestId(testId), page.getByTestId('tab-scan')];
  const bottom = async () => {
    const { y = NaN, height = NaN } = (await button.boundingBox()) ?? {};
    return y + height - ((await bar.boundingBox())?.y ?? NaN);
  };
  await expect.poll(bottom).toBeLessThanOrEqual(0);
}

test('two doors without a network let fifty in, lose nobody, and find the one that both let in', async ({
  theatre,
  newVisitor,
}) => {
  const tickets = await sellTickets(theatre, 50);
  const phone = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } as const;
  const visitors = [await newVisitor(phone), await newVisitor({ ...phone, colorScheme: 'light' })] as const;
  const [a, b] = await Promise.all([
    openDoor(visitors[0], theatre, 'Door A'),
    openDoor(visitors[1], theatre, 'Door B'),
  ]);
  await expect
    .poll(() => b.evaluate(() => navigator.serviceWorker.controller?.state ?? 'none'))
    .toBe('activated');
  const contexts: readonly BrowserContext[] = [a.context(), b.context()];
  await Promise.all(contexts.map((context) => context.setOffline(true)));

  await Promise.all([scan(a, ...tickets.slice(0, 25)), scan(b, ...tickets.slice(25), tickets[7] ?? '')]);
  await hasWaiting(a, 25);
  await hasWaiting(b, 26);
  await expect(verdict(a)).toHaveAttribute('data-kind', 'let_in');
  // The wrong ticket: it is taken back, and lets in again.
  await a.getByTestId('undo').click();
  await expect(verdict(a)).toHaveAttribute('data-kind', 'undone');
  await expectAccessible(a, 'an admission that was taken back');
  await scan(a, tickets[24] ?? '');
  await expect(verdict(a)).toHaveAttribute('data-kind', 'let_in');
  await hasWaiting(a, 27);
  await scan(a, tickets[3] ?? '');
  await expect(verdict(a)).toHaveAttribute('data-kind', 'already_in');
  await expect(verdict(a)).toContainText('Door A');
  const [text = '', signature = ''] = [tickets[0]?.slice(0, -86), tickets[1]?.slice(-86)];
  await scan(a, text + signature);
  await expect(verdict(a)).toHaveAttribute('data-kind', 'forged');
  await expectAccessible(a, 'a refusal at the door');
  // A browser that was killed comes back without a network and has lost nobody.
  await b.reload();
  await hasWaiting(b, 26);

  // A small phone, on which the band of what both let in makes the page too long.
  await a.setViewportSize({ width: 390, height: 600 });
  await Promise.all(contexts.map((context) => context.setOffline(false)));
  await expect(a.getByTestId('double-band')).toBeVisible();
  await liesAboveTheBar(a, 'next');
  for (const page of [a, b]) {
    await hasWaiting(page, 0);
    await expect(page.getByTestId('double-band')).toBeVisible();
    await page.getByTestId('tab-overview').click();
    await expect(page.getByTestId('count-in')).toHaveText('50');
    await expect(page.getByTestId('count-out')).toHaveText('0');
    await expect(page.getByTestId('doubles')).toContainText('A8');
    await expect(page.getByTestId('doubles')).toContainText('Door B');
  }
  await expectAccessible(b, 'the overview at the door');

  // The console shows the same, and takes the later of the two scans back; both doors hear of it.
  const office = await newVisitor({ reducedMotion: 'reduce' });
  await enterConsole(office.page, theatre.url, `/admin/events/${EVENT}/door`);
  const double = office.page.getByTestId('doubles').locator(':scope > li');
  await expect(double).toHaveCount(1);
  await expect(double).toContainText('A8');
  await expectAccessible(office.page, 'the doors in the console');
  await double.getByTestId('take-back').nth(1).click();
  await double.locator('[data-testid=take-back-yes]:visible').click();
  await expect(double).toHaveCount(0);
  for (const page of [a, b]) await expect(page.getByTestId('double-band')).toBeHidden();

  await a.getByTestId('door-sign-out').click();
  await expect(a.getByTestId('sign-in')).toBeVisible();
  const kept = await a.evaluate(async () => {
    const opening = indexedDB.open('jari-door');
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const guests = opening.result.transaction('guests').objectStore('guests').count();
    await new Promise((resolve) => (guests.onsuccess = resolve));
    return guests.result;
  });
  expect(kept).toBe(0);
});

test('the code on a ticket’s page is read by the door, until the ticket is another’s', async ({
  theatre,
  newVisitor,
}) => {
  await theatre.putEvent(EVENT, {}, { hall: { rows: 6, seats_per_row: 10 } });
  const giver = await newVisitor({ event: EVENT, viewport: { width: 390, height: 844 } });
  await giver.enterHall();
  await giver.reserve('F10');
  const read = await readCode(giver.page);

  const door = await openDoor(await newVisitor(), theatre, 'Door A');
  await giver.page.getByTestId('give').click();
  await giver.page.getByTestId('give-send').click();
  const link = await giver.page.getByTestId('give-link').inputValue();
  await expectAccessible(giver.page, 'giving a ticket away');

  const taker = await newVisitor({ event: EVENT });
  await taker.page.goto(link);
  await expect(taker.page.getByTestId('offered-seats')).toHaveText('F10');
  await expectAccessible(taker.page, 'a ticket that is offered');
  await taker.page.getByTestId('name-input').fill('박서연');
  await taker.page.getByTestId('phone-input').fill('010-9876-5432');
  await taker.page.getByTestId('accept').click();
  await taker.expectTicket('F10');
  // The giver is told at once.
  await expect(giver.page.getByTestId('ticket')).toHaveAttribute('data-status', 'cancelled');

  // As soon as the door has heard of the new owner, the old ticket is refused.
  await door.getByTestId('find-guest').fill('박서연');
  await expect(door.getByRole('button', { name: /박서연/ })).toBeVisible();
  await scan(door, read ?? '');
  await expect(verdict(door)).toHaveAttribute('data-kind', 'transferred');
  await scan(door, (await readCode(taker.page)) ?? '');
  await expect(verdict(door)).toHaveAttribute('data-kind', 'let_in');
  await expect(verdict(door)).toContainText('박서연');
});

/** What the door’s own reader makes of a picture of the ticket’s code. */
async function readCode(page: Page): Promise<string | undefined> {
  const picture = (await page.getByTestId('ticket-qr').screenshot()).toString('base64');
  const blank = await page.context().newPage();
  const pixels = await blank.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const { width, height, data } =
      context?.getImageData(0, 0, image.width, image.height) ?? new ImageData(1, 1);
    return { width, height, data: [...data] };
  }, picture);
  await blank.close();
  return decodePicture({ ...pixels, data: Uint8ClampedArray.from(pixels.data) });
}

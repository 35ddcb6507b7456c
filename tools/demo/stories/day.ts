import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { enterConsole } from '../../../web/e2e/support/console.ts';
import { HallEditor } from '../../../web/e2e/support/hall-editor.ts';
import { SeatMapView } from '../../../web/e2e/support/seat-map.ts';
import type { Theatre } from '../../../web/e2e/support/theatre.ts';
import { DESKTOP, PHONE, type Device } from '../device.ts';
import { Telling, WITHIN, type Story, type Told } from '../telling.ts';
import { SaleCrowd } from './sale-crowd.ts';

/** The day on which a sale opens: the organiser at a desk, and a phone that is a visitor's, then the door's. */
export const day: Story = {
  name: 'day',
  screens: [
    { size: DESKTOP, context: { locale: 'en-GB', colorScheme: 'dark', timezoneId: 'Asia/Seoul' } },
    { size: PHONE, context: { locale: 'ko-KR', colorScheme: 'light', timezoneId: 'Asia/Seoul' } },
  ],
  env: {},
  gif: { width: 900, framesPerSecond: 6 },
  play,
};

const EVENT = 'autumn-jazz-night';
const TITLE = { ko: '가을밤의 재즈', en: 'Autumn Jazz Night' };
/** Both in the middle of a block that the organiser draws: the left one's third row, the right one's second. */
const SQUATTED = [37, 38, 39, 40];
const VISITORS_SEAT = 150 + 15 + 6;

const DAY_MS = 86_400_000;
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

async function play(theatre: Theatre, devices: readonly Device[]): Promise<Told> {
  const [desk, phone] = devices;
  if (desk === undefined || phone === undefined) throw new Error('This story needs a desk and a phone.');
  const telling = new Telling();
  const editor = await new HallEditor(desk.page, theatre.url).open();
  await phone.page.setContent('<body style="background: #0b0713">');
  await Promise.all([desk.startFilming(), phone.startFilming()]);
  await Promise.all([desk.snap(), phone.snap()]);

  telling.begin();
  await drawHall(telling, desk, editor);
  await makeEvent(telling, desk, theatre);
  await rehearse(telling, desk);
  const crowd = await sell(telling, theatre, desk, phone);
  await mend(telling, desk, crowd);
  await openDoor(telling, theatre, phone, crowd);

  const told = telling.end();
  await Promise.all([desk.stopFilming(), phone.stopFilming()]);
  return told;
}

async function drawHall(telling: Telling, desk: Device, editor: HallEditor): Promise<void> {
  await telling.tell('The organiser <b>draws the hall</b>…', 1.2);
  await desk.tap('tool-stage');
  await editor.drag({ x: -150, y: -40 }, { x: 150, y: 0 });
  await sleep(400);
  await desk.tap('tool-block');
  await editor.drag({ x: -280, y: 60 }, { x: -45, y: 340 });
  await sleep(400);
  for (const [field, value] of Object.entries({
    rowCount: '10',
    seatCount: '15',
    seatStep: '15',
    curve: '20',
  }))
    await editor.fill(`block-${field}`, value);
  await sleep(700);
  await desk.tap('duplicate');
  await editor.expectSeats(300);
  await sleep(700);
  await telling.unseen(async () => {
    await editor.panel('hall');
    await desk.at('add-category').click();
    await editor.fill('category-name-1', 'VIP');
    await editor.panel('properties');
  });
  await desk.tap('give-category-VIP');
  await editor.fill('hall-name', 'Studio 300');
  await sleep(700);
  await desk.tap('save');
  await telling.wait(1, expect(desk.page).toHaveURL(/\/admin\/plans\/[0-9a-f]{32}/, WITHIN));
  await sleep(700);
}

async function makeEvent(telling: Telling, desk: Device, { url }: Theatre): Promise<void> {
  const { page } = desk;
  telling.say('…makes an evening of it and <b>sets the prices</b>');
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await telling.unseen(async () => {
    await page.goto(`${url}/admin/events/new`);
    await expect(field('Title (Korean)')).toBeVisible(WITHIN);
  });
  await desk.snap();
  await desk.write(field('Title (Korean)'), TITLE.ko);
  await field('Title (English)').fill(TITLE.en);
  await field('Venue (Korean)').fill('자리 스튜디오');
  await field('Venue (English)').fill('Jari Studio');
  await field('The event begins').fill(`${dayFromNow(24)}T19:30`);
  await page.getByLabel(/^The sale opens/).fill(`${dayFromNow(1)}T20:00`);
  await page.getByLabel('Choose a hall').selectOption({ label: 'Studio 300 · 300 seats' });
  await sleep(300);
  await desk.write(field('VIP'), '88000');
  await field('Standard').fill('55000');
  await expect(desk.at('total')).toBeVisible(WITHIN);
  await sleep(700);
  await desk.at('save').click();
  await telling.wait(0.4, expect(desk.at('event-tabs')).toBeVisible(WITHIN));
  await sleep(500);
}

async function rehearse(telling: Telling, desk: Device): Promise<void> {
  telling.say('Before the sale: a <b>rehearsal</b> with 200 invented people');
  await openTab(telling, desk, 'Rehearsal', desk.at('rehearsal-form'));
  await desk.at('rehearsal-people').fill('200');
  await desk.at('rehearsal-opens').selectOption('10');
  await desk.at('rehearsal-form').locator('summary').click();
  await desk.at('rehearsal-pace').selectOption('20');
  await sleep(400);
  await desk.tap('rehearsal-start');
  await telling.see(desk, desk.at('rehearsal-live'));
  await sleep(700);
  const live = desk.at('rehearsal-live');
  await telling.unseen(() => expect(live).toContainText('The sale is open', WITHIN));
  await telling.unseen(() => sleep(1_500));
  await desk.snap();
  await sleep(1_300);
  const past = desk.at('rehearsals-past');
  await telling.unseen(async () => {
    await expect(past).toBeVisible({ timeout: 120_000 });
    await past.scrollIntoViewIfNeeded();
    await sleep(500);
  });
  await desk.snap();
  await telling.tell('Every promise is <b>checked</b> against what everybody was told', 2.6);
}

async function sell(telling: Telling, theatre: Theatre, desk: Device, phone: Device): Promise<SaleCrowd> {
  const { page } = phone;
  await telling.unseen(async () => {
    await page.goto(`${theatre.url}/events/${EVENT}`);
    await new SeatMapView(page).expectReady();
    await expect(phone.at('sale-before')).toBeVisible(WITHIN);
    await desk.page.getByTestId('event-tabs').getByRole('link', { name: 'Settings' }).click();
    await expect(desk.at('sale-open')).toBeVisible(WITHIN);
    await sleep(500);
  });
  await Promise.all([desk.snap(), phone.snap()]);
  await telling.tell('A phone is waiting. The organiser <b>opens the sale</b>', 1.4);
  await desk.tap('sale-open');
  await sleep(700);
  await desk.tap('sale-confirm');
  await telling.wait(1.2, expect(desk.at('sale-state')).toHaveAttribute('data-state', 'open', WITHIN));
  // A page looks by itself, spread over half a minute; what is waited for is left out.
  await telling.wait(1.2, expect(phone.at('sale-before')).toBeHidden({ timeout: 90_000 }));
  await sleep(700);

  const crowd = await SaleCrowd.of(theatre, EVENT);
  telling.say('Everybody comes at once: the hall <b>fills up live</b>');
  await openTab(telling, desk, 'Hall', desk.page.locator('[data-testid="seat-map"][data-ready="true"]'));
  await desk.page.mouse.wheel(0, 130);
  await theatre.holdFor({ name: 'squatter', event: EVENT }, ...SQUATTED);
  const buying = crowd.buy(90, [VISITORS_SEAT, ...SQUATTED], 8);
  const visiting = (async () => {
    const map = new SeatMapView(page);
    const { x, y } = crowd.place(VISITORS_SEAT);
    const { k } = await map.camera();
    // From afar a tap comes nearer, and near it takes the seat.
    await map.tapAt(x, y);
    await expect.poll(async () => (await map.camera()).k, WITHIN).toBeGreaterThan(k);
    await map.tapAt(x, y);
    await expect(phone.at('hold-bar')).toBeVisible(WITHIN);
    await sleep(500);
    await phone.tap('continue');
    await phone.type('name-input', '김하늘');
    await phone.type('phone-input', '01012345678');
    await phone.tap('submit');
    await expect(phone.at('ticket-code')).toBeVisible(WITHIN);
  })();
  await telling.wait(10.5, Promise.all([visiting, buying]));
  await Promise.all([desk.snap(), phone.snap()]);
  await sleep(900);
  return crowd;
}

async function mend(telling: Telling, desk: Device, crowd: SaleCrowd): Promise<void> {
  const map = new SeatMapView(desk.page);
  const { x, y } = crowd.place(SQUATTED[1] ?? 1);
  telling.say('Somebody <b>sits on four seats</b> and does not buy');
  await map.tapAt(x, y);
  await telling.see(desk, desk.at('select-together'));
  await desk.tap('select-together');
  await sleep(900);
  telling.say('The organiser releases them, <b>with a reason</b>…');
  await desk.tap('act-release');
  await sleep(300);
  await desk.write(desk.page.locator('#reason'), 'Held by a script');
  await sleep(400);
  await desk.tap('reason-confirm');
  await telling.see(desk, desk.page.locator('[data-testid="result"][data-kind="release"]'));
  await sleep(500);

  telling.say('…and the <b>box office</b> sells them to a family at the desk');
  await desk.tap('act-sell');
  await desk.write(desk.page.locator('#desk-name'), 'Jisoo');
  await desk.page.locator('#desk-phone').fill('010-2345-6789');
  await desk.tap('desk-submit');
  await telling.see(desk, desk.at('sold-code'));
  await sleep(1_100);
}

async function openDoor(telling: Telling, theatre: Theatre, phone: Device, crowd: SaleCrowd): Promise<void> {
  const { page } = phone;
  const context = page.context();
  const verdict = (kind: string) => page.locator(`[data-testid="verdict"][data-kind="${kind}"]`);
  telling.say('In the evening the phone is <b>the door</b>');
  const ticket = await phone.at('ticket-qr').screenshot();
  await telling.unseen(async () => {
    // Another phone, of somebody who works for the house.
    await page.evaluate("localStorage.setItem('jari:lang', 'en')");
    await enterConsole(page, theatre.url, `/door/${EVENT}`);
    await expect(phone.at('door-name')).toBeVisible(WITHIN);
  });
  await phone.snap();
  await phone.type('door-name', 'Main door');
  await phone.tap('door-start');
  await telling.wait(1, expect(phone.at('sync')).toHaveAttribute('data-live', 'true', WITHIN));
  await phone.tap('camera-start');
  await expect(phone.at('camera-start')).toBeHidden(WITHIN);
  await sleep(900);

  telling.say('The network fails. A ticket is <b>proven without it</b>');
  await context.setOffline(true);
  await sleep(700);
  await phone.showToCamera(ticket);
  await telling.see(phone, verdict('let_in'));
  await sleep(1_600);
  await phone.showToCamera(undefined);
  await telling.unseen(() => sleep(2_600));
  telling.say('The same ticket again: <b>already in</b>');
  await phone.showToCamera(ticket);
  await telling.see(phone, verdict('already_in'));
  await sleep(1_600);
  await phone.showToCamera(undefined);

  telling.say('The network is back: all doors <b>count as one</b>');
  await telling.unseen(() => crowd.comeIn(60, 'Side door'));
  await context.setOffline(false);
  await phone.tap('tab-overview');
  await telling.wait(2.5, expect(phone.at('sync')).toHaveAttribute('data-waiting', '0', WITHIN));
  await telling.wait(1.5, expect(phone.at('count-in')).not.toHaveText('1', WITHIN));
  await phone.snap();
  await sleep(2_600);
}

async function openTab(
  telling: Telling,
  desk: Device,
  name: string,
  then: ReturnType<Device['at']>,
): Promise<void> {
  await desk.press(desk.at('event-tabs').getByRole('link', { name, exact: true }));
  await telling.see(desk, then);
}

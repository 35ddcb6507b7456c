import { placeInLine } from '@jari/contract/queue-order';
import { createHash } from 'node:crypto';
import { en } from '../src/lib/i18n/en.ts';
import { HOLD, watchRequests } from './support/network.ts';
import { mapTheatre } from './support/plans.ts';
import { expect, test } from './support/test.ts';
import {
  bandOf,
  come,
  expectState,
  inMs,
  newEvent,
  numberOf,
  openRoom,
  ROOM,
} from './support/waiting-room.ts';

const words = en.waiting;

test('one waits, is let in by itself, buys, and is told that the turn is used', async ({
  theatre,
  newVisitor,
}) => {
  const event = await openRoom(theatre);
  const visitor = await come(await newVisitor({ event }));
  const { page } = visitor;
  const joins = watchRequests(page, 'POST', /\/fcfs\/join$/);
  await visitor.markPage();

  await expectState(visitor, 'waiting');
  await expect(numberOf(visitor)).toHaveText('3');
  await expect(page.getByTestId('waiting-ahead')).toHaveAttribute('data-count', '1');
  await expect(page).toHaveTitle(new RegExp(words.tab.ahead('1')));
  // Time is kept where a tab in the background is not slowed down.
  expect(page.workers()).toHaveLength(1);
  // Nobody who waits costs the hall anything.
  await expect(page.getByRole('grid')).toHaveCount(0);

  await theatre.moveDoors(event, { active_max: 5 });
  await expect(page.getByTestId('turn-moment')).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(words.tab.turn));
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', /^data:image\/svg/);
  await expect(visitor.announcer).toContainText(words.state.inside);

  // It goes in without being asked.
  await visitor.expectHall();
  await expect(page).toHaveTitle(new RegExp(en.hall.title));
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', /favicon/);
  await expect(bandOf(visitor)).toBeVisible();
  await visitor.expectNotReloaded();
  await visitor.reserve('B2');

  await come(visitor);
  await expectState(visitor, 'used');
  await expect(page.getByTestId('my-reservations')).toBeVisible();
  expect(joins).toHaveLength(1);
});

test('a reload, a second tab and a lost network keep the place', async ({ theatre, newVisitor, newTab }) => {
  const event = await openRoom(theatre);
  const visitor = await come(await newVisitor({ event }));
  await expect(numberOf(visitor)).toHaveText('3');
  await theatre.lineUp(event, 'later');

  await visitor.page.reload();
  await expect(numberOf(visitor)).toHaveText('3');
  const tab = await come(await newTab(visitor));
  await expect(numberOf(tab)).toHaveText('3');

  await visitor.page.context().setOffline(true);
  await expect(visitor.page.getByTestId('waiting-trouble')).toHaveText(words.trouble.offline);
  await expectState(visitor, 'waiting');
  await theatre.moveDoors(event, { active_max: 5 });
  await visitor.page.context().setOffline(false);

  // The turn comes in both, by the same pass.
  for (const one of [visitor, tab]) await expect(bandOf(one)).toBeVisible();
  await tab.page.reload();
  await expect(bandOf(tab)).toBeVisible();
});

test('whoever waits is told that no seat is left, and that some are again', async ({
  theatre,
  newVisitor,
}) => {
  const event = await openRoom(theatre);
  const visitor = await come(await newVisitor({ event }));
  const noneLeft = visitor.page.getByTestId('waiting-none-left');
  await expectState(visitor, 'waiting');
  await expect(noneLeft).toHaveCount(0);
  await theatre.setOffSale(event, true);
  await expect(noneLeft).toHaveText(words.noneLeft);
  await expect(visitor.page.getByTestId('waiting-wait')).toHaveText(words.waitUnknown);
  await expect(numberOf(visitor)).toHaveText('3');
  await theatre.setOffSale(event, false);
  await expect(noneLeft).toHaveCount(0);
});

test('whoever leaves in one tab has left in the other, and may line up again at the end', async ({
  theatre,
  newVisitor,
  newTab,
}) => {
  const event = await openRoom(theatre);
  const visitor = await come(await newVisitor({ event }));
  const tab = await come(await newTab(visitor));
  await expect(numberOf(tab)).toHaveText('3');
  await theatre.lineUp(event, 'later');

  await visitor.page.getByTestId('leave-line').click();
  await visitor.page.getByTestId('leave-sure').click();
  await expectState(visitor, 'left');
  await expectState(tab, 'left');
  await tab.page.reload();
  await expectState(tab, 'left');

  await tab.page.getByTestId('rejoin').click();
  await expect(numberOf(tab)).toHaveText('5');
  await expect(numberOf(visitor)).toHaveText('5');
});

test('a turn that runs out is told, what was held in it can still be had, and one lines up again', async ({
  theatre,
  newVisitor,
}) => {
  const event = await openRoom(theatre, { first: [], room: { turn_ttl_seconds: 10 } });
  const visitor = await come(await newVisitor({ event }));
  const { page } = visitor;
  await page.getByTestId('enter-hall').click();
  await visitor.goToForm('A1');
  await page.goBack();
  await expect(bandOf(visitor)).toContainText(words.turn.soon);

  await expectState(visitor, 'missed');
  await expect(page).toHaveTitle(new RegExp(words.tab.missed));
  await page.getByTestId('held-at-door').getByRole('link').click();
  await visitor.expectForm();
  // Also after a reload: what is held is a promise.
  await page.reload();
  await visitor.fillIn();
  await visitor.submit.click();
  await visitor.expectTicket('A1');

  await come(visitor);
  await page.getByTestId('rejoin').click();
  await expect(page.getByTestId('turn-moment')).toBeVisible();
  await visitor.expectHall();
});

test('paused doors say so and keep the place; open ones go on', async ({ theatre, newVisitor }) => {
  const event = await openRoom(theatre);
  const visitor = await come(await newVisitor({ event }));
  await expectState(visitor, 'waiting');
  await theatre.moveDoors(event, { doors: 'paused', active_max: 5 });
  await expectState(visitor, 'paused');
  await expect(numberOf(visitor)).toHaveText('3');
  await expect(visitor.page.getByTestId('waiting-wait')).toHaveText(words.waitUnknown);
  await expect(visitor.announcer).toContainText(words.state.paused);

  await theatre.moveDoors(event, { doors: 'open' });
  await expect(bandOf(visitor)).toBeVisible();
});

test('before the opening one is early and safe, can check the shuffle, and goes in when it opens', async ({
  theatre,
  newVisitor,
}) => {
  const event = await openRoom(theatre, {
    room: { order: 'shuffle' },
    sale_opens_at: inMs(10 * 60_000),
  });
  const visitor = await come(await newVisitor({ event }));
  const { page } = visitor;
  await expectState(visitor, 'gathering');
  await expect(page.getByTestId('waiting-countdown')).toHaveText(/00:(09|10):\d\d/);
  await page.getByTestId('fair-order').locator('summary').click();
  const hash = (await page.getByTestId('seed-hash').textContent()) ?? '';
  expect(hash).toMatch(/^[0-9a-f]{64}$/);

  // It opens, and nobody is let in yet: the order is known.
  const room = { ...ROOM, order: 'shuffle' as const };
  await theatre.moveDoors(event, { doors: 'paused' });
  await theatre.putEvent(event, {}, { waiting_room: room, sale_opens_at: inMs(-1_000) });
  await expectState(visitor, 'paused');
  await expect(page.getByTestId('seed-hash')).toHaveText(hash);
  const seed = (await page.getByTestId('seed').textContent()) ?? '';
  expect(createHash('sha256').update(seed).digest('hex')).toBe(hash);
  await expect(page.getByTestId('seed-proven')).toHaveText(words.fair.provenBefore);
  const ahead = placeInLine(3, 3, seed) - 1;
  await expect(page.getByTestId('waiting-ahead')).toHaveAttribute('data-count', String(ahead));

  await theatre.moveDoors(event, { doors: 'open', active_max: 9 });
  await expect(bandOf(visitor)).toBeVisible();
});

test('who comes before the line forms is put into it when it does, without doing anything', async ({
  theatre,
  newVisitor,
}) => {
  const event = await openRoom(theatre, {
    first: [],
    room: { pre_queue_minutes: 1 },
    sale_opens_at: inMs(66_000),
  });
  const visitor = await come(await newVisitor({ event }));
  await expectState(visitor, 'early');
  await expectState(visitor, 'gathering');
  await expect(numberOf(visitor)).toHaveText('1');
});

test('a refusal at the door leads back to the waiting room in words, with the place in line', async ({
  theatre,
  newVisitor,
}) => {
  const event = await openRoom(theatre, { waiting_room: null, first: [] });
  const visitor = await (await newVisitor({ event })).enterHall();
  // The organiser puts a waiting room before an open hall.
  await theatre.putEvent(event, {}, { waiting_room: ROOM });
  await theatre.lineUp(event, 'ann');
  await visitor.choose('A1');
  await expect(visitor.toast).toContainText('It is not your turn yet.');
  await expectState(visitor, 'waiting');
  await expect(numberOf(visitor)).toHaveText('2');
});

test('the pass goes along with what takes seats, and with nothing else', async ({ theatre, newVisitor }) => {
  const event = await openRoom(theatre, { first: [] });
  const visitor = await come(await newVisitor({ event }));
  const holds = watchRequests(visitor.page, 'PUT', HOLD);
  const looks = watchRequests(visitor.page, 'GET', /\/api\//);
  await visitor.page.getByTestId('enter-hall').click();
  await visitor.goToForm('C3');
  expect(holds.map((request) => request.headers()['queue-pass'])).toEqual([expect.stringMatching(/^q1\./)]);
  for (const request of looks) expect(request.headers()['queue-pass']).toBeUndefined();
});

test('in a large hall the turn is good for the map and for seats that the box office chooses', async ({
  theatre,
  newVisitor,
}) => {
  const event = newEvent();
  await theatre.putPlanEvent(event, mapTheatre, { waiting_room: ROOM });
  const visitor = await come(await newVisitor({ event }));
  const { page } = visitor;
  await page.getByTestId('enter-hall').click();
  await expect(bandOf(visitor)).toBeVisible();
  await page.getByTestId('best').locator('summary').click();
  await page.getByTestId('find-best').click();
  await expect(page.getByTestId('continue')).toBeVisible();
  expect((await visitor.myHold())?.seat_ids).toHaveLength(2);
});

test('giving the turn back lets the next in', async ({ theatre, newVisitor }) => {
  const event = await openRoom(theatre, { first: [] });
  const one = await come(await newVisitor({ event }));
  await one.page.getByTestId('enter-hall').click();
  const other = await come(await newVisitor({ event }));
  await expectState(other, 'waiting');
  await one.page.getByTestId('leave-turn').click();
  await one.page.getByTestId('leave-turn-sure').click();
  await expectState(one, 'left');
  await expect(bandOf(other)).toBeVisible();
});

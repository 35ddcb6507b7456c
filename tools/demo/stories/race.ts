import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { Theatre } from '../../../web/e2e/support/theatre.ts';
import { PHONE, type Device } from '../device.ts';
import { Telling, WITHIN, type Story, type Told } from '../telling.ts';

/** Two people race for B2 on a real server. */
export const race: Story = {
  name: 'demo',
  screens: [
    { size: PHONE, context: { locale: 'ko-KR', colorScheme: 'dark' } },
    { size: PHONE, context: { locale: 'en-GB', colorScheme: 'light' } },
  ],
  // Every attempt fails until the server is told otherwise.
  env: { FAILURE_RATE: '1' },
  play,
};

/** Lets the left finger win by a hair: the right phone's first request leaves when the left one's has left. */
async function letLeftWin(left: Device, right: Device): Promise<void> {
  let leftWent: () => void = () => undefined;
  const went = new Promise<void>((resolve) => (leftWent = resolve));
  left.page.on('requestfinished', (request) => {
    if (request.method() === 'PUT') leftWent();
  });
  await right.page.route(/\/hold$/, async (route) => {
    if (route.request().method() === 'PUT') await went;
    await route.continue();
  });
}

async function play(theatre: Theatre, devices: readonly Device[]): Promise<Told> {
  const [left, right] = devices;
  if (left === undefined || right === undefined) throw new Error('This story needs two phones.');
  const telling = new Telling();
  const see = (device: Device, testId: string) => telling.see(device, device.at(testId));
  for (const phone of [left, right]) {
    await phone.page.goto(theatre.url);
    await expect(phone.at('connection-state')).toHaveAttribute('data-state', 'live', WITHIN);
  }
  await letLeftWin(left, right);
  await Promise.all([left.startFilming(), right.startFilming()]);
  await sleep(600);

  telling.begin();
  await telling.tell('Two people, one hall: both want <b>B2</b>', 1.8);
  await telling.wait(1.5, Promise.all([left.tap('seat-B2'), right.tap('seat-B2')]));
  await see(left, 'countdown');
  await see(right, 'toast');
  await telling.tell('The first one has it. The other is told <b>at once</b>…', 2.6);
  await right.tap('seat-B3');
  await see(right, 'countdown');
  await telling.tell('…and taps the next seat. Nothing is in the way', 1.2);

  telling.say('While they type, <b>the seats are theirs</b>');
  const typing = Promise.all([
    left.type('name-input', '김하늘').then(() => left.type('phone-input', '01012345678')),
    right.type('name-input', 'Sora Lee').then(() => right.type('phone-input', '01098765432')),
  ]);
  await telling.wait(6, typing);
  await sleep(500);

  await left.tap('submit');
  await see(left, 'failure');
  telling.say('A try may fail: <b>seat and form are kept</b>');
  // Nobody sees this: the server is killed and comes back without failures; it still knows holds and sessions.
  const restart = theatre.kill9().then(() => theatre.restart({ FAILURE_RATE: '0' }));
  await telling.wait(3.2, Promise.all([restart, sleep(3_200)]));

  telling.say('The retry is <b>the same request</b>: never two reservations');
  await left.tap('retry');
  await see(left, 'ticket-code');
  await sleep(2_200);
  await right.tap('submit');
  await see(right, 'ticket-code');
  await telling.tell('Two people, two seats: <b>one owner each</b>', 3.4);

  const told = telling.end();
  await Promise.all([left.stopFilming(), right.stopFilming()]);
  return told;
}

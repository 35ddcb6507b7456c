import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { Theatre } from '../../web/e2e/support/theatre.ts';
import type { Phone } from './phone.ts';

export interface Span {
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
}

export interface Story {
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
  readonly captions: readonly { readonly at: number; readonly words: string }[];
  /** Where nothing was to be seen but a busy machine: left out of the film. */
  readonly cuts: readonly Span[];
}

const now = () => Date.now() / 1000;
const WITHIN = { timeout: 30_000 };

/** Lets the left finger win by a hair: the right phone's first request leaves when the left one's has left. */
async function letLeftWin(left: Phone, right: Phone): Promise<void> {
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

/** Two people race for B2 on a real server. The pauses are for the viewer. */
export async function playStory(theatre: Theatre, left: Phone, right: Phone): Promise<Story> {
  const captions: { at: number; words: string }[] = [];
  const cuts: Span[] = [];
  /** Waits for what comes; the film shows no more than so many seconds of it. */
  const wait = async (seconds: number, what: Promise<unknown>) => {
    const shownUntil = now() + seconds;
    await what;
    if (now() > shownUntil) cuts.push({ from: shownUntil, to: now() });
  };
  const see = async (phone: Phone, testId: string) => {
    await wait(1.2, expect(phone.at(testId)).toBeVisible(WITHIN));
    // After what still moves has come to rest.
    await wait(
      0.4,
      sleep(300).then(() => phone.snap()),
    );
  };
  const tell = async (words: string, seconds: number) => {
    captions.push({ at: now(), words });
    await sleep(seconds * 1000);
  };
  for (const phone of [left, right]) {
    await phone.page.goto(theatre.url);
    await expect(phone.at('connection-state')).toHaveAttribute('data-state', 'live', WITHIN);
  }
  await letLeftWin(left, right);
  await Promise.all([left.startFilming(), right.startFilming()]);
  await sleep(600);

  const from = now();
  await tell('Two people, one hall: both want <b>B2</b>', 1.8);
  await wait(1.5, Promise.all([left.tap('seat-B2'), right.tap('seat-B2')]));
  await see(left, 'countdown');
  await see(right, 'toast');
  await tell('The first one has it. The other is told <b>at once</b>…', 2.6);
  await right.tap('seat-B3');
  await see(right, 'countdown');
  await tell('…and taps the next seat. Nothing is in the way', 1.2);

  captions.push({ at: now(), words: 'While they type, <b>the seats are theirs</b>' });
  const typing = Promise.all([
    left.type('name-input', '김하늘').then(() => left.type('phone-input', '01012345678')),
    right.type('name-input', 'Sora Lee').then(() => right.type('phone-input', '01098765432')),
  ]);
  await wait(6, typing);
  await sleep(500);

  await left.tap('submit');
  await see(left, 'failure');
  captions.push({ at: now(), words: 'A try may fail: <b>seat and form are kept</b>' });
  // Nobody sees this: the server is killed and comes back without failures; it still knows holds and sessions.
  const restart = theatre.kill9().then(() => theatre.restart({ FAILURE_RATE: '0' }));
  await wait(3.2, Promise.all([restart, sleep(3_200)]));

  captions.push({ at: now(), words: 'The retry is <b>the same request</b>: never two reservations' });
  await left.tap('retry');
  await see(left, 'ticket-code');
  await sleep(2_200);
  await right.tap('submit');
  await see(right, 'ticket-code');
  await tell('Two people, two seats: <b>one owner each</b>', 3.4);

  const to = now();
  await Promise.all([left.stopFilming(), right.stopFilming()]);
  return { from, to, captions, cuts };
}

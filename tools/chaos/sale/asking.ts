import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Question } from './ask.ts';
import type { Told } from './told.ts';

/** Somebody who asks at the sale. */
export interface Asking {
  /** Where this one asks, the one after the other whenever there was no answer: the gateway, or the servers. */
  readonly urls: readonly string[];
  readonly user: string;
  readonly told: Told;
  readonly draw: () => number;
  /** Nobody begins anything new any more; what was begun is finished. */
  readonly isOver: () => boolean;
}

const AGAIN_MAX_MS = 800;
/** After that long somebody who gets no answer goes home. */
const PATIENCE_MS = 90_000;

/** What takes seats or a place: nobody begins with it when the sale is over. */
const BEGINNINGS = ['hold', 'line_join', 'join'];

/** Asks once. */
export function askOnce(who: Asking, op: string, question: Question): Promise<Answer> {
  return who.told.asked(op, who.urls[0] ?? '', { ...question, user: who.user });
}

/** Asks until there is an answer that is not "ask again"; undefined: went home without one. */
export async function untilTold(who: Asking, op: string, question: Question): Promise<Answer | undefined> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  let place = 0;
  for (let pauseMs = 50; performance.now() < giveUpAt; pauseMs = Math.min(AGAIN_MAX_MS, pauseMs * 2)) {
    const answer = await who.told.asked(op, who.urls[place % who.urls.length] ?? '', {
      ...question,
      user: who.user,
    });
    if (!isAgain(answer)) return answer;
    place++;
    // Nobody begins a sale that is over; but what may have been done is asked for until it is known.
    if (BEGINNINGS.includes(op) && who.isOver()) return undefined;
    await delay(Math.max(answer.retryAfterMs, pauseMs) * (1 + who.draw() / 4));
  }
  return undefined;
}

function isAgain({ status, reason }: Answer): boolean {
  // A sale that is paused goes on in a moment.
  return (
    status === 0 || status === 429 || status >= 500 || reason === 'contention' || reason === 'not_on_sale'
  );
}

export const shown = ({ status, body }: Answer) => `${String(status)} ${JSON.stringify(body).slice(0, 300)}`;

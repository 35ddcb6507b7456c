import { setTimeout as delay } from 'node:timers/promises';
import { askOnce, untilTold, type Asking } from './asking.ts';

/** The doors move once a second. */
const LOOKS_EVERY_MS = 250;
const PATIENCE_MS = 60_000;

/** Lines up and waits for the turn; the pass, or undefined: went home. */
export async function comeIn(who: Asking & { readonly event: string }): Promise<string | undefined> {
  const { event, draw } = who;
  const join = () => untilTold(who, 'join', { method: 'POST', path: `/fcfs/join?event=${event}` });
  if ((await join()) === undefined) return undefined;
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!who.isOver() && performance.now() < giveUpAt) {
    if (draw() < 0.2) await askOnce(who, 'status', { method: 'GET', path: `/fcfs/status?event=${event}` });
    // Some lose patience, also before the opening, and some of those come again.
    if (draw() < 0.04) {
      await leave(who);
      if (draw() < 0.5 || (await join()) === undefined) return undefined;
    }
    const answer = await untilTold(who, 'pass', { method: 'POST', path: `/fcfs/pass?event=${event}` });
    if (answer === undefined) return undefined;
    if (answer.status === 200) return String(answer.body['pass']);
    // Redis forgot them, or their turn went by while no server was there.
    if (answer.status !== 202 && (await join()) === undefined) return undefined;
    await delay(LOOKS_EVERY_MS * (0.5 + draw()));
  }
  return undefined;
}

/** Gives back the place or the turn. */
export async function leave(who: Asking & { readonly event: string }): Promise<void> {
  await untilTold(who, 'leave', { method: 'DELETE', path: `/fcfs/pass?event=${who.event}` });
}

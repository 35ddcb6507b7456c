import { setTimeout as delay } from 'node:timers/promises';
import { untilTold } from './asking.ts';
import { endOf, holdPath, passed } from './seats.ts';
import type { ToldHold } from './told.ts';
import type { Visit } from './visitor.ts';

const LOOKS_EVERY_MS = 300;
/** As long as two holds of others. */
const PATIENCE_MS = 9_000;

/** Waits for a seat that somebody else has; the offer that came, or undefined: none did, and they wait no longer. */
export async function waitInLine(who: Visit, seatId: number): Promise<ToldHold | undefined> {
  const path = `/api/v1/events/${who.event}/line`;
  const joined = await untilTold(who, 'line_join', {
    ...{ method: 'PUT', path, body: { seat_ids: [seatId] } },
    ...passed(who),
  });
  if (joined?.status !== 200) return undefined;
  const patienceMs = PATIENCE_MS * who.draw();
  const giveUpAt = performance.now() + patienceMs;
  while (performance.now() < giveUpAt && !who.isOver()) {
    const offer = await offerOf(who);
    if (offer !== undefined) return offer;
    await delay(LOOKS_EVERY_MS * (0.5 + who.draw()));
  }
  if (who.draw() < 0.3) await untilTold(who, 'my_line', { method: 'GET', path });
  const query = who.draw() < 0.5 ? `?entry=${String(joined.body['entry'])}` : '';
  await untilTold(who, 'line_leave', { method: 'DELETE', path: path + query });
  // It may have come in the last moment; then it is theirs, and they may go without it.
  return who.draw() < 0.5 ? offerOf(who) : undefined;
}

async function offerOf(who: Visit): Promise<ToldHold | undefined> {
  const askedAt = Date.now();
  const answer = await untilTold(who, 'my_hold', { method: 'GET', path: holdPath(who) });
  const seatIds = answer?.body['seat_ids'];
  if (answer?.status !== 200 || !Array.isArray(seatIds) || seatIds.length === 0) return undefined;
  who.told.succeeded(answer);
  return { user: who.user, seatIds: seatIds.map(Number), askedAt, answeredAt: Date.now(), ...endOf(answer) };
}

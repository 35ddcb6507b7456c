import { setTimeout as delay } from 'node:timers/promises';
import { untilTold, type Asking } from './asking.ts';
import { comeIn, leave } from './doors.ts';
import { waitInLine } from './in-line.ts';
import { buy, cancel, extend, giveAway, holdPath, holdSeats, passed } from './seats.ts';
import type { ToldHold } from './told.ts';

export interface Visit extends Asking {
  readonly event: string;
  readonly seatCount: number;
  readonly hasRoom: boolean;
  /** What lets them choose seats, where there is a waiting room. */
  readonly pass?: string | undefined;
}

const PAUSE_MS = 120;
/** Where many want to sit, and nobody stays: so there is always somebody to wait behind. */
const FRONT_SEATS = 12;

/** One person at the sale: comes in, chooses seats, mostly buys them, mostly gives them back, so that there is always a sale. */
export async function visit(visitor: Visit): Promise<void> {
  const pass = visitor.hasRoom ? await comeIn(visitor) : undefined;
  if (visitor.hasRoom && pass === undefined) return;
  const who = { ...visitor, pass };
  const { draw } = who;
  if (draw() < 0.05) await look(who);
  const isInFront = draw() < 0.5;
  const hold = await haveSomething(who, isInFront);
  if (hold === undefined) {
    if (who.hasRoom && draw() < 0.3) await leave(who);
    return;
  }
  await delay(PAUSE_MS * draw());
  const wish = draw();
  if (wish < 0.1) return;
  if (wish < 0.2) {
    await untilTold(who, 'release', { method: 'DELETE', path: holdPath(who) });
    return;
  }
  if (wish < 0.35) await extend(who, hold);
  const reservation = await buy(who, hold);
  if (reservation === undefined) return;
  if (draw() < 0.15)
    await untilTold(who, 'reservation', { method: 'GET', path: `/api/v1/reservations/${reservation.id}` });
  if (who.hasRoom && draw() < 0.1) await tryPassAgain(who);
  const kept = draw() < 0.15 ? ((await giveAway(who, reservation)) ?? reservation) : reservation;
  if (kept.fate === 'unknown' || (!isInFront && draw() < 0.1)) return;
  await delay(PAUSE_MS * draw());
  await cancel(who, kept);
}

async function haveSomething(who: Visit, isInFront: boolean): Promise<ToldHold | undefined> {
  const { draw, seatCount } = who;
  const among = isInFront ? FRONT_SEATS : seatCount;
  const first = 1 + Math.floor(draw() * among);
  const seatIds = Array.from({ length: 1 + Math.floor(draw() * 3) }, (_, i) => first + i);
  if (seatIds.some((id) => id > seatCount)) return undefined;
  const { answer, hold } = await holdSeats(who, seatIds);
  if (hold !== undefined || !WAITED_FOR.includes(answer?.reason ?? '') || draw() < 0.2) return hold;
  return waitInLine(who, first);
}

const WAITED_FOR = ['seat_held', 'already_reserved'];

/** A turn is for one purchase: whoever wants more lines up again. */
async function tryPassAgain(who: Visit): Promise<void> {
  const seat = FRONT_SEATS + 1 + Math.floor(who.draw() * (who.seatCount - FRONT_SEATS));
  const answer = await untilTold(who, 'hold_again', {
    ...{ method: 'PUT', path: holdPath(who), body: { seat_ids: [seat] } },
    ...passed(who),
  });
  if (answer?.status === 200) who.told.violate('a turn is for one purchase', `${who.user} had another`);
}

async function look(who: Visit): Promise<void> {
  await untilTold(who, 'states', { method: 'GET', path: `/api/v1/events/${who.event}/states` });
}

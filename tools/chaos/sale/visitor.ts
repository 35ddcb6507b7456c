import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Question } from './ask.ts';
import type { Told, ToldHold, ToldReservation } from './told.ts';

export interface Visit {
  /** Where this one asks, the first one first, and the next whenever there was no answer: the gateway, or the servers. */
  readonly urls: readonly string[];
  readonly event: string;
  readonly seatCount: number;
  readonly user: string;
  readonly told: Told;
  readonly draw: () => number;
  /** Nobody begins anything new any more; what was begun is finished. */
  readonly isOver: () => boolean;
}

const PAUSE_MS = 120;
const AGAIN_MAX_MS = 800;
/** After that long somebody who gets no answer goes home. */
const PATIENCE_MS = 90_000;

const DONE = { hold: [200], confirm: [200, 201], extend: [200], release: [204], cancel: [200] };

/** One person at the sale: chooses seats, mostly buys them, mostly gives them back, so that there is always a sale. */
export async function visit(who: Visit): Promise<void> {
  const { told, draw } = who;
  const hold = await holdSomething(who);
  if (hold === undefined) return;
  await delay(PAUSE_MS * draw());
  const wish = draw();
  if (wish < 0.1) return;
  if (wish < 0.2) {
    await untilTold(who, 'release', { method: 'DELETE', path: holdPath(who) });
    return;
  }
  if (wish < 0.35) await extend(who, hold);
  const reservation = await buy(who, hold);
  if (reservation === undefined || draw() < 0.1) return;
  await delay(PAUSE_MS * draw());
  const cancelled = await untilTold(who, 'cancel', {
    method: 'DELETE',
    path: `/api/v1/reservations/${reservation.id}`,
  });
  if (cancelled !== undefined && DONE.cancel.includes(cancelled.status)) reservation.fate = 'cancelled';
  else {
    reservation.fate = 'unknown';
    if (cancelled !== undefined) told.violate('what was acknowledged is kept', `cancel: ${shown(cancelled)}`);
  }
}

async function holdSomething(who: Visit): Promise<ToldHold | undefined> {
  const { seatCount, draw, told } = who;
  const first = 1 + Math.floor(draw() * seatCount);
  const seatIds = Array.from({ length: 1 + Math.floor(draw() * 3) }, (_, i) => first + i);
  if (seatIds.some((id) => id > seatCount)) return undefined;
  const askedAt = Date.now();
  const answer = await untilTold(who, 'hold', {
    ...{ method: 'PUT', path: holdPath(who) },
    body: { seat_ids: seatIds },
  });
  if (answer?.status !== 200) return undefined;
  told.succeeded(answer);
  const { endsAt, endsAtWall } = endOf(answer);
  const hold = { user: who.user, seatIds, askedAt, answeredAt: Date.now(), endsAt, endsAtWall };
  told.holds.push(hold);
  return hold;
}

async function extend(who: Visit, hold: ToldHold): Promise<void> {
  const answer = await untilTold(who, 'extend', {
    ...{ method: 'POST', path: `${holdPath(who)}/extend` },
    headers: { 'idempotency-key': randomUUID() },
  });
  if (answer === undefined) return;
  // One that is answered again when all is over has nothing left, and says nothing of when it ended.
  if (answer.status === 200 && answer.body['expires_in_ms'] === 0) return;
  if (answer.status === 200) Object.assign(hold, endOf(answer));
  else refusedTooEarly(who, hold, answer);
}

async function buy(who: Visit, hold: ToldHold): Promise<ToldReservation | undefined> {
  const { told, draw, user } = who;
  const question: Question = {
    ...{ method: 'POST', path: `/api/v1/events/${who.event}/reservations` },
    headers: { 'idempotency-key': randomUUID() },
    body: { user_name: 'Somebody', phone: '010-1234-5678' },
  };
  const answer = await untilTold(who, 'confirm', question);
  if (answer === undefined) return undefined;
  if (answer.status !== 201 && answer.status !== 200) {
    refusedTooEarly(who, hold, answer);
    return undefined;
  }
  told.succeeded(answer);
  const reservation = reservationIn(user, answer);
  told.reservations.push(reservation);
  if (reservation.seatIds.join() !== hold.seatIds.join()) {
    told.violate('who selected first goes first', `${user} held ${hold.seatIds.join()}: ${shown(answer)}`);
  }
  // The same key again, although it was answered: the same answer, and nothing happens.
  if (draw() < 0.2) {
    const again = await untilTold(who, 'confirm', question);
    if (again !== undefined && reservationIn(user, again).id !== reservation.id) {
      told.violate('a retry is harmless', `${shown(answer)} became ${shown(again)}`);
    }
  }
  return reservation;
}

/** Whoever was told that a hold is over must have asked after its end, by their own steady clock. */
function refusedTooEarly({ told, user }: Visit, hold: ToldHold, answer: Answer): void {
  if (answer.end > hold.endsAt) return;
  const left = Math.round(hold.endsAt - answer.end);
  told.violate('a hold is kept until its end', `${user} had ${String(left)} ms left: ${shown(answer)}`);
}

/** Asks until there is an answer that is not "ask again"; undefined: went home without one. */
async function untilTold(who: Visit, op: keyof typeof DONE, question: Question): Promise<Answer | undefined> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  let place = 0;
  for (let pauseMs = 50; performance.now() < giveUpAt; pauseMs = Math.min(AGAIN_MAX_MS, pauseMs * 2)) {
    const answer = await who.told.asked(op, who.urls[place % who.urls.length] ?? '', {
      ...question,
      user: who.user,
    });
    const isAgain = answer.status === 0 || answer.status === 429 || answer.status >= 500;
    if (!isAgain && answer.reason !== 'contention') return answer;
    place++;
    // Nobody begins a sale that is over; but what may have been done is asked for until it is known.
    if (op === 'hold' && who.isOver()) return undefined;
    await delay(Math.max(answer.retryAfterMs, pauseMs) * (1 + who.draw() / 4));
  }
  return undefined;
}

const holdPath = ({ event }: Visit) => `/api/v1/events/${event}/hold`;

function endOf({ body, start }: Answer): { endsAt: number; endsAtWall: number } {
  const endsAt = start + Number(body['expires_in_ms']);
  return { endsAt, endsAtWall: Date.now() - performance.now() + endsAt };
}

function reservationIn(user: string, { body }: Answer): ToldReservation {
  const { id, code, sequence, seats } = (body['reservation'] ?? {}) as {
    readonly id: string;
    readonly code: string;
    readonly sequence: number;
    readonly seats?: readonly { readonly id: number }[];
  };
  const seatIds = (seats ?? []).map((seat) => seat.id).toSorted((a, b) => a - b);
  return { user, id, code, sequence, seatIds, fate: 'kept' };
}

const shown = ({ status, body }: Answer) => `${String(status)} ${JSON.stringify(body).slice(0, 300)}`;

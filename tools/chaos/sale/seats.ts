import { randomUUID } from 'node:crypto';
import type { Answer, Question } from './ask.ts';
import { shown, untilTold } from './asking.ts';
import type { ToldHold, ToldReservation } from './told.ts';
import type { Visit } from './visitor.ts';

/** What somebody does with seats: holds, extends, buys, gives back; and whether what they are told is what they were told. */

const PERSON = { user_name: 'Somebody', phone: '010-1234-5678' };

export const holdPath = ({ event }: Pick<Visit, 'event'>) => `/api/v1/events/${event}/hold`;

/** The header by which those who were let in are known. */
export function passed({ pass }: Pick<Visit, 'pass'>): {
  readonly headers?: Readonly<Record<string, string>>;
} {
  return pass === undefined ? {} : { headers: { 'queue-pass': pass } };
}

/** The answer, and the hold if there is one now. */
export async function holdSeats(
  who: Visit,
  seatIds: readonly number[],
): Promise<{ readonly answer: Answer | undefined; readonly hold?: ToldHold }> {
  const { told, user } = who;
  const askedAt = Date.now();
  const answer = await untilTold(who, 'hold', {
    ...{ method: 'PUT', path: holdPath(who), body: { seat_ids: seatIds } },
    ...passed(who),
  });
  if (answer?.status !== 200) return { answer };
  told.succeeded(answer);
  const hold = { user, seatIds, askedAt, answeredAt: Date.now(), ...endOf(answer) };
  told.holds.push(hold);
  return { answer, hold };
}

export async function extend(who: Visit, hold: ToldHold): Promise<void> {
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

export async function buy(who: Visit, hold: ToldHold): Promise<ToldReservation | undefined> {
  const { told, draw, user } = who;
  const question: Question = {
    ...{ method: 'POST', path: `/api/v1/events/${who.event}/reservations`, body: PERSON },
    headers: { 'idempotency-key': randomUUID() },
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
  if (reservation.seatIds.join() !== hold.seatIds.join() && !isTaken(who, hold)) {
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

/** Gives a reservation to somebody else, who takes it; what they have then, or undefined: nobody knows or nothing came of it. */
export async function giveAway(
  who: Visit,
  reservation: ToldReservation,
): Promise<ToldReservation | undefined> {
  const { told } = who;
  const path = `/api/v1/reservations/${reservation.id}/transfer`;
  const offered = await untilTold(who, 'give', { method: 'POST', path });
  if (offered?.status !== 200) return undefined;
  const friend = { ...who, user: `${who.user}-friend` };
  const taken = await untilTold(friend, 'take', {
    ...{ method: 'POST', path: '/api/v1/transfers/accept' },
    headers: { 'idempotency-key': randomUUID() },
    body: { ...PERSON, token: offered.body['token'] },
  });
  if (taken?.status !== 201) {
    reservation.fate = 'unknown';
    if (taken !== undefined) told.violate('what is given can be taken', shown(taken));
    return undefined;
  }
  told.succeeded(taken);
  reservation.fate = 'cancelled';
  const theirs = reservationIn(friend.user, taken);
  told.reservations.push(theirs);
  if (theirs.seatIds.join() !== reservation.seatIds.join()) {
    told.violate('a ticket is given whole', `${reservation.seatIds.join()} became ${shown(taken)}`);
  }
  return theirs;
}

export async function cancel(who: Visit, reservation: ToldReservation): Promise<void> {
  const cancelled = await untilTold({ ...who, user: reservation.user }, 'cancel', {
    ...{ method: 'DELETE', path: `/api/v1/reservations/${reservation.id}` },
  });
  if (cancelled?.status === 200) {
    reservation.fate = 'cancelled';
    return;
  }
  reservation.fate = 'unknown';
  if (cancelled !== undefined)
    who.told.violate('what was acknowledged is kept', `cancel: ${shown(cancelled)}`);
}

/** Whoever was told that a hold is over must have asked after its end, by their own steady clock. */
function refusedTooEarly(who: Visit, hold: ToldHold, answer: Answer): void {
  if (answer.end > hold.endsAt || isTaken(who, hold)) return;
  const left = Math.round(hold.endsAt - answer.end);
  who.told.violate(
    'a hold is kept until its end',
    `${who.user} had ${String(left)} ms left: ${shown(answer)}`,
  );
}

/** Whether the house may have ended it, or some of it. */
function isTaken({ told }: Visit, { seatIds, askedAt }: ToldHold): boolean {
  return told.taken.some(
    ({ seatIds: taken, until }) => until >= askedAt && seatIds.some((id) => taken.includes(id)),
  );
}

export function endOf({ body, start }: Answer): { endsAt: number; endsAtWall: number } {
  const endsAt = start + Number(body['expires_in_ms']);
  return { endsAt, endsAtWall: Date.now() - performance.now() + endsAt };
}

export function reservationIn(user: string, { body }: Answer): ToldReservation {
  const { id, code, sequence, seats } = (body['reservation'] ?? {}) as {
    readonly id: string;
    readonly code: string;
    readonly sequence: number;
    readonly seats?: readonly { readonly id: number }[];
  };
  const seatIds = (seats ?? []).map((seat) => seat.id).toSorted((a, b) => a - b);
  return { user, id, code, sequence, seatIds, fate: 'kept' };
}

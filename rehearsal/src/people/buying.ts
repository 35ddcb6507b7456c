import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ASKS_AGAIN_SHARE, TRIES_USED_PASS_SHARE } from '../behaviour.ts';
import type { KnownHold, KnownReservation } from '../records/records.ts';
import type { Answer, Question } from '../wire/messages.ts';
import { passHeader } from './choosing.ts';
import { isDone, type Person } from './person.ts';

/** How often an answer is asked for that did not come. */
const TRIES_MAX = 40;

/** From the seats in hand to the ticket, and what some do afterwards. */
export async function buy(person: Person, hold: KnownHold, pass: string | undefined): Promise<void> {
  const { script, record, crowd } = person;
  const { quirk } = script.habit;
  if (quirk === 'walks away') {
    record.outcome = 'walked away';
    return;
  }
  await delay((script.hesitatesMs + script.typesMs) / crowd.clock.pace);
  const question: Question = {
    ...{ method: 'POST', path: `${crowd.event.path}/reservations` },
    headers: { ...passHeader(pass), 'idempotency-key': randomUUID() },
    body: person.invented,
  };
  const reservation = await confirm(person, hold, question);
  if (reservation === undefined) return;
  if (person.random() < ASKS_AGAIN_SHARE) await askAgain(person, reservation, question);
  if (pass !== undefined && person.random() < TRIES_USED_PASS_SHARE) await tryUsedPass(person, pass);
  if (quirk === 'gives back') await cancel(person, reservation);
}

async function confirm(
  person: Person,
  hold: KnownHold,
  question: Question,
): Promise<KnownReservation | undefined> {
  const { record, script, crowd } = person;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const askedAt = Date.now();
    const isTwice = script.habit.clicksTwice === true && tries === 0;
    const [answer, again] = await Promise.all([
      person.ask('confirm', question),
      isTwice ? person.ask('confirm', question) : undefined,
    ]);
    const made = isMade(answer) ? answer : again !== undefined && isMade(again) ? again : undefined;
    if (made !== undefined) {
      const reservation = reservationIn(made, askedAt);
      note(person, hold, reservation);
      if (again !== undefined && isMade(answer) && isMade(again)) {
        compare(person, reservationIn(answer, askedAt), reservationIn(again, askedAt));
      }
      return reservation;
    }
    if (isFinal(answer)) {
      refused(person, hold, answer, askedAt);
      return undefined;
    }
    record.outcome = 'unknown outcome';
    const isUncertain = answer.status === 0 || answer.body['reason'] === 'internal';
    if (!isUncertain) crowd.records.tried.retries++;
    await delay(person.pauseMs(answer.retryAfterMs, Math.min(tries, 2)));
  }
  return undefined;
}

function note({ record, crowd }: Person, hold: KnownHold, reservation: KnownReservation): void {
  const { records } = crowd;
  record.reservation = reservation;
  record.outcome = 'bought';
  hold.doneAt = reservation.answeredAt;
  records.tried['one-owner']++;
  records.tried.kept++;
  crowd.seenReservations.push(reservation.id);
  if (String(reservation.seatIds) !== String(hold.seatIds.toSorted((a, b) => a - b))) {
    const what = `${record.userId} held ${String(hold.seatIds)} and got ${String(reservation.seatIds)}`;
    records.violated('kept', 'one gets the seats one held', what);
  }
  if (!reservation.code.startsWith('REHEARSAL')) {
    records.violated(
      'own-things',
      'a rehearsal’s ticket says so',
      `${record.userId} got ${reservation.code}`,
    );
  }
}

/** Who was refused for being late must have been late. */
function refused({ record, crowd }: Person, hold: KnownHold, answer: Answer, askedAt: number): void {
  record.outcome = 'missed the turn';
  hold.doneAt = askedAt;
  const reason = String(answer.body['reason']);
  if ((reason === 'hold_expired' || reason === 'no_hold') && askedAt < hold.endsAt - ARRIVAL_MS) {
    const leftMs = Math.round(hold.endsAt - askedAt);
    const what = `${record.userId} was told ${reason} with ${String(leftMs)} ms left`;
    crowd.records.violated('first-come', 'a hold is kept until its end', what);
  }
}

/** What a confirmation may take from its sender to the box office. */
const ARRIVAL_MS = 2_000;

/** The same key again is the same answer; the same key for something else is refused. */
async function askAgain(person: Person, reservation: KnownReservation, question: Question): Promise<void> {
  const { record, crowd } = person;
  const same = await person.ask('confirm', question);
  if (isMade(same)) compare(person, reservation, reservationIn(same, Date.now()));
  const other = await person.ask('try', {
    ...question,
    body: { ...person.invented, user_name: `${person.invented.user_name}-2` },
  });
  crowd.records.tried.retries++;
  if (isMade(other)) {
    const what = `${record.userId} confirmed something else with a used key`;
    crowd.records.violated('retries', 'a key is for one thing', what);
  }
}

function compare({ record, crowd }: Person, first: KnownReservation, second: KnownReservation): void {
  crowd.records.tried.retries++;
  if (first.id === second.id && first.code === second.code) return;
  const what = `${record.userId} was told ${first.id} and ${second.id} for one key`;
  crowd.records.violated('retries', 'the same key, the same answer', what);
}

/** What was used is used. */
async function tryUsedPass(person: Person, pass: string): Promise<void> {
  const { event, records } = person.crowd;
  const answer = await person.ask('try', {
    ...{ method: 'PUT', path: `${event.path}/hold`, headers: passHeader(pass) },
    body: { best_available: { quantity: 1, together: false } },
  });
  records.tried['first-come']++;
  if (answer.status !== 200) return;
  records.violated('first-come', 'a pass is used up', `${person.record.userId} held again with it`);
}

async function cancel(person: Person, reservation: KnownReservation): Promise<void> {
  const path = `/api/v1/reservations/${reservation.id}`;
  const askedAt = Date.now();
  // The sale may be over, or a server away, before the answer comes: it may be cancelled all the same.
  reservation.cancelledAt = 'unknown';
  const done = await person.untilAnswered('give back', { method: 'DELETE', path }, isDone);
  if (done === undefined) return;
  reservation.cancelledAt = askedAt;
  person.record.outcome = 'bought and gave back';
}

const isMade = ({ status }: Answer) => status === 201 || status === 200;

function isFinal({ status }: Answer): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408;
}

function reservationIn({ body, tookMs }: Answer, askedAt: number): KnownReservation {
  const { id, code, sequence, seats } = body['reservation'] as {
    readonly id: string;
    readonly code: string;
    readonly sequence: number;
    readonly seats: readonly { readonly id: number }[];
  };
  const seatIds = seats.map((seat) => seat.id).toSorted((a, b) => a - b);
  return { id, code, sequence, seatIds, askedAt, answeredAt: askedAt + tookMs, cancelledAt: undefined };
}

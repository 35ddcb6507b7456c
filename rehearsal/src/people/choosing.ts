import { CHOICES_MAX } from '../behaviour.ts';
import type { KnownHold } from '../records/records.ts';
import type { Answer } from '../wire/messages.ts';
import { leaveLine } from './in-line.ts';
import { isDone, reasonOf, type Person } from './person.ts';

/** From this choice on also those who click let the box office choose. */
const CLICKS_MAX = 3;
/** From this choice on it need not be side by side. */
const TOGETHER_MAX = 2;

type Wish = { readonly seat_ids: readonly number[] } | { readonly best_available: object };

/** Looks, clicks or asks, and tries again when others were quicker. Undefined when there is no hold in the end. */
export async function chooseSeats(person: Person, pass: string | undefined): Promise<KnownHold | undefined> {
  const { clock } = person.crowd;
  const { record, script } = person;
  let changesMind = script.habit.quirk === 'changes mind';
  for (let choice = 0; choice < CHOICES_MAX && !clock.isOver; choice++) {
    if (!(await clock.take(script.looksMs))) break;
    const wish = wishOf(person, choice);
    if (wish === undefined) break;
    const { hold, answer } = await takeSeats(person, wish, pass);
    if (hold !== undefined) {
      if (!changesMind) return hold;
      changesMind = false;
      if (!(await clock.take(script.hesitatesMs))) return hold;
      await giveBack(person, hold, pass);
    } else if (answer.body['reason'] === 'turn_missed') {
      record.outcome = 'missed the turn';
      return undefined;
    } else if (answer.status === 403) {
      const what = `${record.userId} was refused: ${reasonOf(answer)}`;
      person.crowd.records.violated('first-come', 'a pass opens the door', what);
      return undefined;
    } else if (answer.status === 0 || answer.status >= 429) await person.backOff(answer, choice);
    else await clock.wait(200 * person.random());
  }
  if (!clock.isOver || clock.wasSoldOut) record.outcome = clock.wasSoldOut ? 'sold out' : 'nothing suitable';
  await leaveLine(person);
  return undefined;
}

function wishOf({ crowd, script, random }: Person, choice: number): Wish | undefined {
  const quantity = script.wantsSeats;
  if (script.habit.chooses === 'asks' || choice >= CLICKS_MAX || !crowd.hall.isKnown) {
    return { best_available: { quantity, together: choice < TOGETHER_MAX } };
  }
  const seats = crowd.hall.freeRun(quantity, random());
  return seats === undefined ? undefined : { seat_ids: seats };
}

async function takeSeats(
  person: Person,
  body: Wish,
  pass: string | undefined,
): Promise<{ readonly hold: KnownHold | undefined; readonly answer: Answer }> {
  const { event, records } = person.crowd;
  const { record, script } = person;
  const askedAt = Date.now();
  const question = { method: 'PUT', path: `${event.path}/hold`, headers: passHeader(pass), body } as const;
  const asking = person.ask('hold', question);
  // A second click before the first is answered; only of seats by name, for the best may be others by then.
  const isTwice = script.habit.clicksTwice === true && 'seat_ids' in body;
  const [answer, again] = await Promise.all([asking, isTwice ? person.ask('hold', question) : undefined]);
  if (again !== undefined) compareClicks(person, answer, again);
  const given = answer.status === 200 ? answer : again?.status === 200 ? again : undefined;
  const answeredAt = Date.now();
  if (given === undefined) {
    const reason = String(answer.body['reason']);
    if ('seat_ids' in body && (reason === 'seat_held' || reason === 'already_reserved')) {
      records.refusedSeats({ userId: record.userId, seatIds: body.seat_ids, reason, askedAt, answeredAt });
    }
    return { hold: undefined, answer };
  }
  const hold: KnownHold = {
    seatIds: given.body['seat_ids'] as readonly number[],
    ...{ askedAt, answeredAt, doneAt: undefined },
    // What the answer promised was promised when it was written, which cannot have been before it was asked for.
    endsAt: answeredAt - given.tookMs + Number(given.body['expires_in_ms']),
  };
  record.holds.push(hold);
  records.tried.kept++;
  records.tried['first-come']++;
  return { hold, answer: given };
}

function compareClicks({ crowd: { records }, record }: Person, first: Answer, second: Answer): void {
  if (first.status !== 200 || second.status !== 200) return;
  records.tried.retries++;
  if (String(first.body['seat_ids']) !== String(second.body['seat_ids'])) {
    records.violated('retries', 'a double click is harmless', `${record.userId} was told two holds`);
  }
}

async function giveBack(person: Person, hold: KnownHold, pass: string | undefined): Promise<void> {
  hold.doneAt = Date.now();
  const path = `${person.crowd.event.path}/hold`;
  await person.untilAnswered(
    'give back',
    { method: 'DELETE', path, headers: passHeader(pass) },
    (status) => isDone(status) || status === 404,
  );
}

export function passHeader(pass: string | undefined): Record<string, string> {
  return pass === undefined ? {} : { 'queue-pass': pass };
}

import { placeInLine } from '@jari/contract/queue-order';
import type { Answer } from '../wire/messages.ts';
import { isFine, numberIn, type Person } from './person.ts';

/** Whoever is far from their turn looks once a minute. */
const FAR_ASK_MS = 60_000;

const hasNumber = (status: number) => status === 200 || status === 409;

/** Lines up; false when the sale was over before there was a number. */
export async function lineUp(person: Person): Promise<boolean> {
  const { event, records } = person.crowd;
  const { record, script } = person;
  const question = { method: 'POST', path: `/fcfs/join?event=${event.id}` } as const;
  const answer = await person.untilAnswered('join', question, hasNumber);
  if (answer === undefined) return false;
  record.number = numberIn(answer, 'queue_number');
  if (!script.opensSecondTab) return true;
  const again = await person.untilAnswered('join', question, hasNumber);
  records.tried.retries++;
  if (again !== undefined && numberIn(again, 'queue_number') !== record.number) {
    records.violated('retries', 'a second tab keeps the place', `${record.userId} got two numbers`);
  }
  return true;
}

/** The pass, or undefined when there will be none. */
export async function untilTurn(person: Person): Promise<string | undefined> {
  const { event, clock, records } = person.crowd;
  const { record, script } = person;
  for (let asked = 0; !clock.isOver; asked++) {
    if (script.habit.quirk === 'leaves the line' && asked === 2) {
      await leaveLine(person);
      record.outcome = 'left the line';
      return undefined;
    }
    const status = await person.ask('status', { method: 'GET', path: `/fcfs/status?event=${event.id}` });
    if (status.status !== 200) {
      await person.backOff(status, asked);
      continue;
    }
    const place = placeIn(status, record.number ?? 0);
    const serving = numberIn(status, 'serving_number');
    if (place === null || serving < place) {
      await clock.wait(askAgainInMs(person, status, place));
      continue;
    }
    const answer = await person.ask('pass', { method: 'POST', path: `/fcfs/pass?event=${event.id}` });
    if (answer.status === 200 && typeof answer.body['pass'] === 'string') {
      const endsAt = Date.parse(String(answer.body['expires_at']));
      record.passes.push({ place, givenAt: Date.now() - answer.tookMs, endsAt });
      return answer.body['pass'];
    }
    if (answer.status === 410) {
      record.outcome = 'missed the turn';
      return undefined;
    }
    if (answer.status === 404) {
      const what = `${record.userId} had number ${String(record.number)} and is not known`;
      records.violated('kept', 'a place in line is kept', what);
      return undefined;
    }
    await (answer.status === 202 ? clock.wait(500 + 500 * person.random()) : person.backOff(answer, asked));
  }
  return undefined;
}

/** Gives the place or the turn back. */
export async function leaveLine(person: Person): Promise<void> {
  const { event } = person.crowd;
  if (event.details.waiting_room === null) return;
  await person.untilAnswered('give back', { method: 'DELETE', path: `/fcfs/pass?event=${event.id}` }, isFine);
}

/** As the page does: at a tenth of the time until the turn, and when the sale opens. */
function askAgainInMs({ crowd: { clock }, random }: Person, status: Answer, place: number | null): number {
  const pollAfterMs = numberIn(status, 'poll_after_ms');
  const perMs = Math.max(1, numberIn(status, 'admitted_per_minute')) / 60_000;
  const untilOpenMs = Math.max(0, clock.opensAt - Date.now());
  const waitMs = untilOpenMs + (place === null ? 0 : (place - numberIn(status, 'serving_number')) / perMs);
  const askMs = Math.min(Math.max(waitMs / 10, pollAfterMs), FAR_ASK_MS);
  const isEarly = untilOpenMs > 0 && askMs > untilOpenMs;
  return (isEarly ? untilOpenMs + pollAfterMs : askMs) * (0.9 + 0.3 * random());
}

/** As the page reckons it: null while it depends on who else comes. */
export function placeIn({ body }: Pick<Answer, 'body'>, number: number): number | null {
  if (body['order'] === 'arrival') return number;
  const { pre_queued: preQueued, seed } = body;
  return typeof preQueued === 'number' && typeof seed === 'string'
    ? placeInLine(number, preQueued, seed)
    : null;
}

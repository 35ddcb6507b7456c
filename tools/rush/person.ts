import { placeInLine } from '@jari/contract/queue-order';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SaleClock } from './clock.ts';
import type { PersonRecord, Records } from './records.ts';
import type { Answer, Question, Wire } from './wire.ts';

export interface Crowd {
  readonly event: string;
  readonly records: Records;
  readonly clock: SaleClock;
  /** 0…1, seeded. */
  readonly random: () => number;
  /** Passes that were seen in the crowd: whoever cheats tries them. */
  readonly seenPasses: string[];
}

export interface Nature {
  /** When the person comes, by the wall clock. */
  readonly comesAt: number;
  readonly wantsSeats: number;
  /** Lets the box office choose. */
  readonly isEasy: boolean;
  readonly habit: 'buys' | 'leaves the line' | 'walks away' | 'cheats';
  readonly opensSecondTab: boolean;
}

const FAR_ASK_MS = 60_000;
const CHOICES_MAX = 8;

/**
 * One scripted person, who behaves as the page does: lines up, asks everybody's status and reckons their place,
 * fetches the pass when it is their turn, chooses, thinks, buys; tries again what got no answer, with the same key.
 */
export class Person {
  private readonly record: PersonRecord;
  private readonly name: Readonly<Record<string, string>>;

  constructor(
    userId: string,
    private readonly nature: Nature,
    private readonly wire: Wire,
    private readonly crowd: Crowd,
  ) {
    this.record = crowd.records.person(userId);
    this.name = { 'x-user-id': userId };
  }

  async live(): Promise<void> {
    const { clock } = this.crowd;
    const { nature, record } = this;
    if (!(await clock.wait(nature.comesAt - Date.now()))) return;
    if (nature.habit === 'cheats') return this.cheat();
    if (!(await this.lineUp())) return;
    for (;;) {
      const pass = await this.untilTurn();
      if (pass === undefined) break;
      this.crowd.seenPasses.push(pass);
      const isDone = await this.inside(pass);
      if (isDone) break;
    }
    if (record.ending === 'still waiting' && clock.wasSoldOut) record.ending = 'sold out';
  }

  private async lineUp(): Promise<boolean> {
    const { event, records } = this.crowd;
    const question = { method: 'POST', path: `/fcfs/join?event=${event}` } as const;
    const answer = await this.untilAnswered('join', question, (status) => status === 200 || status === 409);
    if (answer === undefined) return false;
    this.record.number = numberIn(answer, 'queue_number');
    if (this.nature.opensSecondTab) {
      const again = await this.untilAnswered('join', question, (status) => status === 200 || status === 409);
      if (again !== undefined && numberIn(again, 'queue_number') !== this.record.number) {
        records.violated('a second tab keeps the place', `${this.record.userId} got two numbers`);
      }
    }
    return true;
  }

  /** The pass, or undefined when there will be none. */
  private async untilTurn(): Promise<string | undefined> {
    const { event, clock, random, records } = this.crowd;
    const { nature, record } = this;
    for (let asked = 0; !clock.isOver; asked++) {
      if (nature.habit === 'leaves the line' && asked === 2) {
        await this.untilAnswered('leave', { method: 'DELETE', path: `/fcfs/pass?event=${event}` }, isFine);
        record.ending = 'left the line';
        return undefined;
      }
      const status = await this.ask('status', { method: 'GET', path: `/fcfs/status?event=${event}` });
      if (status.status !== 200) {
        await this.backOff(status, asked);
        continue;
      }
      const place = placeIn(status, record.number ?? 0);
      const serving = numberIn(status, 'serving_number');
      const pollAfterMs = numberIn(status, 'poll_after_ms');
      if (place === null || serving < place) {
        const perMs = Math.max(1, numberIn(status, 'admitted_per_minute')) / 60_000;
        const untilOpenMs = Math.max(0, clock.opensAt - Date.now());
        const waitMs = untilOpenMs + (place === null ? 0 : (place - serving) / perMs);
        const askMs = Math.min(Math.max(waitMs / 10, pollAfterMs), FAR_ASK_MS);
        const isEarly = untilOpenMs > 0 && askMs > untilOpenMs;
        await clock.wait((isEarly ? untilOpenMs + pollAfterMs : askMs) * (0.9 + 0.3 * random()));
        continue;
      }
      const answer = await this.ask('pass', { method: 'POST', path: `/fcfs/pass?event=${event}` });
      if (answer.status === 200 && typeof answer.body['pass'] === 'string') {
        const endsAt = Date.parse(String(answer.body['expires_at']));
        record.passes.push({ place, givenAt: Date.now() - answer.tookMs, endsAt });
        return answer.body['pass'];
      }
      if (answer.status === 410) {
        record.ending = 'missed the turn';
        return undefined;
      }
      if (answer.status === 404) {
        records.violated('nobody is lost', `${record.userId} had number ${record.number} and is not known`);
        return undefined;
      }
      await (answer.status === 202 ? clock.wait(500 + 500 * random()) : this.backOff(answer, asked));
    }
    return undefined;
  }

  /** True when the person is through, one way or the other. */
  private async inside(pass: string): Promise<true> {
    const { event, random, records, clock } = this.crowd;
    const { nature, record } = this;
    const path = `/api/v1/events/${event}`;
    const headers = { ...this.name, 'queue-pass': pass };
    let seats: readonly number[] | undefined;
    for (let choice = 0; choice < CHOICES_MAX && seats === undefined && !clock.isOver; choice++) {
      await clock.wait(300 + 1_500 * random());
      const wish = await this.wish(choice);
      if (wish === undefined) break;
      const answer = await this.ask('hold', { method: 'PUT', path: `${path}/hold`, headers, body: wish });
      if (answer.status === 200) seats = answer.body['seat_ids'] as readonly number[];
      else if (answer.body['reason'] === 'turn_missed') {
        record.ending = 'missed the turn';
        return true;
      } else if (answer.status === 403) {
        records.violated('a pass opens the door', `${record.userId} was refused: ${reasonOf(answer)}`);
        return true;
      } else if (answer.status === 0 || answer.status >= 429) await this.backOff(answer, choice);
    }
    if (seats === undefined) {
      record.ending = clock.wasSoldOut ? 'sold out' : 'nothing suitable';
      await this.untilAnswered('leave', { method: 'DELETE', path: `/fcfs/pass?event=${event}` }, isFine);
      return true;
    }
    record.holds++;
    if (nature.habit === 'walks away') {
      record.ending = 'walked away';
      return true;
    }
    await delay(1_000 + 3_000 * random());
    await this.buy(path, headers, seats);
    if (random() < 0.1) await this.tryUsed(path, headers);
    return true;
  }

  private async buy(path: string, headers: Readonly<Record<string, string>>, seats: readonly number[]) {
    const { record } = this;
    const key = { 'idempotency-key': randomUUID() };
    for (let tries = 0; tries < 40; tries++) {
      const answer = await this.ask('confirm', {
        ...{ method: 'POST', path: `${path}/reservations`, headers: { ...headers, ...key } },
        body: { user_name: `사람 ${record.userId}`, phone: '010-1234-5678' },
      });
      if (answer.status === 201 || answer.status === 200) {
        const { sequence, seats: sold } = answer.body['reservation'] as {
          sequence: number;
          seats: { id: number }[];
        };
        record.reservation = { sequence, seatIds: sold.map(({ id }) => id) };
        record.ending = 'bought';
        if (String(record.reservation.seatIds) !== String([...seats].sort((a, b) => a - b))) {
          this.crowd.records.violated(
            'one gets the seats one held',
            `${record.userId} held ${String(seats)} and got ${String(record.reservation.seatIds)}`,
          );
        }
        return;
      }
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
        record.ending = 'missed the turn';
        return;
      }
      record.ending = 'unknown outcome';
      await delay(Math.max(answer.retryAfterMs, 300 + 500 * this.crowd.random()));
    }
  }

  /** What was used is used. */
  private async tryUsed(path: string, headers: Readonly<Record<string, string>>): Promise<void> {
    if (this.record.reservation === undefined) return;
    const body = { best_available: { quantity: 1, together: false } };
    const answer = await this.ask('cheat', { method: 'PUT', path: `${path}/hold`, headers, body });
    this.crowd.records.cheats++;
    if (answer.status === 200)
      this.crowd.records.violated('a pass is used up', `${this.record.userId} held again with it`);
  }

  private async wish(choice: number): Promise<object | undefined> {
    const { wantsSeats: quantity, isEasy } = this.nature;
    if (isEasy || choice >= 3) return { best_available: { quantity, together: choice < 2 } };
    const { event, random } = this.crowd;
    const answer = await this.ask('states', { method: 'GET', path: `/api/v1/events/${event}/states` });
    const states = answer.body['states'];
    if (typeof states !== 'string') return { best_available: { quantity, together: false } };
    const from = Math.floor(random() * states.length);
    for (let i = 0; i < states.length; i++) {
      const first = ((from + i) % states.length) + 1;
      const letters = states.slice(first - 1, first - 1 + quantity);
      if (letters.length === quantity && [...letters].every((letter) => letter === FREE))
        return { seat_ids: Array.from({ length: quantity }, (_, k) => first + k) };
    }
    return undefined;
  }

  /** Somebody who wants in without waiting, until the sale is over. */
  private async cheat(): Promise<void> {
    this.record.ending = 'cheated in vain';
    const { event, clock, random, records, seenPasses } = this.crowd;
    const path = `/api/v1/events/${event}`;
    while (await clock.wait(2_000 + 4_000 * random())) {
      const stolen = seenPasses[Math.floor(random() * seenPasses.length)];
      const pass = random() < 0.4 ? undefined : random() < 0.5 ? stolen : `${stolen ?? 'q1'}x`;
      const headers = { ...this.name, ...(pass === undefined ? {} : { 'queue-pass': pass }) };
      const seat = 1 + Math.floor(12_000 * random());
      const isDirect = random() < 0.5;
      const answer = await this.ask('cheat', {
        method: isDirect ? 'POST' : 'PUT',
        path: isDirect ? `${path}/reservations` : `${path}/hold`,
        headers,
        body: isDirect
          ? { user_name: 'Cheat', phone: '010-1234-5678', seat_ids: [seat] }
          : random() < 0.5
            ? { seat_ids: [seat] }
            : { best_available: { quantity: 1 } },
      });
      records.cheats++;
      if (answer.status === 200 || answer.status === 201)
        records.violated('no seat without a pass', `${this.record.userId} got one`);
    }
  }

  /** Asks until there is an answer that counts; undefined when the sale is over first. */
  private async untilAnswered(
    kind: string,
    question: Question,
    counts: (status: number) => boolean,
  ): Promise<Answer | undefined> {
    for (let tries = 0; ; tries++) {
      const answer = await this.ask(kind, question);
      if (counts(answer.status)) return answer;
      if (!(await this.backOff(answer, tries))) return undefined;
    }
  }

  private backOff({ retryAfterMs }: Answer, tries: number): Promise<boolean> {
    const { clock, random } = this.crowd;
    return clock.wait(Math.max(retryAfterMs, Math.min(8_000, 400 * 2 ** tries)) * (0.75 + 0.5 * random()));
  }

  private async ask(kind: string, question: Question): Promise<Answer> {
    const answer = await this.wire.ask({ ...question, headers: { ...this.name, ...question.headers } });
    this.crowd.records.note(kind, answer.status, answer.tookMs);
    return answer;
  }
}

const FREE = 'a';
const isFine = (status: number) => status === 204 || status === 404;
const reasonOf = ({ status, body }: Answer) => `${status} ${String(body['reason'])}`;

export function numberIn({ body }: Pick<Answer, 'body'>, name: string): number {
  const value = body[name];
  return typeof value === 'number' ? value : 0;
}

/** As the page reckons it: null while it depends on who else comes. */
export function placeIn({ body }: Pick<Answer, 'body'>, number: number): number | null {
  if (body['order'] === 'arrival') return number;
  const { pre_queued: preQueued, seed } = body;
  return typeof preQueued === 'number' && typeof seed === 'string'
    ? placeInLine(number, preQueued, seed)
    : null;
}

import { seededDraw } from '../seeded-draw.ts';
import type { MarkedEvent } from '../organiser/marked-event.ts';
import type { Kind } from '../records/answer-series.ts';
import type { PersonRecord, Records } from '../records/records.ts';
import type { PersonScript } from '../script.ts';
import type { HallView } from '../watch/hall-view.ts';
import { headersOf, type WayToBeKnown } from '../wire/who.ts';
import type { Answer, Question } from '../wire/messages.ts';
import type { Wire } from '../wire/wire.ts';
import { buy } from './buying.ts';
import { chooseSeats } from './choosing.ts';
import { lineUp, untilTurn } from './in-line.ts';
import { inventedPerson, type InventedPerson } from './invented.ts';
import type { SaleClock } from './sale-clock.ts';
import { snoop } from './snooping.ts';

/** What all of them share. */
export interface Crowd {
  readonly event: MarkedEvent;
  readonly records: Records;
  readonly clock: SaleClock;
  readonly way: WayToBeKnown;
  /** The hall as those see it who watch it live. */
  readonly hall: HallView;
  /** Passes and reservations that were seen in the crowd: whoever snoops tries them. */
  readonly seenPasses: string[];
  readonly seenReservations: string[];
  /** By what each is known, for whoever asks on their behalf afterwards. */
  readonly known: Map<string, Readonly<Record<string, string>>>;
}

/**
 * One scripted person, who behaves as the page does: lines up, asks everybody's status and reckons their place,
 * fetches the pass when it is their turn, chooses, thinks, buys; tries again what got no answer, with the same key.
 */
export class Person {
  readonly record: PersonRecord;
  readonly invented: InventedPerson;
  /** Chance, the same in every run: 0…1. */
  readonly random: () => number;
  private known: Readonly<Record<string, string>> = {};

  constructor(
    index: number,
    readonly script: PersonScript,
    private readonly wire: Wire,
    readonly crowd: Crowd,
  ) {
    this.record = crowd.records.person(`${crowd.event.id}.p${String(index + 1)}`, script.habit.name);
    this.invented = inventedPerson(index);
    this.random = seededDraw(script.seed);
  }

  async live(): Promise<void> {
    const { clock, event } = this.crowd;
    const { script, record } = this;
    if (!(await clock.wait(clock.opensAt + script.comesAfterMs - Date.now()))) return;
    record.stage = 'waiting';
    if (!(await this.becomeKnown())) return;
    if (script.habit.quirk === 'snoops') await snoop(this);
    else if (event.details.waiting_room === null) await this.chooseAtOnce();
    else await this.waitAndChoose();
    record.stage = 'through';
    if (record.outcome === 'still waiting' && clock.wasSoldOut) record.outcome = 'sold out';
  }

  private async chooseAtOnce(): Promise<void> {
    const { clock } = this.crowd;
    // The page is open before the sale is.
    if (!(await clock.wait(clock.opensAt - Date.now()))) return;
    await this.beInside(undefined);
  }

  private async waitAndChoose(): Promise<void> {
    if (!(await lineUp(this))) return;
    const pass = await untilTurn(this);
    if (pass === undefined) return;
    this.crowd.seenPasses.push(pass);
    await this.beInside(pass);
  }

  private async beInside(pass: string | undefined): Promise<void> {
    this.record.stage = 'inside';
    const hold = await chooseSeats(this, pass);
    if (hold !== undefined) await buy(this, hold, pass);
  }

  private async becomeKnown(): Promise<boolean> {
    const { way, clock } = this.crowd;
    for (let tries = 0; ; tries++) {
      let answer: Answer | undefined;
      const known = await headersOf(way, this.record.userId, async (question) => {
        answer = await this.ask('look', question);
        return answer;
      });
      if (known !== undefined) {
        this.known = known;
        this.crowd.known.set(this.record.userId, known);
        return true;
      }
      if (answer === undefined || clock.isOver || !(await this.backOff(answer, tries))) return false;
    }
  }

  /** Asks until there is an answer that counts; undefined when the sale is over first. */
  async untilAnswered(
    kind: Kind,
    question: Question,
    counts: (status: number) => boolean,
  ): Promise<Answer | undefined> {
    for (let tries = 0; ; tries++) {
      const answer = await this.ask(kind, question);
      if (counts(answer.status)) return answer;
      if (!(await this.backOff(answer, tries))) return undefined;
    }
  }

  /** False when the sale was over before it was time to try again. */
  backOff({ retryAfterMs }: Answer, tries: number): Promise<boolean> {
    return this.crowd.clock.wait(this.pauseMs(retryAfterMs, tries));
  }

  pauseMs(retryAfterMs: number, tries: number): number {
    return Math.max(retryAfterMs, Math.min(8_000, 400 * 2 ** tries)) * (0.75 + 0.5 * this.random());
  }

  async ask(kind: Kind, question: Question): Promise<Answer> {
    const { event, records } = this.crowd;
    const answer = await this.wire.ask({
      ...event.checked(question),
      headers: { ...this.known, ...question.headers },
      by: this.record.userId,
    });
    records.note(kind, answer);
    return answer;
  }
}

export const isDone = (status: number) => status >= 200 && status < 300;
export const isFine = (status: number) => isDone(status) || status === 404;

export function reasonOf({ status, body }: Answer): string {
  return `${String(status)} ${String(body['reason'])}`;
}

export function numberIn({ body }: Pick<Answer, 'body'>, name: string): number {
  const value = body[name];
  return typeof value === 'number' ? value : 0;
}

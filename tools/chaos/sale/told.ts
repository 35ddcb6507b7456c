import type { History } from '../../../rehearsal/src/history/history.ts';
import { ask, type Answer, type Question } from './ask.ts';

/** Somebody was told that these seats are theirs for a while. */
export interface ToldHold {
  readonly user: string;
  readonly seatIds: readonly number[];
  /** When it was first asked for and when it was answered, by this machine's wall clock. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Not before then, by `performance.now()`: what was left when the answer was written, counted from the question. */
  endsAt: number;
  /** The same by the wall clock. */
  endsAtWall: number;
}

/** Somebody was told that these seats are theirs. */
export interface ToldReservation {
  readonly user: string;
  readonly id: string;
  readonly code: string;
  readonly sequence: number;
  readonly seatIds: readonly number[];
  /** `unknown`: giving it back was asked for, and never answered. */
  fate: 'kept' | 'cancelled' | 'unknown';
}

/** Seats that the house may have taken from whoever held them, until then by the wall clock. */
export interface Taken {
  readonly seatIds: readonly number[];
  until: number;
}

/** Everything that was acknowledged in a sale, and everything that should not have been said. */
export class Told {
  readonly holds: ToldHold[] = [];
  readonly reservations: ToldReservation[] = [];
  readonly taken: Taken[] = [];
  readonly violations: string[] = [];
  readonly answers = new Map<string, number>();
  asks = 0;
  unknown = 0;
  /** When a hold or a reservation was last acknowledged, and since when it was asked for; `performance.now()`. */
  private readonly successes: (readonly [askedAt: number, answeredAt: number])[] = [];
  private readonly listeners = new Set<(askedAt: number, answeredAt: number) => void>();

  constructor(readonly history: History) {}

  /** Asks once, and writes down what was asked and told. */
  async asked(op: string, url: string, question: Question & { readonly user: string }): Promise<Answer> {
    const begun = await this.history.begin(question.user, question, new URL(url).host);
    const answer = await ask(url, question);
    // A retry is answered from the change that its first sending made, also when that hold is over: nothing follows from
    // it for the time between this question and its answer, which is what a history tells.
    const isOfThen = op === 'extend' && answer.status === 200 && answer.body['expires_in_ms'] === 0;
    if (begun !== undefined) this.history.end(begun, isOfThen ? { status: 0, body: {} } : answer);
    this.note(op, answer);
    return answer;
  }

  private note(op: string, answer: Answer): void {
    this.asks++;
    if (answer.status === 0) this.unknown++;
    const name = answer.reason ?? (answer.status === 0 ? 'no answer' : String(answer.status));
    this.answers.set(`${op} ${name}`, (this.answers.get(`${op} ${name}`) ?? 0) + 1);
    if (answer.unplanned !== undefined)
      this.violate('every refusal is planned', `${op}: ${answer.unplanned}`);
  }

  /** A seat was held or reserved: the sale goes on. */
  succeeded({ start, end }: Answer): void {
    this.successes.push([start, end]);
    for (const listener of this.listeners) listener(start, end);
  }

  violate(rule: string, what: string): void {
    if (this.violations.length < 200) this.violations.push(`${rule}: ${what}`);
  }

  /** Resolves with when the first success was answered that was asked for after `since`; undefined: none in time. */
  firstSuccessAfter(since: number, withinMs: number): Promise<number | undefined> {
    const before = this.successes.find(([askedAt]) => askedAt >= since);
    if (before !== undefined) return Promise.resolve(before[1]);
    return new Promise((resolve) => {
      const settle = (at: number | undefined) => {
        clearTimeout(timer);
        this.listeners.delete(listener);
        resolve(at);
      };
      const listener = (askedAt: number, answeredAt: number) => {
        if (askedAt >= since) settle(answeredAt);
      };
      const timer = setTimeout(() => settle(undefined), withinMs);
      this.listeners.add(listener);
    });
  }
}

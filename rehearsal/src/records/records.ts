import { isReason } from '@jari/contract/reason-kinds';
import type { PromiseName, Violation } from '../promises.ts';
import type { Answer } from '../wire/messages.ts';
import { AnswerSeries, type Kind } from './answer-series.ts';

/** A hold that was confirmed to somebody. Times are this machine's. */
export interface KnownHold {
  readonly seatIds: readonly number[];
  readonly askedAt: number;
  readonly answeredAt: number;
  /** Until when it was promised. */
  endsAt: number;
  /** Since when its person no longer relies on it: given back, or confirmed. */
  doneAt: number | undefined;
}

export interface KnownReservation {
  readonly id: string;
  readonly code: string;
  readonly sequence: number;
  readonly seatIds: readonly number[];
  readonly askedAt: number;
  readonly answeredAt: number;
  /**
   * When its person first asked to cancel it, once they were answered that it is: it was good at least until then. `unknown`
   * where they asked, and nobody has said.
   */
  cancelledAt: number | 'unknown' | undefined;
}

export type Outcome =
  | 'bought'
  | 'bought and gave back'
  | 'sold out'
  | 'nothing suitable'
  | 'left the line'
  | 'walked away'
  | 'missed the turn'
  | 'still waiting'
  | 'snooped in vain'
  | 'unknown outcome';

/** What one scripted person came to know, by their own account. */
export interface PersonRecord {
  readonly userId: string;
  readonly habit: string;
  number: number | undefined;
  /** Every pass that was given, with this machine's times. */
  readonly passes: { readonly place: number; readonly givenAt: number; readonly endsAt: number }[];
  readonly holds: KnownHold[];
  reservation: KnownReservation | undefined;
  /** How it ended for the person. */
  outcome: Outcome;
  stage: 'away' | 'waiting' | 'inside' | 'through';
}

/** Somebody was refused certain seats. */
export interface SeatRefusal {
  readonly userId: string;
  readonly seatIds: readonly number[];
  readonly reason: string;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** So many are compared with the log afterwards. */
const SEAT_REFUSALS_MAX = 20_000;
/** Beyond this many of one promise nobody reads on. */
const VIOLATIONS_MAX = 200;

/** What the whole crowd has seen. */
export class Records {
  readonly people: PersonRecord[] = [];
  readonly violations: Violation[] = [];
  readonly seatRefusals: SeatRefusal[] = [];
  /** How often something was tried that a promise is about, whatever came of it. */
  readonly tried: Record<PromiseName, number> = {
    'one-owner': 0,
    kept: 0,
    'first-come': 0,
    retries: 0,
    'live-hall': 0,
    'honest-refusals': 0,
    'own-things': 0,
  };
  private readonly countByPromise = new Map<PromiseName, number>();

  constructor(readonly answers = new AnswerSeries(Date.now())) {}

  person(userId: string, habit = ''): PersonRecord {
    const record: PersonRecord = {
      ...{ userId, habit, number: undefined, passes: [], holds: [], reservation: undefined },
      ...{ outcome: 'still waiting', stage: 'away' },
    };
    this.people.push(record);
    return record;
  }

  violated(promise: PromiseName, rule: string, what: string): void {
    const count = (this.countByPromise.get(promise) ?? 0) + 1;
    this.countByPromise.set(promise, count);
    if (count <= VIOLATIONS_MAX) this.violations.push({ promise, rule, what });
  }

  /** How many violations of a promise have been seen so far. */
  violationsOf(promise: PromiseName): number {
    return this.countByPromise.get(promise) ?? 0;
  }

  refusedSeats(refusal: SeatRefusal): void {
    if (this.seatRefusals.length < SEAT_REFUSALS_MAX) this.seatRefusals.push(refusal);
  }

  /** Every answer to anybody. A refusal has to say why, in a word of the registry, and what to do. */
  note(kind: Kind, answer: Answer): void {
    const { status, body, tookMs } = answer;
    const reason = typeof body['reason'] === 'string' ? body['reason'] : undefined;
    this.answers.note(kind, Date.now(), status, reason, tookMs);
    if (status < 400) return;
    this.tried['honest-refusals']++;
    const isComplete =
      isReason(reason) && body['success'] === false && body['title'] !== '' && body['detail'] !== '';
    if (!isComplete) {
      this.violated(
        'honest-refusals',
        'a refusal says why',
        `${kind} was refused with ${String(status)} and no reason`,
      );
    } else if ((status === 429 || status === 503) && body['retryable'] !== true) {
      this.violated(
        'honest-refusals',
        'a refusal says what to do',
        `${kind}: ${reason} does not say to try again`,
      );
    }
  }
}

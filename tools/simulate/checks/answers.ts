import type { Answer, AnswerTo, Command, Pass } from '../../../server/src/domain/command.ts';
import { isRefusal, type Refusal } from '../../../server/src/domain/refusal.ts';
import type { IdempotencyKey } from '../../../server/src/box-office/proposal.ts';
import type { Findings } from '../../../server/test/support/audit/findings.ts';
import type { Database } from '../server/database.ts';
import type { Books, Entry, HoldFact } from './books.ts';
import { whyNotAdmitted } from './passes.ts';
import { CLOCK_MS, checkRefusal } from './refusals.ts';

/** Of every seat. */
export const PRICE = 12_345;

/** A command at an instance, from its arrival on. */
export interface Asked {
  readonly command: Command;
  readonly key: IdempotencyKey | undefined;
  /** The moment of the books at which it arrived. */
  readonly from: number;
  readonly restores: number;
  /** True time of its arrival. */
  readonly trueAt: number;
  /** How wrong the instance was about the ledger's time then. */
  readonly clockErrorMs: number;
}

/** What an answer relies on, so that it can be looked for again at the end. */
export interface Promised {
  readonly what: string;
  readonly sequence: number;
  readonly hash: string;
  readonly restores: number;
}

/**
 * Holds every answer against the books at the moment at which it is given: what it says was so at some time since the
 * question came, and cannot get lost any more.
 */
export class Answers {
  readonly promised: Promised[] = [];
  /** When the first request with a key arrived: what counts for those that are sent again. */
  private readonly firstArrivals = new Map<number, number>();
  /** The same with how wrong the instances were that it was sent to. */
  private readonly clockErrors = new Map<number, number>();

  /** The passes with which each user has asked for anything. */
  private readonly passes = new Map<string, Pass[]>();

  constructor(
    private readonly books: Books,
    private readonly database: Database,
    private readonly findings: Findings,
  ) {}

  /** A command arrives at an instance. */
  ask(command: Command, key: IdempotencyKey | undefined, clockErrorMs: number): Asked {
    const { books } = this;
    const trueAt = books.clock.trueMs();
    if (key !== undefined && !this.firstArrivals.has(key.keyPrint))
      this.firstArrivals.set(key.keyPrint, trueAt);
    if ('pass' in command && command.pass !== undefined)
      this.passes.set(command.userId, [...this.passesOf(command.userId), command.pass]);
    let errorMs = Math.abs(clockErrorMs);
    if (key !== undefined) {
      errorMs = Math.max(errorMs, this.clockErrors.get(key.keyPrint) ?? 0);
      this.clockErrors.set(key.keyPrint, errorMs);
    }
    return { command, key, from: books.tick, restores: books.restores, trueAt, clockErrorMs: errorMs };
  }

  private passesOf(userId: string): readonly Pass[] {
    return this.passes.get(userId) ?? [];
  }

  /** @param clockErrorMs how wrong the instance is about the ledger's time now */
  check(given: Asked, outcome: Answer | Refusal, clockErrorMs: number): void {
    const { books, findings } = this;
    const asked = { ...given, clockErrorMs: Math.max(given.clockErrorMs, Math.abs(clockErrorMs)) };
    // A backup was restored meanwhile: the question was about another history.
    if (books.restores !== asked.restores) return;
    if (isRefusal(outcome)) {
      checkRefusal(books, asked, outcome, findings);
      return;
    }
    const why = this.whyUntrue(asked, outcome);
    if (why !== undefined) {
      const { command } = asked;
      findings.add(
        `untrue_${command.kind}`,
        `${JSON.stringify(command)} was told ${JSON.stringify(outcome)}: ${why}`,
      );
    }
  }

  /** Undefined when it is true, and durable. */
  private whyUntrue(asked: Asked, outcome: Answer): string | undefined {
    const { books } = this;
    const { command, key, from } = asked;
    const to = books.durableTick;
    const seatsWere = (seatIds: readonly number[], isSo: (state: string) => boolean) =>
      seatIds.every((id) => books.seatDuring(id, from, to).some(({ state }) => isSo(state)));
    switch (command.kind) {
      case 'hold':
      case 'holdBest': {
        const { hold } = outcome as AnswerTo<'hold'>;
        if (command.kind === 'hold' && !isSame(hold.seatIds, command.seatIds)) return 'other seats';
        const fact = books.holdDuring(command.userId, from, to).find((each) => isHold(each, hold));
        return (
          this.promise('a hold', fact?.made) ??
          whyNotAdmitted(books, asked, fact?.made, this.passesOf(command.userId))
        );
      }
      case 'extend': {
        const { hold } = outcome as AnswerTo<'extend'>;
        const made = books.log.find(
          ({ change }) =>
            change.cause === 'extended' &&
            change.userId === command.userId &&
            change.expiresAt === hold.expiresAt &&
            (key === undefined || change.key?.keyPrint === key.keyPrint),
        );
        return this.promise('an extension', made) ?? this.whyLate(asked, made);
      }
      case 'release': {
        const isNothing = ({ seatIds, expiresAt }: HoldFact) =>
          seatIds.length === 0 || expiresAt <= books.clock.trueMs() + asked.clockErrorMs + CLOCK_MS;
        // Perhaps for no longer than between two changes of one append, by another request of the same person; and of the
        // same change of the same millisecond nobody can tell whose it was.
        const wasGivenBack = books.log.some(
          ({ change }) =>
            change.at >= asked.trueAt - asked.clockErrorMs - CLOCK_MS &&
            change.cause === 'released' &&
            change.actor === 'user' &&
            change.userId === command.userId,
        );
        const wasReleased = wasGivenBack || books.holdDuring(command.userId, from, to).some(isNothing);
        return wasReleased ? undefined : 'it was held all the time';
      }
      case 'confirm':
      case 'assignAny':
      case 'sellAtDesk':
        return (
          this.whyNotReserved(command, key, outcome as AnswerTo<'confirm'>) ??
          whyNotAdmitted(books, asked, books.log[(outcome as AnswerTo<'confirm'>).sequence - 1], []) ??
          this.whyLate(asked, books.log[(outcome as AnswerTo<'confirm'>).sequence - 1])
        );
      case 'cancel':
      case 'cancelFor': {
        const { reservation } = command;
        // One that a backup does not know, or knows as another's, is nothing that could be cancelled.
        const entry = books.log[reservation - 1];
        const made = entry?.change;
        if (made?.cause !== 'reserved' || made.userId !== command.userId) return undefined;
        // Nor is one that has got this number only since, in the history after a backup.
        if (entry !== undefined && entry.tick > from) return undefined;
        const isEnded = books.log.some(
          ({ change, tick }) =>
            change.cause === 'cancelled' && change.reservation === reservation && tick <= to,
        );
        return isEnded ? undefined : 'it was not cancelled';
      }
      case 'standInLine': {
        const { entry } = outcome as AnswerTo<'standInLine'>;
        const made = books.log[entry.sequence - 1];
        const isTheirs = made?.change.cause === 'queued' && made.change.userId === command.userId;
        return isTheirs ? this.promise('a place in line', made) : 'no such place';
      }
      case 'block':
        return seatsWere(command.seatIds, (state) => state === 'b') ? undefined : 'not blocked';
      case 'unblock':
        return seatsWere(command.seatIds, (state) => state !== 'b') ? undefined : 'still blocked';
      case 'free':
        return seatsWere([command.seatId], (state) => state === 'a' || state === 'h')
          ? undefined
          : 'not free';
      default:
        return undefined;
    }
  }

  private whyNotReserved(
    command: Extract<Command, { kind: 'confirm' | 'assignAny' | 'sellAtDesk' }>,
    key: IdempotencyKey | undefined,
    { sequence, seatIds, code, amounts, remainingSeats, status }: AnswerTo<'confirm'>,
  ): string | undefined {
    const made = this.books.log[sequence - 1];
    const change = made?.change;
    if (change?.cause !== 'reserved') return 'no such reservation';
    if (change.userId !== command.userId) return `it is ${change.userId}'s`;
    if (change.key?.keyPrint !== key?.keyPrint) return 'it was made with another key';
    if (change.remainingSeats !== remainingSeats) return 'another number of seats is left';
    if (!seatIds.every((id) => change.seatIds.includes(id))) return 'other seats';
    const isWhole = seatIds.length === change.seatIds.length;
    if (status === 'active' && !isWhole && !this.hasLostSeats(sequence)) return 'not all of its seats';
    if (command.kind !== 'assignAny' && command.seatIds !== undefined) {
      if (!isSame(change.seatIds, command.seatIds)) return 'not the seats that were wanted';
    }
    if (amounts?.some((amount) => amount !== PRICE) !== false) return 'another price';
    const record = this.database.stored.reservations.get(sequence);
    if (record?.code !== code) return `the ledger has the code ${record?.code}`;
    return this.promise('a reservation', made);
  }

  /** Whether a hold was relied on that was over when the command arrived. */
  private whyLate({ key, from, trueAt, clockErrorMs }: Asked, made: Entry | undefined): string | undefined {
    if (made === undefined || made.tick <= from || !('userId' in made.change)) return undefined;
    const { userId, seatIds } = made.change;
    const arrivedAt = (key === undefined ? undefined : this.firstArrivals.get(key.keyPrint)) ?? trueAt;
    const [hold] = this.books.holdDuring(userId, made.tick - 1, made.tick - 1);
    if (hold === undefined || !seatIds.some((id) => hold.seatIds.includes(id))) return undefined;
    const lateMs = arrivedAt - hold.expiresAt;
    return lateMs > clockErrorMs + CLOCK_MS ? `it came ${lateMs} ms after the end of the hold` : undefined;
  }

  private hasLostSeats(reservation: number): boolean {
    return this.books.log.some(
      ({ change }) => change.cause === 'cancelled' && change.reservation === reservation,
    );
  }

  private promise(what: string, made: HoldFact['made']): string | undefined {
    if (made === undefined) return 'the ledger never had it';
    if (made.tick > this.books.durableTick) return 'it could still be lost';
    const { sequence, hash } = made.change;
    this.promised.push({ what, sequence, hash, restores: this.books.restores });
    return undefined;
  }
}

function isHold({ seatIds, expiresAt }: HoldFact, hold: AnswerTo<'hold'>['hold']): boolean {
  return expiresAt === hold.expiresAt && isSame(seatIds, hold.seatIds);
}

export function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}

import { describe, expect, it } from 'vitest';
import { MemoryLedger } from '../../src/adapters/memory/ledger.ts';
import { BoxOffice, defaultBoxOfficeOptions } from '../../src/box-office/box-office.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { silentObserver } from '../../src/box-office/observer.ts';
import type { Change } from '../../src/domain/change.ts';
import type { Command, ReservedAnswer } from '../../src/domain/command.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { audit } from '../support/auditor.ts';
import { faultyLedger, turns, type Fault } from '../support/faulty-ledger.ts';
import { smallEvent, START } from '../support/hall.ts';
import { seededRandom, seedOfThisRun } from '../support/seeded-random.ts';

const RUNS = 60;
const STEPS = 120;
const SETTLE_MS = 50;

/**
 * Three instances, one ledger behind bad lines, users who retry until they know, instances that crash in the
 * middle, and a clock that moves only when the seed says so. Afterwards the log is audited, and every answer
 * that anybody got is compared with what the ledger holds.
 */
class Simulation {
  private readonly random;
  private timeMs = START;
  private readonly clock: Clock = { wallMs: () => this.timeMs, monotonicMs: () => this.timeMs };
  private readonly ledger = new MemoryLedger(this.clock);
  private offices: BoxOffice[] = [];
  private faultRate = 0.15;
  private readonly unfinished: Promise<void>[] = [];
  /** Every success that was answered, by key. */
  readonly reserved = new Map<string, { answers: ReservedAnswer[]; userId: string }>();
  readonly cancelAttempted = new Set<string>();
  readonly acknowledgedHolds: { userId: string; seatIds: readonly number[]; expiresAt: number }[] = [];

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  async run(): Promise<void> {
    await this.ledger.putEvent(smallEvent());
    for (let i = 0; i < 3; i++) await this.openOffice(i);
    for (let step = 0; step < STEPS; step++) {
      this.timeMs += this.oneIn(20) ? 100_000 * this.random.draw() : 20 * this.random.draw();
      if (this.oneIn(40))
        await this.openOffice(this.below(3)); // A crash: nobody waits for the old one.
      else this.unfinished.push(this.act());
      if (this.oneIn(3)) await turns(this.below(6));
    }
    this.faultRate = 0;
    await Promise.all(this.unfinished);
    for (const office of this.offices) office.refresh();
    await turns(60);
  }

  async check(): Promise<void> {
    const { changes } = await this.ledger.changesSince('default', 0, 1_000_000);
    const rules = { maxSeatsPerUser: smallEvent().rules.maxSeatsPerUser, settleMs: SETTLE_MS };
    expect(audit(changes, rules)).toEqual([]);

    const snapshot = await this.ledger.load('default');
    for (const { seatMap } of this.offices) {
      expect(seatMap.sequence).toBe(snapshot?.sequence);
      expect(Array.from({ length: 9 }, (_, i) => seatMap.seat(i + 1))).toEqual(snapshot?.seats);
    }

    for (const { answers, userId } of this.reserved.values()) {
      // One key, one answer, one reservation.
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      const { reservationId, seatIds } = answers[0] as ReservedAnswer;
      const record = await this.ledger.findReservation(reservationId);
      expect(record).toMatchObject({ userId, seatIds });
      if (record?.cancelledAt !== null) expect(this.cancelAttempted).toContain(reservationId);
    }
    const ids = [...this.reserved.values()].map(({ answers }) => answers[0]?.reservationId);
    expect(new Set(ids).size).toBe(ids.length);

    // Every hold that was acknowledged was really held; that nobody else got its seats is in the audit.
    const wasHeld = holdsThatEverWere(changes);
    for (const { userId, seatIds, expiresAt } of this.acknowledgedHolds) {
      expect(wasHeld).toContain(`${userId} ${seatIds.join()} until ${expiresAt}`);
    }
  }

  private async act(): Promise<void> {
    const userId = `user${this.below(6)}`;
    const seatIds = [...new Set([1 + this.below(9), 1 + this.below(9)])];
    const choice = this.random.draw();
    if (choice < 0.45) return this.hold(userId, seatIds);
    if (choice < 0.75)
      return this.confirm({ kind: 'confirm', userId, seatIds: undefined, reservation: this.draft() });
    if (choice < 0.85) return this.confirm({ kind: 'assignAny', userId, reservation: this.draft() });
    if (choice < 0.9) return void (await this.office().submit({ kind: 'extend', userId }));
    if (choice < 0.95) return void (await this.office().submit({ kind: 'release', userId }));
    return this.cancelOne();
  }

  private async hold(userId: string, seatIds: number[]): Promise<void> {
    const outcome = await this.office().submit({ kind: 'hold', userId, seatIds });
    if (!isRefusal(outcome)) this.acknowledgedHolds.push(outcome.hold);
  }

  /** A user who does not know sends the same again, with the same key, wherever the next request lands. */
  private async confirm(command: Command & { userId: string }): Promise<void> {
    const key = `key${this.random.reservationId()}`;
    const idempotency = { userId: command.userId, key, fingerprint: command.kind };
    for (let tries = 0; tries < 50; tries++) {
      // A second tab or an impatient finger: the same request twice at once, at different instances.
      const doubled = this.oneIn(4) ? [this.office(), this.office()] : [this.office()];
      const wasKnown = this.reserved.has(key);
      const again = { ...command, reservation: this.draft() } as Command;
      const outcomes = await Promise.all(
        doubled.map((office) => office.submit(again as Extract<Command, { kind: 'confirm' }>, idempotency)),
      );
      for (const outcome of outcomes) {
        if (isRefusal(outcome)) continue;
        const known = this.reserved.get(key) ?? { answers: [], userId: command.userId };
        known.answers.push(outcome);
        this.reserved.set(key, known);
      }
      const isUnknown = outcomes.some((outcome) => isRefusal(outcome) && outcome.refused === 'unavailable');
      // Once a key has succeeded, everybody who sends it again is told so, by every instance.
      if (this.reserved.has(key)) {
        const others = outcomes.filter((o) => isRefusal(o) && o.refused !== 'unavailable');
        if (wasKnown) expect(others).toEqual([]);
        if (this.oneIn(2)) return;
      } else if (!isUnknown) return;
      await turns(1 + this.below(5));
    }
  }

  private async cancelOne(): Promise<void> {
    const entries = [...this.reserved.values()];
    const entry = entries[this.below(entries.length)];
    const reservationId = entry?.answers[0]?.reservationId;
    if (entry === undefined || reservationId === undefined) return;
    this.cancelAttempted.add(reservationId);
    await this.office().submit({ kind: 'cancel', userId: entry.userId, reservationId });
  }

  private draft() {
    return {
      reservationId: this.random.reservationId(),
      code: this.random.reservationCode(),
      userName: 'n',
      phone: '+821012345678',
      lot: this.random.draw(),
    };
  }

  private office(): BoxOffice {
    return this.offices[this.below(3)] as BoxOffice;
  }

  private async openOffice(i: number): Promise<void> {
    const snapshot = await this.ledger.load('default');
    if (snapshot === undefined) throw new Error('no event');
    const ledger = faultyLedger(
      this.ledger,
      () => this.fault(),
      () => this.below(4),
    );
    const clock = new LedgerClock(this.clock, this.ledger);
    await clock.synchronise(1);
    const options = { ...defaultBoxOfficeOptions, isShared: true, settleMs: SETTLE_MS, failureRate: 0.1 };
    const office = new BoxOffice(ledger, clock, snapshot, options, silentObserver);
    // News arrives late, doubled or not at all.
    office.onChanges((changes, origin) => {
      if (origin === 'elsewhere') return;
      for (const other of this.offices) {
        for (let copies = this.below(3); copies > 0 && other !== office; copies--) {
          void turns(this.below(8)).then(() => other.hear(changes));
        }
      }
    });
    this.offices[i] = office;
  }

  private fault(): Fault {
    if (this.random.draw() >= this.faultRate) return undefined;
    return this.oneIn(2) ? 'before' : 'after';
  }

  private oneIn(n: number): boolean {
    return this.random.draw() < 1 / n;
  }

  private below(n: number): number {
    return Math.floor(this.random.draw() * n);
  }
}

/** Every state that any user's hold ever was in, in words. */
function holdsThatEverWere(changes: readonly Change[]): Set<string> {
  const held = new Map<string, Set<number>>();
  const states = new Set<string>();
  const until = new Map<string, number>();
  for (const change of changes) {
    if (!('userId' in change)) continue;
    const seats = held.get(change.userId) ?? new Set<number>();
    held.set(change.userId, seats);
    if ('expiresAt' in change) {
      for (const seatId of change.seatIds) seats.add(seatId);
      until.set(change.userId, change.expiresAt);
    } else {
      for (const seatId of change.seatIds) seats.delete(seatId);
    }
    const sorted = [...seats].sort((a, b) => a - b).join();
    states.add(`${change.userId} ${sorted} until ${until.get(change.userId)}`);
  }
  return states;
}

describe('three box offices on one ledger behind bad lines', () => {
  const first = seedOfThisRun();
  it(`keep every promise (SEED=${first}, ${RUNS} runs)`, async () => {
    for (let run = 0; run < RUNS; run++) {
      const simulation = new Simulation(first + run);
      try {
        await simulation.run();
        await simulation.check();
      } catch (error) {
        throw new Error(`replay with SEED=${first + run}`, { cause: error });
      }
    }
  });
});

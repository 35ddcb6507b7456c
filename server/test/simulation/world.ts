import { BoxOffice } from '../../src/box-office/box-office.ts';
import { Expiry } from '../../src/box-office/expiry.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { silentObserver } from '../../src/box-office/observer.ts';
import { defaultBoxOfficeOptions } from '../../src/box-office/options.ts';
import { tendLine } from '../../src/box-office/tend-line.ts';
import type { Change } from '../../src/domain/change.ts';
import type { AnswerTo, CommandKind, CommandOf } from '../../src/domain/command.ts';
import type { Event } from '../../src/domain/event.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { IdempotencyKey } from '../../src/box-office/proposal.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { faultyLedger, turns, type Fault } from '../support/faulty-ledger.ts';
import { smallEvent, START } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { planOf, seatsInRow } from '../support/plans.ts';
import { putPlannedEvent } from '../support/planned-event.ts';
import { copyStore, type MemoryStore } from '../support/memory-store.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

export const SETTLE_MS = 50;
export const GRACE_MS = 10_000;
const COMPARE_INTERVAL_MS = 1_000;
/** Of every seat. */
export const PRICE = 12_345;
const INSTANCES = 3;

/** Nine seats as well, three of them places to stand. */
const SMALL_PLAN = planOf([
  {
    name: 'Seats',
    rows: [
      { name: 'A', category: 'Stalls', seats: seatsInRow(4, 1) },
      { name: 'B', category: 'Stalls', seats: seatsInRow(2, 2) },
    ],
  },
  {
    name: 'Floor',
    standing: {
      capacity: 3,
      category: 'Balcony',
      outline: [
        { x: 0, y: 5 },
        { x: 4, y: 5 },
        { x: 2, y: 8 },
      ],
    },
  },
]);
const STRICT = { ...smallEvent().rules, noSingleSeats: true };

/** What may go wrong in a run, each drawn from its seed. */
export interface Weather {
  /** The ledger's machine has its clock set now and then. */
  readonly hasClockSteps: boolean;
  /** A backup is restored now and then, under everybody's feet. */
  readonly hasRestores: boolean;
}

/** One instance: its box office, and how it is cut off when it crashes. */
interface Instance {
  readonly office: BoxOffice;
  readonly expiry: Expiry;
  isCrashed: boolean;
  crash: () => void;
  /** What its visitors see of a crash. */
  readonly crashed: Promise<Refusal>;
}

/**
 * Instances on one ledger behind bad lines: calls are delayed, fail before or after they took effect, or
 * hang; news are late, doubled or lost; instances crash in the middle. All of it on simulated time, drawn
 * from one seed, so that the seed replays everything.
 */
export class World {
  readonly clock = new SimulatedClock(START);
  readonly random;
  /** What the ledger's wall clock is ahead of the truth. */
  private wallAheadMs = 0;
  readonly ledger = new MemoryLedger({ wallMs: () => this.clock.monotonicMs() + this.wallAheadMs });
  private readonly instances: Instance[] = [];
  /** True time at which each change was recorded, by its hash. */
  private readonly recordedAt = new Map<string, number>();
  private backup: MemoryStore | undefined;
  private faultRate = 0.15;
  reloads = 0;

  constructor(
    seed: number,
    private readonly weather: Weather,
  ) {
    this.random = seededRandom(seed);
    this.ledger.onRecorded = ({ changes }) => {
      for (const { hash } of changes) this.recordedAt.set(hash, this.clock.monotonicMs());
    };
  }

  /** `isPlanned`: in a hall by plan, in which nobody may leave a seat alone. */
  async begin(hours: Pick<Event, 'saleOpensAt' | 'saleClosesAt'>, isPlanned: boolean): Promise<void> {
    const sold = { ...hours, currency: 'KRW' };
    if (isPlanned) {
      const prices = { Stalls: PRICE, Balcony: PRICE };
      await putPlannedEvent(this.ledger, SMALL_PLAN, { ...sold, prices, rules: STRICT });
    } else await this.ledger.putEvent(smallEvent({ ...sold, prices: { standard: PRICE } }));
    for (let i = 0; i < INSTANCES; i++) await this.start(i);
  }

  /** Lets a moment pass in which something may go wrong. */
  async pass(): Promise<void> {
    if (this.oneIn(40)) await this.restart(this.below(INSTANCES));
    if (this.weather.hasClockSteps && this.oneIn(30)) this.setClock();
    if (this.weather.hasRestores && this.oneIn(30)) this.restore();
    await this.clock.advance(this.oneIn(20) ? 100_000 * this.random.draw() : 20 * this.random.draw());
    if (this.oneIn(3)) await turns(this.below(4));
  }

  /** Good weather, until everything that was begun has ended and every instance knows all. */
  async settle(unfinished: readonly Promise<void>[]): Promise<void> {
    this.faultRate = 0;
    let isDone = false;
    const done = Promise.all(unfinished).finally(() => (isDone = true));
    // Looked at below; until then it must not count as nobody's.
    done.catch(() => undefined);
    for (let i = 0; i < 4_000 && !isDone; i++) await this.clock.advance(50);
    if (!isDone) throw new Error('somebody waits for ever');
    await done;
    // Holds go on running out meanwhile: a moment is looked for at which everybody has heard of the last one.
    for (let i = 0; i < 60 && (i < 30 || !this.isSettled()); i++)
      await this.clock.advance(COMPARE_INTERVAL_MS);
  }

  private isSettled(): boolean {
    const heads = this.offices().map(({ seatMap }) => seatMap.head);
    const last = this.ledger.store.events.get('default')?.changes.at(-1)?.hash;
    return last === undefined || heads.every((head) => head === last);
  }

  stop(): void {
    for (const instance of this.instances) instance.crash();
  }

  offices(): readonly BoxOffice[] {
    return this.instances.map(({ office }) => office);
  }

  /** Sends a command to one of the instances, wherever the balancer puts it. */
  submit<K extends CommandKind>(command: CommandOf<K>, key?: IdempotencyKey): Promise<AnswerTo<K> | Refusal> {
    return this.visit((office) => office.submit(command, key));
  }

  /** Asks one of the instances something, and knows nothing when it crashes meanwhile. */
  visit<T>(ask: (office: BoxOffice) => Promise<T>): Promise<T | Refusal> {
    const { office, crashed } = this.instances[this.below(INSTANCES)] as Instance;
    return Promise.race([ask(office), crashed]);
  }

  whenRecorded(change: Change): number {
    const at = this.recordedAt.get(change.hash);
    if (at === undefined) throw new Error(`change ${change.sequence} was never recorded`);
    return at;
  }

  oneIn(n: number): boolean {
    return this.random.draw() < 1 / n;
  }

  below(n: number): number {
    return Math.floor(this.random.draw() * n);
  }

  private setClock(): void {
    const steps = [600_000, -600_000, 3_600_000, -3_600_000, 5_000];
    this.wallAheadMs += steps[this.below(steps.length)] ?? 0;
  }

  private restore(): void {
    if (this.backup !== undefined && this.oneIn(2)) this.ledger.store = copyStore(this.backup);
    else this.backup = copyStore(this.ledger.store);
  }

  private async restart(i: number): Promise<void> {
    // A start between a step of the clock and its correction takes the wrong time for the right one; that is
    // a limit that the documents tell.
    if (Math.abs(this.wallAheadMs + this.ledger.store.correctionMs) > 1_000) return;
    this.instances[i]?.crash();
    await this.start(i);
  }

  private async start(i: number): Promise<void> {
    const snapshot = await this.ledger.load('default');
    if (snapshot === undefined) throw new Error('no event');
    const line = this.lineOf(() => instance.isCrashed);
    const clock = new LedgerClock(this.clock, line);
    clock.observe(this.clock.monotonicMs(), this.clock.monotonicMs(), snapshot);
    const options = {
      ...defaultBoxOfficeOptions,
      isShared: true,
      settleMs: SETTLE_MS,
      graceMs: GRACE_MS,
      failureRate: 0.1,
      batchSizeMax: 8,
      secondBatchSizeMin: 1,
      appendsInFlightMax: 1 + this.below(3),
    };
    const observer = { ...silentObserver, reloaded: () => (this.reloads += 1) };
    const office = new BoxOffice(line, clock, snapshot, options, observer);
    const expiry = new Expiry(office, SETTLE_MS);
    let tellCrash: (refusal: Refusal) => void = () => undefined;
    const crashed = new Promise<Refusal>((resolve) => (tellCrash = resolve));
    const crash = () => {
      instance.isCrashed = true;
      expiry.stop();
      tellCrash({ refused: 'unavailable' });
    };
    const instance: Instance = { office, expiry, isCrashed: false, crash, crashed };
    this.instances[i] = instance;
    office.onChanges((changes, origin) => {
      if (origin === 'here' && !instance.isCrashed) this.spread(office, changes);
    });
    const compare = () => {
      if (instance.isCrashed) return;
      office.compare(COMPARE_INTERVAL_MS / 2);
      tendLine(office);
      this.clock.after(COMPARE_INTERVAL_MS, compare);
    };
    compare();
  }

  /** News arrives late, doubled or not at all. */
  private spread(from: BoxOffice, changes: readonly Change[]): void {
    for (const { office } of this.instances) {
      for (let copies = this.below(3); copies > 0 && office !== from; copies--) {
        this.clock.after(this.below(30), () => office.hear(changes));
      }
    }
  }

  private lineOf(isLost: () => boolean): Ledger {
    return faultyLedger(this.ledger, {
      isLost,
      nextFault: () => this.nextFault(),
      delay: () => this.delay(),
    });
  }

  private nextFault(): Fault {
    if (this.random.draw() >= this.faultRate) return undefined;
    return this.oneIn(2) ? 'before' : 'after';
  }

  /** Mostly at once or some milliseconds; now and then so long that the office loses its patience. */
  private delay(): Promise<void> {
    if (this.faultRate > 0 && this.oneIn(60)) return this.clock.delay(4_000 + this.below(8_000));
    return this.oneIn(2) ? turns(this.below(3)) : this.clock.delay(this.below(8));
  }
}

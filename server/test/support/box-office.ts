import { systemClock } from '../../src/adapters/system/clock.ts';
import { BoxOffice } from '../../src/box-office/box-office.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { silentObserver, type BoxOfficeObserver } from '../../src/box-office/observer.ts';
import { defaultBoxOfficeOptions, type BoxOfficeOptions } from '../../src/box-office/options.ts';
import type { Event } from '../../src/domain/event.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Batch, Ledger } from '../../src/ports/ledger.ts';
import { smallEvent } from './hall.ts';
import { MemoryLedger } from './memory-ledger.ts';

/** A box office on a memory ledger whose appends a test can count, hold back and break. */
export async function openTestOffice(
  given: {
    options?: Partial<BoxOfficeOptions>;
    event?: Event;
    clock?: Clock;
    ledger?: Ledger;
    observer?: BoxOfficeObserver;
  } = {},
) {
  const clock = given.clock ?? systemClock;
  const memory = given.ledger ?? new MemoryLedger(clock);
  if ((await memory.load('default')) === undefined) await memory.putEvent(given.event ?? smallEvent());
  const gate = new GatedLedger(memory);
  const ledgerClock = new LedgerClock(clock, memory);
  await ledgerClock.synchronise();
  const snapshot = await memory.load('default');
  if (snapshot === undefined) throw new Error('no event');
  const options = { ...defaultBoxOfficeOptions, failureRate: 0, ...given.options };
  const office = new BoxOffice(gate.ledger, ledgerClock, snapshot, options, given.observer ?? silentObserver);
  return { office, gate, memory, ledgerClock };
}

/** Lets appends through, or holds them until told, or breaks the line to the ledger. */
export class GatedLedger {
  readonly batches: Batch[] = [];
  isDown = false;
  private opened: Promise<void> = Promise.resolve();
  private open: () => void = () => undefined;
  readonly ledger: Ledger;

  constructor(memory: Ledger) {
    const unlessDown = async <T>(run: () => Promise<T>): Promise<T> => {
      this.failIfDown();
      return run();
    };
    this.ledger = {
      listEvents: () => memory.listEvents(),
      putEvent: (event) => memory.putEvent(event),
      putPlan: (plan) => memory.putPlan(plan),
      findPlan: (planId) => memory.findPlan(planId),
      findPlanSummary: (planId) => memory.findPlanSummary(planId),
      listPlans: () => memory.listPlans(),
      load: (eventId) => unlessDown(() => memory.load(eventId)),
      changesSince: (...args) => unlessDown(() => memory.changesSince(...args)),
      append: async (batch) => {
        this.failIfDown();
        await this.opened;
        this.batches.push(batch);
        return memory.append(batch);
      },
      appendLocked: (...args) => unlessDown(() => memory.appendLocked(...args)),
      recall: (...args) => unlessDown(() => memory.recall(...args)),
      logStart: (eventId) => unlessDown(() => memory.logStart(eventId)),
      headAt: (...args) => unlessDown(() => memory.headAt(...args)),
      forget: (...args) => unlessDown(() => memory.forget(...args)),
      findReservation: (id) => memory.findReservation(id),
      findReservationByCode: (...args) => memory.findReservationByCode(...args),
      reservationsOf: (userId) => memory.reservationsOf(userId),
      forgetPersons: (...args) => memory.forgetPersons(...args),
      sealPersons: (...args) => memory.sealPersons(...args),
      now: () => memory.now(),
      correctClock: (...args) => memory.correctClock(...args),
      probe: () => unlessDown(() => memory.probe()),
      close: () => memory.close(),
    };
  }

  /** Holds every append back until the returned function is called. */
  hold(): () => void {
    this.opened = new Promise((resolve) => (this.open = resolve));
    return () => this.open();
  }

  private failIfDown(): void {
    if (this.isDown) throw new Error('the ledger is down');
  }
}

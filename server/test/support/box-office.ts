import { systemClock } from '../../src/adapters/system/clock.ts';
import { BoxOffice } from '../../src/box-office/box-office.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { silentObserver, type BoxOfficeObserver } from '../../src/box-office/observer.ts';
import { defaultBoxOfficeOptions, type BoxOfficeOptions } from '../../src/box-office/options.ts';
import type { Event } from '../../src/domain/event.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Batch } from '../../src/ports/batch.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { smallEvent } from './hall.ts';
import { throughCalls } from './ledger-calls.ts';
import { MemoryLedger } from './memory-ledger.ts';

let offices = 0;
const MARKS_EACH = 1_000_000;

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
  const marksFrom = ++offices * MARKS_EACH;
  const options = { ...defaultBoxOfficeOptions, failureRate: 0, marksFrom, ...given.options };
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
    this.ledger = {
      ...throughCalls(memory, async (_, run) => {
        this.failIfDown();
        return run();
      }),
      append: async (batch) => {
        this.failIfDown();
        await this.opened;
        this.batches.push(batch);
        return memory.append(batch);
      },
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

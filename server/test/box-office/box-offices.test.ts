import { describe, expect, it, vi } from 'vitest';
import { BoxOffices } from '../../src/box-office/box-offices.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { silentObserver } from '../../src/box-office/observer.ts';
import { defaultBoxOfficeOptions } from '../../src/box-office/options.ts';
import type { Change } from '../../src/domain/change.ts';
import type { ChangeBus } from '../../src/ports/change-bus.ts';
import { hold } from '../support/deciding.ts';
import { turns } from '../support/event-loop.ts';
import { smallEvent, START } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

const DAY = 24 * 3_600_000;

/** A bus whose other end is the test. */
function busOfTest() {
  const heard: ((eventId: string, changes: readonly Change[]) => void)[] = [];
  const gaps: (() => void)[] = [];
  const bus: ChangeBus = {
    publish: () => undefined,
    subscribe: (listener) => heard.push(listener),
    onGap: (listener) => gaps.push(listener),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return { bus, announceGap: () => gaps.forEach((tell) => tell()) };
}

/** Two instances on one ledger that hear nothing of each other, unless the bus says so. */
async function twoInstances() {
  const clock = new SimulatedClock(START);
  const ledger = new MemoryLedger(clock);
  await ledger.putEvent(smallEvent());
  const options = { ...defaultBoxOfficeOptions, failureRate: 0, isShared: true };
  const instance = async () => {
    const ledgerClock = new LedgerClock(clock, ledger);
    await ledgerClock.synchronise();
    const { bus, announceGap } = busOfTest();
    return { offices: new BoxOffices(ledger, ledgerClock, bus, options, silentObserver), announceGap };
  };
  const [here, there] = [await instance(), await instance()];
  const office = async ({ offices }: typeof here) => {
    const found = await offices.get('default');
    if (found === undefined) throw new Error('there is no such event');
    return found;
  };
  return { clock, ledger, here, there, office };
}

describe('the box offices of an instance', () => {
  it('ask the ledger as soon as the bus says that something may have been missed', async () => {
    const { here, there, office } = await twoInstances();
    const [mine, other] = [await office(here), await office(there)];
    await turns(3);
    await other.submit(hold('b', 1));
    expect(mine.seatMap.stateOf(1)).toBe('available');
    here.announceGap();
    await turns(3);
    expect(mine.seatMap.stateOf(1)).toBe('held');
  });

  it('find out within a second what nobody has told, also while nobody buys', async () => {
    const { clock, here, there, office } = await twoInstances();
    const [mine, other] = [await office(here), await office(there)];
    await turns(3);
    await other.submit(hold('b', 1));
    await clock.advance(1_000);
    await turns(3);
    expect(mine.seatMap.stateOf(1)).toBe('held');
  });

  it('ask the ledger for the hall when they hear of a seat that theirs has not', async () => {
    const { ledger, here, there, office } = await twoInstances();
    const [mine, other] = [await office(here), await office(there)];
    await turns(3);
    await ledger.putEvent(smallEvent({ layout: { rows: 4, seatsPerRow: 3 } }));
    other.refresh();
    await turns(5);
    const heard: Change[] = [];
    other.onChanges((changes) => heard.push(...changes));
    expect(await other.submit(hold('b', 12))).toMatchObject({ hold: { seatIds: [12] } });
    const reloads: string[] = [];
    mine.onReload((why) => reloads.push(why));
    mine.hear(heard);
    await turns(5);
    expect([mine.seatMap.seatCount, mine.seatMap.stateOf(12), reloads]).toEqual([
      12,
      'held',
      ['another_hall'],
    ]);
  });

  it('miss nothing that comes while an event is being opened', async () => {
    const { ledger, here, there, office } = await twoInstances();
    const other = await office(there);
    const load = ledger.load.bind(ledger);
    vi.spyOn(ledger, 'load').mockImplementationOnce(async (eventId) => {
      const snapshot = await load(eventId);
      await other.submit(hold('b', 1));
      return snapshot;
    });
    const mine = await office(here);
    await turns(3);
    expect(mine.seatMap.stateOf(1)).toBe('held');
  });

  it('have the ledger forget keys that are older than a day, and none that is younger', async () => {
    const { clock, ledger, here, office } = await twoInstances();
    await office(here);
    const forget = vi.spyOn(ledger, 'forget');
    await clock.advance(60_000);
    await turns(3);
    expect(forget).toHaveBeenCalledWith('default', START + 60_000 - DAY);
  });
});

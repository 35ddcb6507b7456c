import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { silentObserver } from '../../src/box-office/observer.ts';
import type { IdempotencyKey } from '../../src/box-office/proposal.ts';
import { openTestOffice } from '../support/box-office.ts';
import { confirm, hold } from '../support/deciding.ts';
import { turns } from '../support/event-loop.ts';
import { smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { newMemoryStore } from '../support/memory-store.ts';
import { TestClock } from '../support/test-clock.ts';

const shared = { options: { isShared: true } };

/** An office whose next append another instance is quicker than. */
async function overtaken() {
  const ledger = new MemoryLedger(systemClock);
  const refused = vi.fn();
  const opened = await openTestOffice({ ...shared, ledger, observer: { ...silentObserver, refused } });
  const { office: other } = await openTestOffice({ ...shared, ledger });
  await other.submit(hold('z', 9));
  const appends = vi.spyOn(opened.gate.ledger, 'append');
  const lockedAppends = vi.spyOn(opened.gate.ledger, 'appendLocked');
  return { ...opened, ledger, other, refused, appends, lockedAppends };
}

describe('after another instance was quicker', () => {
  it('sixteen batches are decided with the event locked, and then none', async () => {
    const { office, appends, lockedAppends, refused } = await overtaken();
    for (let i = 1; i <= 20; i++) {
      expect(await office.submit(hold('a', 1 + (i % 2)))).not.toHaveProperty('refused');
    }
    expect(refused.mock.calls).toEqual([['conflict']]);
    expect(lockedAppends).toHaveBeenCalledTimes(16);
    // The one that was too late, and those after the sixteen.
    expect(appends).toHaveBeenCalledTimes(5);
  });

  it('an office that has the ledger for itself locks nothing', async () => {
    const ledger = new MemoryLedger(systemClock);
    const { office, gate } = await openTestOffice({ ledger });
    const { office: other } = await openTestOffice({ ledger });
    await other.submit(hold('z', 9));
    const lockedAppends = vi.spyOn(gate.ledger, 'appendLocked');
    expect(await office.submit(hold('a', 1))).not.toHaveProperty('refused');
    expect(lockedAppends).not.toHaveBeenCalled();
  });

  it('what others do meanwhile is seen under the lock, told as theirs, and refused on', async () => {
    const { office, other, lockedAppends } = await overtaken();
    const heard: string[] = [];
    office.onChanges((changes, origin) =>
      heard.push(...changes.map(({ sequence }) => `${sequence} ${origin}`)),
    );
    await office.submit(hold('a', 1));
    await other.submit(hold('y', 2));
    expect(await office.submit(hold('b', 2))).toMatchObject({ refused: 'seat_held', seatIds: [2] });
    expect(lockedAppends).toHaveBeenCalledTimes(2);
    expect(heard).toEqual(['1 elsewhere', '2 here', '3 elsewhere']);
    expect(office.seatMap.sequence).toBe(3);
  });

  it('a ledger that is replaced before it is locked is loaded anew, and nothing is lost', async () => {
    const { office, gate, ledger } = await overtaken();
    const reloads: string[] = [];
    office.onReload((why) => reloads.push(why));
    const appendLocked = gate.ledger.appendLocked.bind(gate.ledger);
    gate.ledger.appendLocked = async (...args) => {
      gate.ledger.appendLocked = appendLocked;
      ledger.store = newMemoryStore();
      await ledger.putEvent(smallEvent());
      return appendLocked(...args);
    };
    expect(await office.submit(hold('a', 9))).toMatchObject({ hold: { seatIds: [9] } });
    expect(reloads).toEqual(['replaced']);
    expect(office.seatMap.sequence).toBe(1);
  });

  it('a locked append that comes at the wrong time is decided again by a clock that was read again', async () => {
    const { office, gate, ledger, refused } = await overtaken();
    const readings = vi.spyOn(ledger, 'now');
    const appendLocked = gate.ledger.appendLocked.bind(gate.ledger);
    gate.ledger.appendLocked = async (eventId, known, decide) => {
      gate.ledger.appendLocked = appendLocked;
      const time = await ledger.now();
      readings.mockClear();
      decide(await ledger.changesSince(eventId, known, 10));
      return { ok: false, why: 'too_early', ...time };
    };
    expect(await office.submit(hold('a', 1))).toMatchObject({ hold: { seatIds: [1] } });
    expect(refused.mock.calls).toEqual([['conflict'], ['too_early']]);
    expect(readings).toHaveBeenCalledTimes(3);
    expect(office.seatMap.sequence).toBe(2);
  });

  it('people who wait for a locked append that fails are told that nobody knows', async () => {
    const { office, gate } = await overtaken();
    gate.ledger.appendLocked = () => Promise.reject(new Error('cut'));
    expect(await office.submit(hold('a', 1))).toEqual({ refused: 'unavailable' });
    expect(office.isReady).toBe(false);
  });
});

describe('an append that comes at the wrong time', () => {
  it.each(['too_early', 'too_late'] as const)(
    '%s is decided again by a clock that was read again',
    async (why) => {
      const refused = vi.fn();
      const { office, gate, memory } = await openTestOffice({ observer: { ...silentObserver, refused } });
      const append = gate.ledger.append.bind(gate.ledger);
      gate.ledger.append = async () => {
        gate.ledger.append = append;
        return { ok: false, why, ...(await memory.now()) };
      };
      const reading = vi.spyOn(memory, 'now');
      expect(await office.submit(hold('a', 1))).toMatchObject({ hold: { seatIds: [1] } });
      expect(refused.mock.calls).toEqual([[why]]);
      // Once by the stub above.
      expect(reading).toHaveBeenCalledTimes(1 + 3);
    },
  );

  it('and one that another was quicker than needs no reading of the clock', async () => {
    const { office, ledger } = await overtaken();
    const reading = vi.spyOn(ledger, 'now');
    await office.submit(hold('a', 1));
    expect(reading).not.toHaveBeenCalled();
  });
});

describe('an append whose answer was lost', () => {
  const key = (userId: string, keyPrint: number) => ({ userId, keyPrint, wishPrint: 1 });

  it('and that only made a retry durable is not taken for recorded', async () => {
    const { office, gate } = await openTestOffice();
    await office.submit(confirm('a', [1]), key('a', 1));
    const append = gate.ledger.append.bind(gate.ledger);
    gate.ledger.append = () => {
      gate.ledger.append = append;
      return Promise.reject(new Error('cut'));
    };
    expect(await office.submit(confirm('a', [1]), key('a', 1))).toEqual({ refused: 'unavailable' });
  });

  it('is forgotten with the ledger when that was replaced meanwhile', async () => {
    const failed = vi.fn();
    const ledger = new MemoryLedger(systemClock);
    const { office, gate } = await openTestOffice({ ledger, observer: { ...silentObserver, failed } });
    const append = gate.ledger.append.bind(gate.ledger);
    gate.ledger.append = async () => {
      gate.ledger.append = append;
      ledger.store = newMemoryStore();
      await ledger.putEvent(smallEvent());
      throw new Error('cut');
    };
    expect(await office.submit(hold('a', 1))).toEqual({ refused: 'unavailable' });
    expect(failed).toHaveBeenCalledTimes(1);
    expect(office.isReady).toBe(true);
  });

  it('is another’s when that was sent with the same key and asked for something else', async () => {
    const clock = new TestClock();
    const ledger = new MemoryLedger(clock);
    const { office, gate } = await openTestOffice({ ...shared, ledger, clock });
    const { office: other } = await openTestOffice({ ...shared, ledger, clock });
    const append = gate.ledger.append.bind(gate.ledger);
    let lose: () => void = () => undefined;
    gate.ledger.append = () => new Promise((_, reject) => (lose = () => reject(new Error('cut'))));
    const lost = office.submit(confirm('a', [1]), key('a', 1));
    await turns(2);
    await other.submit(confirm('a', [1]), { ...key('a', 1), wishPrint: 2 });
    gate.ledger.append = append;
    lose();
    expect(await lost).toEqual({ refused: 'unavailable' });
  });

  it('is another’s as a whole when one of its commands was sent with another key', async () => {
    const clock = new TestClock();
    const ledger = new MemoryLedger(clock);
    const { office, gate } = await openTestOffice({ ...shared, ledger, clock });
    const { office: other } = await openTestOffice({ ...shared, ledger, clock });
    const append = gate.ledger.append.bind(gate.ledger);
    let lose: () => void = () => undefined;
    gate.ledger.append = () => new Promise((_, reject) => (lose = () => reject(new Error('cut'))));
    const both = (submit: typeof office.submit, last: IdempotencyKey) =>
      Promise.all([submit(confirm('a', [1])), submit(confirm('b', [2]), last)]);
    const lost = both(office.submit.bind(office), key('b', 1));
    await turns(2);
    await both(other.submit.bind(other), key('b', 2));
    gate.ledger.append = append;
    lose();
    expect(await lost).toEqual([{ refused: 'unavailable' }, { refused: 'unavailable' }]);
  });
});

describe('an append that was refused, when another instance decided the very same', () => {
  it('is decided again, because it is certain that it was not recorded', async () => {
    const clock = new TestClock();
    const ledger = new MemoryLedger(clock);
    const { office } = await openTestOffice({ ...shared, ledger, clock });
    const { office: other } = await openTestOffice({ ...shared, ledger, clock });
    await other.submit(confirm('a', [1]));
    expect(await office.submit(confirm('a', [1]))).toEqual({ refused: 'already_reserved', seatIds: [1] });
  });
});

describe('whether seats can be sold', () => {
  it('is known: not while the ledger is away, and again when it is back', async () => {
    const { office, gate } = await openTestOffice();
    expect(office.isReady).toBe(true);
    gate.isDown = true;
    await office.submit(hold('a', 1));
    expect(office.isReady).toBe(false);
    gate.isDown = false;
    await office.submit(hold('a', 1));
    expect(office.isReady).toBe(true);
  });

  it('is known: not while an append hangs', async () => {
    const { office, gate } = await openTestOffice({ options: { patienceMs: 20 } });
    const open = gate.hold();
    await office.submit(hold('a', 1));
    expect(office.isReady).toBe(false);
    open();
    await vi.waitFor(() => expect(office.isReady).toBe(true));
  });
});

describe('a hall that is to be loaded anew', () => {
  it('is, once, and those who watch are told why', async () => {
    const { office } = await openTestOffice();
    await office.submit(hold('a', 1));
    const before = office.seatMap;
    const reloads: string[] = [];
    office.onReload((why) => reloads.push(why));
    office.reload();
    await vi.waitFor(() => expect(reloads).toEqual(['audited']));
    expect(office.seatMap).not.toBe(before);
    expect(office.seatMap.stateText()).toBe(before.stateText());
    office.refresh();
    await turns(10);
    expect(reloads).toEqual(['audited']);
  });
});

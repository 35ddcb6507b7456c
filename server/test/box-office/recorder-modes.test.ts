import { describe, expect, it, vi } from 'vitest';
import { silentObserver } from '../../src/box-office/observer.ts';
import type { Change } from '../../src/domain/change.ts';
import type { AppendResult } from '../../src/ports/ledger.ts';
import { openTestOffice, type GatedLedger } from '../support/box-office.ts';
import { confirm, hold } from '../support/deciding.ts';
import { turns } from '../support/event-loop.ts';
import { smallEvent, START } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';
import { TestClock } from '../support/test-clock.ts';

const large = smallEvent({ layout: { rows: 10, seatsPerRow: 10 } });
const key = { userId: 'a', keyPrint: 1, wishPrint: 1 };

/** Makes the ledger's answers to one kind of question wait; gives the function that lets them through. */
function holdBack(gate: GatedLedger, question: 'changesSince' | 'recall'): () => void {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const ledger = { ...gate.ledger };
  if (question === 'recall') gate.ledger.recall = (...args) => opened.then(() => ledger.recall(...args));
  else gate.ledger.changesSince = (...args) => opened.then(() => ledger.changesSince(...args));
  return open;
}

describe('closing waits', () => {
  const isAtOnce = async (closed: Promise<void>) => {
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    await turns(5);
    return isClosed;
  };

  it('for the append on its way, and for the commands that wait behind it', async () => {
    const { office, gate } = await openTestOffice();
    const open = gate.hold();
    const told: string[] = [];
    const first = office.submit(hold('a', 1)).then(() => told.push('first'));
    await turns(2);
    const second = office.submit(hold('b', 2)).then(() => told.push('second'));
    const closed = office.close().then(() => void told.push('closed'));
    expect(await isAtOnce(closed)).toBe(false);
    open();
    await Promise.all([first, second, closed]);
    expect(told).toEqual(['first', 'second', 'closed']);
  });

  it('for a question to the ledger', async () => {
    const { office, gate } = await openTestOffice();
    const open = holdBack(gate, 'changesSince');
    office.refresh();
    await turns(2);
    const closed = office.close();
    expect(await isAtOnce(closed)).toBe(false);
    open();
    await closed;
  });

  it('for the answer to a retry', async () => {
    const { office, gate } = await openTestOffice();
    await office.submit(confirm('a', [1]), key);
    const open = holdBack(gate, 'recall');
    const again = office.submit(confirm('a', [1]), key);
    await turns(5);
    const closed = office.close();
    expect(await isAtOnce(closed)).toBe(false);
    open();
    await closed;
    expect(await again).toMatchObject({ seatIds: [1] });
  });

  it('not for an answer that could not be read, nor for an append that failed', async () => {
    const { office, gate } = await openTestOffice();
    await office.submit(confirm('a', [1]), key);
    gate.ledger.recall = () => Promise.reject(new Error('cut'));
    expect(await office.submit(confirm('a', [1]), key)).toEqual({ refused: 'unavailable' });
    expect(await isAtOnce(office.close())).toBe(true);
    const { office: other, gate: away } = await openTestOffice();
    away.isDown = true;
    expect(await other.submit(hold('a', 1))).toEqual({ refused: 'unavailable' });
    expect(await isAtOnce(other.close())).toBe(true);
  });

  it('for nothing where there is nothing', async () => {
    const { office } = await openTestOffice();
    await office.close();
  });
});

describe('comparing with the ledger', () => {
  it('is left out while what is known is young enough', async () => {
    const clock = new TestClock();
    const { office, gate } = await openTestOffice({ clock });
    const asked = vi.spyOn(gate.ledger, 'changesSince');
    clock.advance(500);
    await office.submit(hold('a', 1));
    clock.advance(1_000);
    office.compare(1_000);
    await turns(3);
    expect(asked).not.toHaveBeenCalled();
    office.compare(999);
    await turns(3);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

describe('appends on their way', () => {
  it('are two at most, the second not for a few', async () => {
    const { office, gate } = await openTestOffice({ event: large });
    const open = gate.hold();
    const sent = vi.spyOn(gate.ledger, 'append');
    const all: Promise<unknown>[] = [];
    const submit = async (first: number, count: number) => {
      for (let id = first; id < first + count; id++) all.push(office.submit(hold(`u${id}`, id)));
      await turns(3);
      return sent.mock.calls.length;
    };
    expect(await submit(1, 1)).toBe(1);
    expect(await submit(2, 15)).toBe(1);
    expect(await submit(17, 1)).toBe(2);
    expect(await submit(18, 40)).toBe(2);
    open();
    for (const outcome of await Promise.all(all)) expect(outcome).not.toHaveProperty('refused');
  });

  it('are followed by none while there is news that was not taken in', async () => {
    const { office, gate } = await openTestOffice({ event: large });
    const open = gate.hold();
    const sent = vi.spyOn(gate.ledger, 'append');
    const all = [office.submit(hold('u1', 1))];
    await turns(3);
    office.hear([]);
    for (let id = 2; id < 40; id++) all.push(office.submit(hold(`u${id}`, id)));
    await turns(3);
    expect(sent).toHaveBeenCalledTimes(1);
    open();
    for (const outcome of await Promise.all(all)) expect(outcome).not.toHaveProperty('refused');
  });

  it('that hang keep the office from new commands until the last of them has ended', async () => {
    for (const ending of ['answer', 'cut'] as const) {
      const clock = new SimulatedClock(START);
      const { office, gate } = await openTestOffice({ clock, options: { secondBatchSizeMin: 1 } });
      const append = gate.ledger.append.bind(gate.ledger);
      const sent: { readonly answer: () => void; readonly cut: () => void }[] = [];
      gate.ledger.append = (batch) => {
        const recorded = append(batch);
        return new Promise<AppendResult>((resolve, reject) => {
          sent.push({ answer: () => void recorded.then(resolve), cut: () => reject(new Error('cut')) });
        });
      };
      const first = office.submit(hold('a', 1));
      await turns(2);
      const second = office.submit(hold('b', 2));
      await turns(2);
      // Patience with both of them is over.
      await clock.advance(10_000);
      expect(await Promise.all([first, second])).toMatchObject(Array(2).fill({ refused: 'unavailable' }));
      sent[0]?.[ending]();
      await turns(3);
      expect(office.isReady).toBe(false);
      gate.ledger.append = append;
      sent[1]?.answer();
      await vi.waitFor(() => expect(office.isReady).toBe(true));
      expect(office.seatMap.stateText().slice(0, 3)).toBe('hha');
    }
  });

  it('tell the ledger’s clock, so that one that was set is noticed without being asked', async () => {
    const clock = new TestClock();
    let aheadMs = 0;
    const ledger = new MemoryLedger({ wallMs: () => clock.wallMs() + aheadMs });
    const { office } = await openTestOffice({ clock, ledger });
    aheadMs = 600_000;
    await office.submit(hold('a', 1));
    await turns(3);
    expect(ledger.store.correctionMs).toBe(-600_000);
  });

  it('are counted with their commands, changes and time, and refusals are not', async () => {
    const clock = new TestClock();
    const recorded = vi.fn();
    const { office, gate } = await openTestOffice({ clock, observer: { ...silentObserver, recorded } });
    const append = gate.ledger.append.bind(gate.ledger);
    gate.ledger.append = (batch) => {
      clock.advance(7);
      return append(batch);
    };
    clock.advance(100);
    await Promise.all([
      office.submit(hold('a', 1)),
      office.submit(hold('a', 1, 2)),
      office.submit(hold('b', 1)),
    ]);
    await office.submit(hold('b', 1));
    expect(recorded.mock.calls).toEqual([[3, 2, 7]]);
  });
});

describe('changes', () => {
  it('that are heard of are told as another’s', async () => {
    const { memory, office } = await openTestOffice();
    const { office: other } = await openTestOffice({ ledger: memory });
    const heard: Change[] = [];
    const origins: string[] = [];
    other.onChanges((changes) => heard.push(...changes));
    office.onChanges((_, origin) => origins.push(origin));
    await other.submit(hold('b', 1));
    office.hear(heard);
    await turns(3);
    expect(origins).toEqual(['elsewhere']);
  });

  it('whose answer was lost are told as our own', async () => {
    const { office, gate } = await openTestOffice();
    const origins: string[] = [];
    office.onChanges((_, origin) => origins.push(origin));
    const append = gate.ledger.append.bind(gate.ledger);
    gate.ledger.append = async (batch) => {
      gate.ledger.append = append;
      await append(batch);
      throw new Error('cut');
    };
    await office.submit(hold('a', 1));
    expect(origins).toEqual(['here']);
  });
});

describe('a ledger that is away', () => {
  it('is reported for the append and for the question what became of it', async () => {
    const failed = vi.fn();
    const { office, gate } = await openTestOffice({ observer: { ...silentObserver, failed } });
    gate.isDown = true;
    await office.submit(hold('a', 1));
    expect(failed).toHaveBeenCalledTimes(2);
  });

  it('answers nobody by what was seen there but could not be made durable', async () => {
    const { office, gate, memory } = await openTestOffice();
    const append = gate.ledger.append.bind(gate.ledger);
    gate.ledger.append = async (batch) => {
      gate.ledger.append = async () => ({ ok: false, why: 'conflict', ...(await memory.now()) });
      await append(batch);
      throw new Error('cut');
    };
    expect(await office.submit(hold('a', 1))).toEqual({ refused: 'unavailable' });
    gate.ledger.append = append;
  });
});

describe('a ledger that comes back', () => {
  const wasAway = async () => {
    const clock = new SimulatedClock(START);
    const opened = await openTestOffice({ clock });
    opened.gate.isDown = true;
    await opened.office.submit(hold('a', 1));
    opened.gate.isDown = false;
    await turns(3);
    expect(opened.office.isReady).toBe(false);
    return { ...opened, clock };
  };

  it('is found by itself after half a second, by news at once, and by a command at once', async () => {
    const { clock, office } = await wasAway();
    await clock.advance(499);
    expect(office.isReady).toBe(false);
    await clock.advance(1);
    await turns(5);
    expect(office.isReady).toBe(true);
    const { office: told } = await wasAway();
    told.hear([]);
    await turns(5);
    expect(told.isReady).toBe(true);
    const { office: asked } = await wasAway();
    expect(await asked.submit(hold('a', 1))).not.toHaveProperty('refused');
  });

  it('is not waited for beyond patience when it leaves a question unanswered', async () => {
    const clock = new SimulatedClock(START);
    const { office, gate } = await openTestOffice({ clock });
    const open = holdBack(gate, 'changesSince');
    office.refresh();
    await turns(3);
    const waiting = office.submit(hold('a', 1));
    await clock.advance(5_000);
    expect(await waiting).toEqual({ refused: 'unavailable' });
    expect(office.isReady).toBe(false);
    open();
    await turns(5);
    expect(office.isReady).toBe(true);
  });
});

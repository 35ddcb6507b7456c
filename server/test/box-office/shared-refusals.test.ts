import { describe, expect, it, vi } from 'vitest';
import { openTestOffice } from '../support/box-office.ts';
import { hold } from '../support/deciding.ts';
import { turns } from '../support/event-loop.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { TestClock } from '../support/test-clock.ts';

const shared = { options: { isShared: true } };
/** After another was quicker so many batches are decided with the event locked. */
const LOCKED_BATCHES = 16;

/** Two offices of one ledger. */
async function openTwo() {
  const clock = new TestClock();
  const ledger = new MemoryLedger(clock);
  const opened = await openTestOffice({ ...shared, ledger, clock });
  const { office: other } = await openTestOffice({ ...shared, ledger, clock });
  return { ...opened, other, clock };
}

/** Keeps an answer of the ledger back until told. */
function answeredLate() {
  let answer: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (answer = resolve));
  const late = async <T>(found: T): Promise<T> => {
    await told;
    return found;
  };
  return { late, answer };
}

describe('a refusal of a server that shares its ledger', () => {
  it('needs no question when it rests on what was true at the arrival', async () => {
    const { office, gate } = await openTestOffice({ ...shared, clock: new TestClock() });
    await office.submit(hold('a', 1));
    const asked = vi.spyOn(gate.ledger, 'changesSince');
    expect(await office.submit(hold('b', 1))).toMatchObject({ refused: 'seat_held' });
    expect(asked).not.toHaveBeenCalled();
  });

  it('needs one when only the first of those decided together had arrived by then', async () => {
    const clock = new TestClock();
    const ledger = new MemoryLedger(clock);
    const { office, gate } = await openTestOffice({ ...shared, ledger, clock });
    await office.submit(hold('z', 5));
    const append = gate.ledger.append.bind(gate.ledger);
    let answer: () => void = () => undefined;
    gate.ledger.append = async (batch) => {
      const recorded = await append(batch);
      await new Promise<void>((resolve) => (answer = resolve));
      return recorded;
    };
    const before = office.submit(hold('a', 1));
    await turns(2);
    const early = office.submit(hold('b', 1));
    clock.advance(10);
    const { office: other } = await openTestOffice({ ...shared, ledger, clock });
    await other.submit({ kind: 'release', userId: 'z' });
    const late = office.submit(hold('c', 5));
    gate.ledger.append = append;
    answer();
    await before;
    expect(await early).toMatchObject({ refused: 'seat_held', seatIds: [1] });
    expect(await late).toMatchObject({ hold: { seatIds: [5] } });
  });

  it('needs another one when it arrived while a question was on its way', async () => {
    const { office, other, gate, clock } = await openTwo();
    await office.submit(hold('z', 5));
    const changesSince = gate.ledger.changesSince.bind(gate.ledger);
    const { late, answer } = answeredLate();
    gate.ledger.changesSince = async (...asked) => late(await changesSince(...asked));
    office.refresh();
    await turns(2);
    clock.advance(10);
    await other.submit({ kind: 'release', userId: 'z' });
    const waiting = office.submit(hold('c', 5));
    gate.ledger.changesSince = changesSince;
    answer();
    expect(await waiting).toMatchObject({ hold: { seatIds: [5] } });
  });

  it('needs one when it arrived while an append was on its way that had the event locked', async () => {
    const { office, other, gate, clock } = await openTwo();
    await other.submit(hold('z', 5));
    const appendLocked = gate.ledger.appendLocked.bind(gate.ledger);
    const lockedAppends = vi.fn(appendLocked);
    gate.ledger.appendLocked = lockedAppends;
    for (let i = 1; i < LOCKED_BATCHES; i++) await office.submit(hold('a', 1 + (i % 2)));
    expect(lockedAppends).toHaveBeenCalledTimes(LOCKED_BATCHES - 1);
    const { late, answer } = answeredLate();
    gate.ledger.appendLocked = async (...asked) => late(await appendLocked(...asked));
    const last = office.submit(hold('a', 1));
    await turns(2);
    clock.advance(10);
    await other.submit({ kind: 'release', userId: 'z' });
    const waiting = office.submit(hold('c', 5));
    answer();
    await last;
    expect(await waiting).toMatchObject({ hold: { seatIds: [5] } });
  });

  it('waits for one question, however many others come while the ledger is asked', async () => {
    const clock = new TestClock();
    const { office, gate } = await openTestOffice({ ...shared, clock });
    await office.submit(hold('a', 1));
    clock.advance(1);
    const changesSince = gate.ledger.changesSince.bind(gate.ledger);
    const others: Promise<unknown>[] = [];
    gate.ledger.changesSince = async (...args) => {
      clock.advance(1);
      if (others.length < 50) others.push(office.submit(hold(`other-${others.length}`, 1)));
      return changesSince(...args);
    };
    expect(await office.submit(hold('b', 1))).toMatchObject({ refused: 'seat_held', seatIds: [1] });
    // Who came meanwhile is asked for by the next.
    expect(others.length).toBeGreaterThan(0);
    expect(others.length).toBeLessThanOrEqual(2);
    for (const outcome of await Promise.all(others)) expect(outcome).toMatchObject({ refused: 'seat_held' });
  });
});

import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { Expiry } from '../../src/box-office/expiry.ts';
import type { Command } from '../../src/domain/command.ts';
import type { AppendResult } from '../../src/ports/ledger.ts';
import { openTestOffice, type GatedLedger } from '../support/box-office.ts';
import { confirm, hold } from '../support/deciding.ts';
import { turns } from '../support/event-loop.ts';
import { START } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { copyStore } from '../support/memory-store.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

const TTL = 120_000;
const GRACE = 10_000;

/** Lets a test say when each append is answered, and how; the ledger has it as soon as it is sent. */
function answeredByHand({ ledger }: GatedLedger) {
  const append = ledger.append.bind(ledger);
  const sent: { readonly answer: () => void; readonly cut: () => void }[] = [];
  ledger.append = (batch) => {
    const recorded = append(batch);
    return new Promise<AppendResult>((resolve, reject) => {
      sent.push({ answer: () => void recorded.then(resolve, reject), cut: () => reject(new Error('cut')) });
    });
  };
  return { sent, atOnce: () => (ledger.append = append) };
}

describe('two appends on their way', () => {
  const many = { options: { secondBatchSizeMin: 1 } };

  it('are answered in the order sent, whichever of them is recorded first', async () => {
    const { office, gate } = await openTestOffice(many);
    const { sent } = answeredByHand(gate);
    const told: string[] = [];
    const first = office.submit(hold('a', 1)).then(() => told.push('first'));
    await turns(2);
    const second = office.submit(hold('b', 2)).then(() => told.push('second'));
    await turns(2);
    sent[1]?.answer();
    await turns(5);
    expect(told).toEqual([]);
    sent[0]?.answer();
    await Promise.all([first, second]);
    expect(told).toEqual(['first', 'second']);
  });

  it('have both ended before anybody asks what became of the first, and nothing is sent meanwhile', async () => {
    const { office, gate } = await openTestOffice({ options: { ...many.options, appendsInFlightMax: 3 } });
    const asked = vi.spyOn(gate.ledger, 'changesSince');
    const { sent, atOnce } = answeredByHand(gate);
    const first = office.submit(hold('a', 1));
    await turns(2);
    const second = office.submit(hold('b', 2));
    await turns(2);
    sent[0]?.cut();
    const third = office.submit(hold('c', 3));
    await turns(5);
    expect(asked).not.toHaveBeenCalled();
    expect(sent).toHaveLength(2);
    atOnce();
    sent[1]?.answer();
    for (const outcome of await Promise.all([first, second, third])) {
      expect(outcome).not.toHaveProperty('refused');
    }
  });
});

describe('the order of arrival', () => {
  it('is kept when an append has to be decided again', async () => {
    const ledger = new MemoryLedger(systemClock);
    const { office, gate } = await openTestOffice({ ledger });
    const { office: other } = await openTestOffice({ ledger });
    const open = gate.hold();
    const first = office.submit(hold('a', 1));
    await turns(2);
    const second = office.submit(hold('b', 1));
    await other.submit(hold('z', 9));
    open();
    expect(await first).toMatchObject({ hold: { seatIds: [1] } });
    expect(await second).toMatchObject({ refused: 'seat_held' });
  });
});

describe('time', () => {
  const opened = async () => {
    const clock = new SimulatedClock(START);
    return { clock, ...(await openTestOffice({ clock })) };
  };

  it('is that of arrival, however long a command has to wait for the append before it', async () => {
    const { clock, office, gate } = await opened();
    await office.submit(hold('a', 1));
    await clock.advance(TTL - 2_000);
    const open = gate.hold();
    const before = office.submit(hold('b', 2));
    await turns(2);
    await clock.advance(1_000);
    const inTime = office.submit(confirm('a'));
    await clock.advance(2_000);
    const late = office.submit(hold('c', 1));
    open();
    await before;
    expect(await inTime).toMatchObject({ seatIds: [1], status: 'active' });
    expect(await late).toMatchObject({ refused: 'already_reserved' });
  });

  /** Commands decided together, each on another hold, in one order or the other. */
  const expectBounds = async (isReversed: boolean) => {
    const { clock, office, gate } = await opened();
    const inOrder = (commands: readonly Command[]) =>
      Promise.all((isReversed ? commands.toReversed() : commands).map((each) => office.submit(each)));
    await office.submit(hold('a', 1));
    await clock.advance(1_000);
    await office.submit(hold('b', 2));
    await clock.advance(TTL);
    await inOrder([hold('c', 1), hold('d', 2)]);
    const taking = gate.batches.at(-1);
    expect(taking?.changes.map(({ cause }) => cause)).toEqual(['expired', 'held', 'expired', 'held']);
    expect(taking?.notBefore).toBe(START + 1_000 + TTL);

    await office.submit(hold('e', 3));
    await clock.advance(1_000);
    await office.submit(hold('f', 4));
    await inOrder([confirm('e'), confirm('f')]);
    const confirming = gate.batches.at(-1);
    expect(confirming?.changes.map(({ cause }) => cause)).toEqual(['reserved', 'reserved']);
    expect(confirming?.notAfter).toBe(START + 1_000 + TTL + TTL + GRACE);
  };

  it('bounds a batch by all the holds that it rests on, not by the first or the last', async () => {
    await expectBounds(false);
    await expectBounds(true);
  });

  it('makes a retry a new attempt after a day, and not before', async () => {
    const { clock, office } = await opened();
    const key = { userId: 'a', keyPrint: 1, wishPrint: 1 };
    const first = await office.submit(confirm('a', [1]), key);
    await clock.advance(24 * 3_600_000 - 60_000);
    expect(await office.submit(confirm('a', [1]), key)).toEqual(first);
    await clock.advance(60_000);
    expect(await office.submit(confirm('a', [1]), key)).toMatchObject({ refused: 'already_reserved' });
  });

  it('ends the holds of a ledger that was loaded anew, too', async () => {
    const clock = new SimulatedClock(START);
    const ledger = new MemoryLedger(clock);
    const { office } = await openTestOffice({ clock, ledger });
    const expiry = new Expiry(office, 0);
    const backup = copyStore(ledger.store);
    await office.submit(hold('a', 1));
    ledger.store = backup;
    const { office: other } = await openTestOffice({ clock, ledger });
    await other.submit(hold('b', 2));
    office.refresh();
    await turns(5);
    expect(office.seatMap.hold('b')?.seatIds).toEqual([2]);
    await clock.advance(TTL + 1);
    await turns(3);
    expect(office.seatMap.stateOf(2)).toBe('available');
    expiry.stop();
  });
});

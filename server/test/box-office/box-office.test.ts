import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { BoxOffice } from '../../src/box-office/box-office.ts';
import { Expiry } from '../../src/box-office/expiry.ts';
import type { Change } from '../../src/domain/change.ts';
import type { ReservedAnswer } from '../../src/domain/command.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { openTestOffice } from '../support/box-office.ts';
import { turns } from '../support/event-loop.ts';
import { reservationFor } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;
const take = (userId: string, ...seatIds: number[]) =>
  ({ kind: 'confirm', userId, seatIds, reservation: reservationFor(userId) }) as const;
const confirm = (userId: string) =>
  ({ kind: 'confirm', userId, seatIds: undefined, reservation: reservationFor(userId) }) as const;
const assignAny = (userId: string) =>
  ({ kind: 'assignAny', userId, reservation: reservationFor(userId) }) as const;

function accepted(outcome: ReservedAnswer | Refusal): ReservedAnswer {
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  return outcome;
}

describe('a box office', () => {
  it('gives a seat that 200 users want to the first of them', async () => {
    const { office } = await openTestOffice();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => office.submit(hold(`u${i}`, 5))),
    );
    expect(outcomes.map((o) => (isRefusal(o) ? o.refused : 'held'))).toEqual([
      'held',
      ...Array<string>(199).fill('seat_held'),
    ]);
    expect(office.seatMap.hold('u0')?.seatIds).toEqual([5]);
  });

  it('numbers in the order of arrival, without gaps', async () => {
    const { office } = await openTestOffice();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) => office.submit(assignAny(`u${i}`))),
    );
    const given = outcomes.flatMap((o) => (isRefusal(o) ? [] : [[o.sequence, o.seatIds[0]]]));
    expect(given).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [n, n]));
    expect(outcomes.filter((o) => isRefusal(o) && o.refused === 'sold_out')).toHaveLength(91);
  });

  it('records in one append what arrives together, and what arrives meanwhile in the next', async () => {
    const { office, gate } = await openTestOffice();
    const open = gate.hold();
    const first = [office.submit(hold('a', 1)), office.submit(hold('b', 2))];
    await turns(3);
    const second = [office.submit(hold('c', 3)), office.submit(hold('d', 4)), office.submit(hold('e', 4))];
    open();
    await Promise.all([...first, ...second]);
    expect(gate.batches.map((batch) => batch.changes.length)).toEqual([2, 2]);
  });

  it('answers nobody before the ledger has it, and shows nobody what is not recorded', async () => {
    const { office, gate } = await openTestOffice();
    const open = gate.hold();
    const answered = vi.fn();
    const pending = office.submit(hold('a', 1)).then(answered);
    await turns(5);
    expect(answered).not.toHaveBeenCalled();
    expect(office.seatMap.seat(1)?.state).toBe('available');
    open();
    await pending;
    expect(office.seatMap.seat(1)?.state).toBe('held');
  });

  it('does not trouble the ledger with refusals', async () => {
    const { office, gate } = await openTestOffice();
    await office.submit(hold('a', 1));
    await office.submit(hold('b', 1));
    expect(gate.batches).toHaveLength(1);
  });

  it('does not trouble the ledger with an expiry that finds nothing to end', async () => {
    const { office, gate } = await openTestOffice();
    await office.submit({ kind: 'expire', userIds: ['a'] });
    expect(gate.batches).toHaveLength(0);
  });

  it('tells of every change once, in order', async () => {
    const { office } = await openTestOffice();
    const heard: Change[] = [];
    office.onChanges((changes) => heard.push(...changes));
    await Promise.all([
      office.submit(hold('a', 1)),
      office.submit(take('b', 2)),
      office.submit(hold('c', 1)),
    ]);
    await office.submit({ kind: 'release', userId: 'a' });
    expect(heard.map(({ sequence, cause }) => [sequence, cause])).toEqual([
      [1, 'held'],
      [2, 'reserved'],
      [3, 'released'],
    ]);
  });
});

describe('a server that starts later', () => {
  it('knows how long a hold lasts that was extended, on all of its seats', async () => {
    const { office, memory } = await openTestOffice();
    await office.submit(hold('a', 1, 2));
    const extended = await office.submit({ kind: 'extend', userId: 'a' });
    const loaded = await memory.load('default');
    const place = loaded?.places.find(({ userId }) => userId === 'a');
    expect(place?.hold).toEqual(isRefusal(extended) ? undefined : extended.hold);
  });
});

describe('a retry', () => {
  const key = { userId: 'a', keyPrint: 1, wishPrint: 1 };

  it('posted 20 times at once gets 20 equal answers and one reservation', async () => {
    const { office, memory } = await openTestOffice();
    await office.submit(hold('a', 1));
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => office.submit(confirm('a'), key)));
    expect(new Set(outcomes.map((o) => JSON.stringify(o))).size).toBe(1);
    expect(await memory.reservationsOf('a')).toHaveLength(1);
    const { sequence } = accepted(outcomes[0] as ReservedAnswer);
    expect(await memory.findReservation({ eventId: 'default', sequence })).toBeDefined();
  });

  it('is answered only after a fresh durable write', async () => {
    const { office, gate } = await openTestOffice();
    await office.submit(take('a', 1), key);
    const again = accepted(await office.submit(take('a', 1), key));
    expect(again.sequence).toBe(1);
    expect(gate.batches.map((batch) => batch.changes.length)).toEqual([1, 0]);
  });

  it('is recognised by an office that has just opened', async () => {
    const { office, memory, ledgerClock } = await openTestOffice();
    const first = accepted(await office.submit(take('a', 1), key));
    const snapshot = await memory.load('default');
    if (snapshot === undefined) throw new Error('no event');
    const reopened = new BoxOffice(memory, ledgerClock, snapshot, office['options'], office['observer']);
    expect(await reopened.submit(take('a', 1), key)).toEqual(first);
  });

  it('with another body is refused, and another user’s key is another key', async () => {
    const { office } = await openTestOffice();
    await office.submit(take('a', 1), key);
    expect(await office.submit(take('a', 2), { ...key, wishPrint: 2 })).toEqual({
      refused: 'idempotency_mismatch',
    });
    accepted(await office.submit(take('b', 2), { ...key, userId: 'b' }));
  });

  it('is told from another attempt of the same user by its key', async () => {
    const { office } = await openTestOffice();
    const first = accepted(await office.submit(take('a', 1), key));
    const second = accepted(await office.submit(take('a', 2), { ...key, keyPrint: 2, wishPrint: 2 }));
    expect(accepted(await office.submit(take('a', 1), key))).toEqual({ ...first, sequence: 1 });
    expect(second.sequence).toBe(2);
  });

  it('after a refusal is a new attempt', async () => {
    const { office } = await openTestOffice();
    await office.submit(hold('b', 1));
    expect(await office.submit(take('a', 1), key)).toMatchObject({ refused: 'seat_held' });
    await office.submit({ kind: 'release', userId: 'b' });
    accepted(await office.submit(take('a', 1), key));
  });
});

describe('when another instance is quicker', () => {
  it('catches up, decides again and tells its listeners what happened elsewhere', async () => {
    const { memory, office } = await openTestOffice();
    const other = (await openTestOffice({ ledger: memory })).office;
    const heard: string[] = [];
    office.onChanges((changes, origin) =>
      heard.push(...changes.map((c) => `${c.sequence} ${c.cause} ${origin}`)),
    );
    await other.submit(hold('b', 1));
    expect(await office.submit(hold('a', 1))).toMatchObject({ refused: 'seat_held' });
    expect(await office.submit(hold('a', 2))).not.toHaveProperty('refused');
    expect(heard).toEqual(['1 held elsewhere', '2 held here']);
  });

  it('does not refuse on old news when the ledger is shared', async () => {
    const { memory, office } = await openTestOffice({ options: { isShared: true } });
    const other = (await openTestOffice({ ledger: memory, options: { isShared: true } })).office;
    await office.submit(hold('a', 1));
    // The user's next requests land on the other instance, which has heard nothing.
    accepted(await other.submit(confirm('a')));
    expect(await office.submit(hold('b', 1))).toMatchObject({ refused: 'already_reserved' });
  });
});

describe('when the ledger is away', () => {
  it('says unavailable, and goes on by itself when it is back', async () => {
    const { office, gate } = await openTestOffice();
    gate.isDown = true;
    expect(await office.submit(hold('a', 1))).toEqual({ refused: 'unavailable' });
    expect(await office.submit(hold('a', 1))).toEqual({ refused: 'unavailable' });
    gate.isDown = false;
    expect(await office.submit(hold('a', 1))).not.toHaveProperty('refused');
  });

  it('asks what became of a commit whose answer was lost', async () => {
    const { memory, office, gate } = await openTestOffice();
    const append = gate.ledger.append.bind(gate.ledger);
    gate.ledger.append = async (batch) => {
      gate.ledger.append = append;
      await append(batch);
      throw new Error('connection lost after commit');
    };
    const key = { userId: 'a', keyPrint: 1, wishPrint: 1 };
    accepted(await office.submit(take('a', 1), key));
    expect(office.seatMap.seat(1)?.state).toBe('reserved');
    // Seen is not yet durable: a commit of our own came before the answer.
    expect(gate.batches.map(({ changes }) => changes.length)).toEqual([1, 0]);
    accepted(await office.submit(take('a', 1), key));
    expect(await memory.reservationsOf('a')).toHaveLength(1);
  });

  it('does not let people wait for an append that hangs, and keeps what it recorded in the end', async () => {
    const { office, gate } = await openTestOffice({ options: { patienceMs: 30 } });
    const open = gate.hold();
    expect(await office.submit(hold('a', 1))).toEqual({ refused: 'unavailable' });
    expect(await office.submit(hold('b', 2))).toEqual({ refused: 'unavailable' });
    open();
    await vi.waitFor(() => expect(office.seatMap.seat(1)?.state).toBe('held'), 20_000);
    expect(await office.submit(hold('a', 1))).not.toHaveProperty('refused');
  });
});

describe('under more than it can take', () => {
  it('refuses at once what would wait too long', async () => {
    const { office, gate } = await openTestOffice({ options: { queueLengthMax: 2 } });
    const open = gate.hold();
    const first = office.submit(hold('a', 1));
    await turns(3);
    const waiting = [office.submit(hold('b', 2)), office.submit(hold('c', 3))];
    expect(await office.submit(hold('d', 4))).toEqual({ refused: 'unavailable' });
    open();
    for (const outcome of await Promise.all([first, ...waiting]))
      expect(outcome).not.toHaveProperty('refused');
  });

  it('finishes what it accepted before it closes', async () => {
    const { office, gate } = await openTestOffice();
    const open = gate.hold();
    const accepted = office.submit(hold('a', 1));
    await turns(3);
    const closed = office.close();
    expect(await office.submit(hold('b', 2))).toEqual({ refused: 'unavailable' });
    open();
    await closed;
    expect(await accepted).not.toHaveProperty('refused');
  });
});

describe('the ledger’s clock', () => {
  it('decides, whatever this machine’s clock says', async () => {
    const now = 1_000_000;
    const clock = { ...systemClock, wallMs: () => now };
    const { office } = await openTestOffice({ clock });
    await office.submit(hold('a', 1));
    expect(office.seatMap.hold('a')?.expiresAt).toBeCloseTo(now + 120_000, -3);
  });

  it('may be set while a hold runs: it lasts as long as was promised', async () => {
    for (const stepMs of [600_000, -600_000, 3_600_000, -3_600_000]) {
      let wallAheadMs = 0;
      const simulated = new SimulatedClock(1_000_000);
      const ledger = new MemoryLedger({ wallMs: () => simulated.wallMs() + wallAheadMs });
      const { office } = await openTestOffice({ clock: simulated, ledger });
      const expiry = new Expiry(office, 0);
      await office.submit(hold('a', 1));
      await office.submit(hold('b', 2));
      wallAheadMs = stepMs;
      await simulated.advance(100_000);
      expect(office.seatMap.seat(1)?.state).toBe('held');
      expect(await office.submit(hold('c', 1))).toMatchObject({ refused: 'seat_held' });
      accepted(await office.submit(confirm('a')));
      await simulated.advance(20_000 - 200);
      expect(office.seatMap.seat(2)?.state).toBe('held');
      await simulated.advance(1_000);
      expect(office.seatMap.seat(2)?.state).toBe('available');
      expiry.stop();
    }
  });
});

import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { silentObserver } from '../../src/box-office/observer.ts';
import type { IdempotencyKey } from '../../src/box-office/proposal.ts';
import type { Change } from '../../src/domain/change.ts';
import type { ReservedAnswer } from '../../src/domain/command.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { TestClock } from '../support/test-clock.ts';
import { openTestOffice } from '../support/box-office.ts';
import { turns } from '../support/event-loop.ts';
import { reservationFor, rulesOf, smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { copyStore, newMemoryStore } from '../support/memory-store.ts';

const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;
const take = (userId: string, ...seatIds: number[]) =>
  ({ kind: 'confirm', userId, seatIds, reservation: reservationFor(userId) }) as const;

function accepted(outcome: ReservedAnswer | Refusal): ReservedAnswer {
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  return outcome;
}

describe('a ledger that is not the one it was', () => {
  it('reloads when it went back, also when it was overtaken meanwhile, and grants nothing on old news', async () => {
    const ledger = new MemoryLedger(systemClock);
    const reloads: string[] = [];
    const observer = { ...silentObserver, reloaded: (_: string, why: string) => reloads.push(why) };
    const { office } = await openTestOffice({ ledger, observer, options: { isShared: true } });
    await office.submit(take('a', 1));
    const backup = copyStore(ledger.store);
    await office.submit(take('a', 2));
    await office.submit(take('a', 3));
    ledger.store = backup;
    const { office: other } = await openTestOffice({ ledger, options: { isShared: true } });
    await other.submit(take('b', 2));
    await other.submit(take('b', 4));
    await other.submit(take('b', 5));
    // By its number alone the first office would take change 4 for the next one.
    expect(await office.submit(take('c', 2))).toMatchObject({ refused: 'already_reserved', seatIds: [2] });
    expect(reloads).toEqual(['forked']);
    expect(office.seatMap.head).toBe(other.seatMap.head);
    expect(office.seatMap.seat(3)?.state).toBe('available');
    accepted(await office.submit(take('c', 3)));
  });

  it.each([
    ['another’s ticket', 'b', undefined],
    ['what was asked for with another key', 'a', { userId: 'a', keyPrint: 2, wishPrint: 1 }],
  ])('gives nobody %s, which has the number of theirs by now', async (_, userId, otherKey) => {
    const ledger = new MemoryLedger(systemClock);
    const { office, gate } = await openTestOffice({ ledger });
    const backup = copyStore(ledger.store);
    const key = { userId: 'a', keyPrint: 1, wishPrint: 1 };
    accepted(await office.submit(take('a', 1), key));
    const recall = gate.ledger.recall.bind(gate.ledger);
    gate.ledger.recall = async (...args) => {
      ledger.store = backup;
      const { office: other } = await openTestOffice({ ledger });
      accepted(await other.submit(take(userId, 1), otherKey));
      return recall(...args);
    };
    expect(await office.submit(take('a', 1), key)).toEqual({ refused: 'unavailable' });
  });

  it('hears it in the news of others, whose changes do not follow its own', async () => {
    const ledger = new MemoryLedger(systemClock);
    const { office } = await openTestOffice({ ledger });
    const backup = copyStore(ledger.store);
    await office.submit(take('a', 1));
    ledger.store = backup;
    const { office: other } = await openTestOffice({ ledger });
    const heard: Change[] = [];
    other.onChanges((changes) => heard.push(...changes));
    await other.submit(take('b', 2));
    await other.submit(take('b', 3));
    office.hear(heard.slice(1));
    await vi.waitFor(() => expect(office.seatMap.head).toBe(other.seatMap.head), 20_000);
    // Taken in as if they continued what it knew, they would leave it the same head above other seats.
    expect(office.seatMap.stateText()).toBe(other.seatMap.stateText());
  });

  it('fills what is missing before news from the ledger', async () => {
    const ledger = new MemoryLedger(systemClock);
    const { office } = await openTestOffice({ ledger });
    const { office: other } = await openTestOffice({ ledger });
    const heard: Change[] = [];
    other.onChanges((changes) => heard.push(...changes));
    for (const seatId of [1, 2, 3]) await other.submit(hold(`u${seatId}`, seatId));
    office.hear(heard.slice(2));
    await vi.waitFor(() => expect(office.seatMap.sequence).toBe(3), 20_000);
    expect(office.seatMap.stateText()).toBe('hhhaaaaaa');
  });

  it('reloads when it was replaced by another, whatever its numbers are', async () => {
    const ledger = new MemoryLedger(systemClock);
    const onReload = vi.fn();
    const { office } = await openTestOffice({ ledger });
    office.onReload(onReload);
    await office.submit(take('a', 1));
    ledger.store = newMemoryStore();
    const { office: other } = await openTestOffice({ ledger });
    await other.submit(take('b', 2));
    expect(await office.submit(take('c', 2))).toMatchObject({ refused: 'already_reserved' });
    expect(onReload).toHaveBeenCalledWith('replaced');
    expect(office.seatMap.epoch).toBe(other.seatMap.epoch);
  });
});

describe('a change of the rules', () => {
  it('binds what is decided elsewhere from the moment it is acknowledged', async () => {
    const ledger = new MemoryLedger(systemClock);
    const { office } = await openTestOffice({ ledger });
    await office.submit(hold('a', 1));
    await ledger.putEvent(smallEvent({ saleOpensAt: Date.now() + 3_600_000 }));
    expect(await office.submit(hold('b', 2))).toEqual({ refused: 'not_on_sale' });
    await ledger.putEvent(
      smallEvent({ rules: rulesOf({ holdTtlMs: 1000, holdExtensions: 0, maxSeatsPerUser: 1 }) }),
    );
    expect(await office.submit(take('c', 3, 4))).toEqual({ refused: 'not_on_sale' });
  });

  it('ends with contention only when it changes faster than anything can be decided', async () => {
    const ledger = new MemoryLedger(systemClock);
    const { office, gate } = await openTestOffice({ ledger });
    const append = gate.ledger.append.bind(gate.ledger);
    gate.ledger.append = async (batch) => {
      await ledger.putEvent(smallEvent());
      return append(batch);
    };
    expect(await office.submit(hold('a', 1))).toEqual({ refused: 'contention' });
    gate.ledger.append = append;
    expect(await office.submit(hold('a', 1))).not.toHaveProperty('refused');
  });
});

describe('an append whose answer was lost, when another instance decided the very same', () => {
  const key = (keyPrint: number) => ({ userId: 'a', keyPrint, wishPrint: 1 });
  const sendToBoth = async (lostKey?: IdempotencyKey, keptKey?: IdempotencyKey) => {
    // It stands still, so that both decide in the same millisecond.
    const clock = new TestClock();
    const ledger = new MemoryLedger(clock);
    const { office, gate } = await openTestOffice({ ledger, clock, options: { isShared: true } });
    const { office: other } = await openTestOffice({ ledger, clock, options: { isShared: true } });
    const append = gate.ledger.append.bind(gate.ledger);
    let lose: (() => void) | undefined;
    gate.ledger.append = () => new Promise((_, reject) => (lose = () => reject(new Error('cut'))));
    const coded = (code: string) => ({ ...take('a', 1), reservation: { ...reservationFor('a'), code } });
    const lost = office.submit(coded('LOST-LOST'), lostKey);
    await turns(2);
    const kept = accepted(await other.submit(coded('KEPT-KEPT'), keptKey));
    gate.ledger.append = append;
    lose?.();
    return { kept, lost: await lost };
  };

  it('tells its person the code that is kept, not its own', async () => {
    for (const same of [undefined, key(1)]) {
      const { kept, lost } = await sendToBoth(same, same);
      expect(accepted(lost)).toEqual(kept);
    }
  });

  it('is not taken for recorded when the other was sent with another key', async () => {
    const { kept, lost } = await sendToBoth(key(1), key(2));
    expect(kept.code).toBe('KEPT-KEPT');
    expect(lost).toEqual({ refused: 'unavailable' });
  });
});

describe('two appends in flight', () => {
  const many = { options: { secondBatchSizeMin: 1 } };

  it('are decided each on what the one before it will leave, and answered in order', async () => {
    const { office, gate } = await openTestOffice(many);
    const open = gate.hold();
    const order: string[] = [];
    const first = office.submit(hold('a', 1)).then(() => order.push('first'));
    await turns(2);
    const second = office.submit(hold('b', 1, 2)).then((o) => order.push(isRefusal(o) ? o.refused : 'held'));
    const third = office.submit(hold('c', 3)).then(() => order.push('third'));
    await turns(2);
    open();
    await Promise.all([first, second, third]);
    expect(order).toEqual(['first', 'seat_held', 'third']);
    expect(gate.batches.map(({ expected }) => expected.sequence)).toEqual([0, 1]);
  });

  it('are both decided again when another instance has recorded the first one’s very changes', async () => {
    // It stands still, so that both decide in the same millisecond.
    const clock = new TestClock();
    const event = smallEvent({ rules: rulesOf({ holdExtensions: 3 }) });
    const { office, gate, memory: ledger } = await openTestOffice({ ...many, clock, event });
    const extend = { kind: 'extend', userId: 'a' } as const;
    const key = (keyPrint: number) => ({ userId: 'a', keyPrint, wishPrint: 1 });
    await office.submit(hold('a', 1));
    const { office: other } = await openTestOffice({ ledger, clock });
    const open = gate.hold();
    const first = office.submit(extend, key(1));
    await turns(2);
    const second = office.submit(extend, key(2));
    await turns(2);
    const others = await other.submit(extend, key(2));
    open();
    // The second knew nothing of a use of its key: recorded after the other's, it would have extended the hold twice.
    expect(await second).toEqual(others);
    expect(await first).toMatchObject({ hold: { extensionsUsed: 2 } });
    expect(office.seatMap.sequence).toBe(3);
  });

  it('are both decided again when the first is refused', async () => {
    const ledger = new MemoryLedger(systemClock);
    const { office, gate } = await openTestOffice({ ...many, ledger });
    const open = gate.hold();
    const first = office.submit(hold('a', 1));
    await turns(2);
    const second = office.submit(hold('b', 2));
    await turns(2);
    const { office: other } = await openTestOffice({ ledger });
    await other.submit(hold('z', 1));
    open();
    expect(await first).toMatchObject({ refused: 'seat_held' });
    expect(await second).toMatchObject({ hold: { seatIds: [2] } });
    expect(gate.batches.map(({ expected }) => expected.sequence)).toEqual([0, 1, 1]);
  });

  it('do not let a refusal out that rests on an append which failed', async () => {
    const { office, gate } = await openTestOffice(many);
    const append = gate.ledger.append.bind(gate.ledger);
    let failFirst: (() => void) | undefined;
    gate.ledger.append = () => new Promise((_, reject) => (failFirst = () => reject(new Error('cut'))));
    const first = office.submit(hold('a', 1));
    await turns(2);
    const second = office.submit(hold('b', 1));
    await turns(2);
    gate.ledger.append = append;
    failFirst?.();
    expect(await first).toEqual({ refused: 'unavailable' });
    expect(await second).toMatchObject({ hold: { seatIds: [1] } });
  });
});

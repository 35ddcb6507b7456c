import { describe, expect, it } from 'vitest';
import { MemoryLedger, type MemoryStore } from '../../src/adapters/memory/ledger.ts';
import { BatchWriter } from '../conformance/batch-writer.ts';
import { describeLedger, eventOf } from '../conformance/ledger.ts';

const systemClock = { wallMs: () => Date.now() };

describeLedger('memory', () => {
  const store: MemoryStore = new Map();
  return Promise.resolve({
    ledger: new MemoryLedger(systemClock, store),
    other: new MemoryLedger(systemClock, store),
    close: () => Promise.resolve(),
  });
});

describe('The ledger in memory', () => {
  it('takes a batch at notBefore and refuses it at notAfter, to the very millisecond', async () => {
    const ledger = new MemoryLedger({ wallMs: () => 1000 });
    await ledger.putEvent(eventOf('default'));
    const batch = new BatchWriter('default').batch();
    expect(await ledger.append({ ...batch, notBefore: 1000 })).toEqual({ ok: true, now: 1000 });
    expect(await ledger.append({ ...batch, notBefore: 1000.5 })).toMatchObject({ why: 'too_early' });
    expect(await ledger.append({ ...batch, notAfter: 1000 })).toMatchObject({ why: 'too_late' });
    expect(await ledger.append({ ...batch, notAfter: 1000.5 })).toMatchObject({ ok: true });
  });

  it('shares nothing with its callers', async () => {
    const ledger = new MemoryLedger(systemClock);
    await ledger.putEvent(eventOf('default'));
    const seatIds = [1, 2];
    await ledger.append(new BatchWriter('default').hold('u', seatIds).batch());
    seatIds.push(3);
    const first = await ledger.load('default');
    (first?.seats as unknown[]).fill('scribble');
    (first?.holds[0]?.seatIds as number[]).push(4);
    const { changes } = await ledger.changesSince('default', 0, 10);
    expect(changes).toMatchObject([{ seatIds: [1, 2] }]);
    expect((await ledger.load('default'))?.holds).toMatchObject([{ seatIds: [1, 2] }]);
    expect((await ledger.load('default'))?.seats[0]).toEqual({ state: 'held', userId: 'u' });
  });
});

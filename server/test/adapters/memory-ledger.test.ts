import { describe, expect, it } from 'vitest';
import { writerOn } from '../conformance/batch-writer.ts';
import { describeLedger, eventOf } from '../conformance/ledger.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { copyStore, newMemoryStore, replaceEpoch, restoreStore } from '../support/memory-store.ts';

const systemClock = { wallMs: () => Date.now() };

describeLedger('memory', () => {
  const store = newMemoryStore();
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
    const batch = (await writerOn(ledger, 'default')).batch();
    const accepted = { ok: true, now: 1000, correctionMs: 0 };
    expect(await ledger.append({ ...batch, notBefore: 1000 })).toEqual(accepted);
    expect(await ledger.append({ ...batch, notBefore: 1000.5 })).toMatchObject({ why: 'too_early' });
    expect(await ledger.append({ ...batch, notAfter: 1000 })).toMatchObject({ why: 'too_late' });
    expect(await ledger.append({ ...batch, notAfter: 1000.5 })).toMatchObject({ ok: true });
  });

  it('shares nothing with its callers', async () => {
    const ledger = new MemoryLedger(systemClock);
    await ledger.putEvent(eventOf('default'));
    const seatIds = [1, 2];
    await ledger.append((await writerOn(ledger, 'default')).hold('u', seatIds).batch());
    seatIds.push(3);
    const first = await ledger.load('default');
    (first?.owners as unknown[]).fill('scribble');
    (first?.places[0]?.hold?.seatIds as number[]).push(4);
    expect(await ledger.changesSince('default', { sequence: 0 }, 10)).toMatchObject({
      changes: [{ seatIds: [1, 2] }],
    });
    const second = await ledger.load('default');
    expect(second?.places).toMatchObject([{ hold: { seatIds: [1, 2] } }]);
    expect(second?.owners[0]).toBe('u');
  });

  it('can be put back to a copy, and be overtaken, as a restored database is', async () => {
    const store = newMemoryStore();
    const ledger = new MemoryLedger(systemClock, store);
    await ledger.putEvent(eventOf('default'));
    const common = (await writerOn(ledger, 'default')).hold('u', [1]);
    await ledger.append(common.batch());
    const copy = copyStore(store);
    const lost = common.next().hold('v', [2]);
    await ledger.append(lost.batch());
    restoreStore(store, copy);
    const known = lost.next().ground.position;
    expect(await ledger.changesSince('default', known, 10)).toMatchObject({ why: 'back' });
    await ledger.append(common.next().hold('w', [2]).hold('x', [3]).batch());
    expect(await ledger.changesSince('default', known, 10)).toMatchObject({ why: 'forked' });
    // The copy can be put back again.
    restoreStore(store, copy);
    expect((await ledger.load('default'))?.position).toEqual(common.next().ground.position);
  });

  it('can become another ledger with the same data', async () => {
    const store = newMemoryStore();
    const ledger = new MemoryLedger(systemClock, store);
    await ledger.putEvent(eventOf('default'));
    const { ground } = await writerOn(ledger, 'default');
    replaceEpoch(store);
    expect(await ledger.changesSince('default', ground.position, 10)).toMatchObject({ why: 'replaced' });
    const writer = await writerOn(ledger, 'default');
    expect(await ledger.append(writer.hold('u', [1]).batch())).toMatchObject({ ok: true });
  });
});

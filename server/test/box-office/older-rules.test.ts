import { expect, it, vi } from 'vitest';
import { openTestOffice } from '../support/box-office.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { copyStore, restoreStore } from '../support/memory-store.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

it('A box office goes on selling by older rules, when the ledger has lost the newer ones and no change of a seat', async () => {
  const ledger = new MemoryLedger(new SimulatedClock(1_800_000_000_000));
  const { office } = await openTestOffice({ ledger });
  const hold = (userId: string, seatId: number) => office.submit({ kind: 'hold', userId, seatIds: [seatId] });
  await hold('a', 1);
  const { event } = office.seatMap;
  const before = copyStore(ledger.store);
  await ledger.putEvent({ ...event, title: 'Another title' });
  office.refresh();
  await vi.waitFor(() => expect(office.seatMap.event.version).toBe(2));

  restoreStore(ledger.store, before);
  expect(await hold('b', 2)).not.toHaveProperty('refused');
  expect(office.seatMap.event).toEqual(event);
});

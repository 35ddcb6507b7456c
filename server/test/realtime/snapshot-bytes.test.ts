import { expect, it } from 'vitest';
import { positionText } from '../../src/domain/log-chain.ts';
import { replaceEpoch } from '../support/memory-store.ts';
import { SnapshotBytes } from '../../src/realtime/snapshot-bytes.ts';
import { openTestOffice } from '../support/box-office.ts';
import { smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';

it('a snapshot names the ledger that it is of, also when another has taken over the same history', async () => {
  const memory = new MemoryLedger(systemClock);
  const { office } = await openTestOffice({ ledger: memory });
  await office.submit({ kind: 'hold', userId: 'u', seatIds: [1] });
  const snapshot = new SnapshotBytes(office, () => '{}');
  expect(snapshot.current().toString()).toContain(positionText(office.seatMap));
  replaceEpoch(memory.store);
  const reloaded = new Promise<void>((resolve) => office.onReload(() => resolve()));
  office.refresh();
  await reloaded;
  expect(snapshot.current().toString()).toContain(positionText(office.seatMap));
});

it('a snapshot is of the hall that the event has now, also when nothing but the hall has changed', async () => {
  const memory = new MemoryLedger(systemClock);
  const { office } = await openTestOffice({ ledger: memory });
  const snapshot = new SnapshotBytes(office, ({ seatMap }) => seatMap.stateText());
  expect(snapshot.current().toString()).toContain('data: aaaaaaaaa\n');
  const reloaded = new Promise<void>((resolve) => office.onReload(() => resolve()));
  await memory.putEvent(smallEvent({ layout: { rows: 1, seatsPerRow: 2 } }));
  office.refresh();
  await reloaded;
  expect(snapshot.current().toString()).toContain('data: aa\n');
});

import { expect, it } from 'vitest';
import { HoldKeys, type Hall } from '../../src/adapters/redis/hold-keys.ts';
import type { RedisAdmissionStore } from '../../src/adapters/redis/admission-store.ts';
import type { Change } from '../../src/domain/change.ts';
import { openTestOffice } from '../support/box-office.ts';
import { turns } from '../support/event-loop.ts';

it('a hold key says when a seat was taken only where it was, and not where its hold was extended', async () => {
  const { office } = await openTestOffice();
  const noted: { seatId: number; isTaken: boolean; userId: string | undefined }[] = [];
  // All that it asks Redis for here.
  const store = {
    onRecovered: () => undefined,
    noteHolds: (_eventId: string, notes: Parameters<RedisAdmissionStore['noteHolds']>[1]) => {
      for (const { seatId, holder } of notes) {
        noted.push({ seatId, isTaken: holder?.takenMsAgo !== undefined, userId: holder?.userId });
      }
      return Promise.resolve(true);
    },
  } as unknown as RedisAdmissionStore;
  const keys = new HoldKeys(store, {
    all: () => [office],
    onChanges: (listener: (hall: Hall, changes: readonly Change[], origin: 'here' | 'elsewhere') => void) =>
      office.onChanges((changes) => listener(office, changes, 'here')),
    onReload: () => undefined,
  });
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [3] });
  await turns(3);
  await office.submit({ kind: 'extend', userId: 'ann' });
  await turns(3);
  await office.submit({ kind: 'release', userId: 'ann' });
  await turns(3);
  expect(noted).toEqual([
    { seatId: 3, isTaken: true, userId: 'ann' },
    { seatId: 3, isTaken: false, userId: 'ann' },
    { seatId: 3, isTaken: false, userId: undefined },
  ]);
  keys.close();
});

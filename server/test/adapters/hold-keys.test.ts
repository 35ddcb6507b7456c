import { expect, it, onTestFinished } from 'vitest';
import { HoldKeys, type Hall } from '../../src/adapters/redis/hold-keys.ts';
import type { RedisAdmissionStore } from '../../src/adapters/redis/admission-store.ts';
import type { Change } from '../../src/domain/change.ts';
import { openTestOffice } from '../support/box-office.ts';
import { turns } from '../support/event-loop.ts';

interface Noted {
  readonly seatId: number;
  readonly isTaken: boolean;
  readonly userId: string | undefined;
}

/** Hold keys of one hall with all that they ask Redis for here; what Redis was told, in its order. */
async function openKeys() {
  const { office } = await openTestOffice();
  const told: (Noted[] | 'forget' | 'forget, in vain')[] = [];
  const redis = { isAway: false, comesBack: () => {} };
  const store = {
    onRecovered: (listener: () => void) => (redis.comesBack = listener),
    noteHolds: (_eventId: string, notes: Parameters<RedisAdmissionStore['noteHolds']>[1]) => {
      const noted = notes.map(({ seatId, holder }) => ({
        seatId,
        isTaken: holder?.takenMsAgo !== undefined,
        userId: holder?.userId,
      }));
      told.push(noted);
      return Promise.resolve(true);
    },
    forgetNotes: () => {
      told.push(redis.isAway ? 'forget, in vain' : 'forget');
      return redis.isAway ? Promise.reject(new Error('Redis is away.')) : Promise.resolve();
    },
  } as unknown as RedisAdmissionStore;
  const keys = new HoldKeys(store, {
    all: () => [office],
    onChanges: (listener: (hall: Hall, changes: readonly Change[], origin: 'here' | 'elsewhere') => void) =>
      office.onChanges((changes) => listener(office, changes, 'here')),
    onReload: () => undefined,
  });
  onTestFinished(() => keys.close());
  return { office, keys, redis, told };
}

it('a hold key says when a seat was taken only where it was, and not where its hold was extended', async () => {
  const { office, told } = await openKeys();
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [3] });
  await turns(3);
  await office.submit({ kind: 'extend', userId: 'ann' });
  await turns(3);
  await office.submit({ kind: 'release', userId: 'ann' });
  await turns(3);
  expect(told).toEqual([
    [{ seatId: 3, isTaken: true, userId: 'ann' }],
    [{ seatId: 3, isTaken: false, userId: 'ann' }],
    [{ seatId: 3, isTaken: false, userId: undefined }],
  ]);
});

it('what was noted of another history is forgotten before the hall is noted anew, also where Redis was away at first', async () => {
  const { office, keys, redis, told } = await openKeys();
  redis.isAway = true;
  keys.renew('default');
  await turns(3);
  // Nothing is noted beside what is of another history.
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [3] });
  await turns(3);
  redis.isAway = false;
  redis.comesBack();
  await turns(3);
  const [whole] = told.splice(2).slice(-1);
  expect(told).toEqual(['forget, in vain', 'forget']);
  expect(whole).toHaveLength(office.seatMap.seatCount);
  expect(whole?.[2]).toEqual({ seatId: 3, isTaken: false, userId: 'ann' });
});

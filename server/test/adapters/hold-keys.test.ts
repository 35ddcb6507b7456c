import { expect, it, onTestFinished } from 'vitest';
import { HoldKeys, type Hall } from '../../src/adapters/redis/hold-keys.ts';
import type { RedisAdmissionStore } from '../../src/adapters/redis/admission-store.ts';
import type { BoxOffice } from '../../src/box-office/box-office.ts';
import type { Change } from '../../src/domain/change.ts';
import type { HoldNote } from '../../src/ports/admission-store.ts';
import { openTestOffice } from '../support/box-office.ts';
import { turns } from '../support/event-loop.ts';
import { TestClock } from '../support/test-clock.ts';

/** As a database whose wall clock somebody sets. */
class SetClock extends TestClock {
  aheadMs = 0;
  override wallMs(): number {
    return super.wallMs() + this.aheadMs;
  }
}

/** What matters of a note, whatever the time is. */
const brief = ({ seatId, holder }: HoldNote) => ({
  ...{ seatId, isTaken: holder?.takenMsAgo !== undefined, userId: holder?.userId },
});

/** Hold keys of one hall with all that they ask Redis for here; what Redis was told, in its order. */
function keysOf(office: BoxOffice) {
  const told: (readonly HoldNote[] | 'forget' | 'forget, in vain')[] = [];
  const redis = { isAway: false, comesBack: () => {} };
  const store = {
    onRecovered: (listener: () => void) => (redis.comesBack = listener),
    noteHolds: (_eventId: string, notes: readonly HoldNote[]) => {
      told.push(notes);
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
  return { keys, redis, told, notes: () => told.flatMap((each) => (typeof each === 'string' ? [] : each)) };
}

it('a hold key says when a seat was taken only where it was, and not where its hold was extended', async () => {
  const { office } = await openTestOffice();
  const { told } = keysOf(office);
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [3] });
  await turns(3);
  await office.submit({ kind: 'extend', userId: 'ann' });
  await turns(3);
  await office.submit({ kind: 'release', userId: 'ann' });
  await turns(3);
  expect(told.map((each) => (typeof each === 'string' ? each : each.map(brief)))).toEqual([
    [{ seatId: 3, isTaken: true, userId: 'ann' }],
    [{ seatId: 3, isTaken: false, userId: 'ann' }],
    [{ seatId: 3, isTaken: false, userId: undefined }],
  ]);
});

it('what was noted of another history is forgotten before the hall is noted anew, also where Redis was away at first', async () => {
  const { office } = await openTestOffice();
  const { keys, redis, told, notes } = keysOf(office);
  redis.isAway = true;
  keys.renew('default');
  await turns(3);
  // Nothing is noted beside what is of another history.
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [3] });
  await turns(3);
  redis.isAway = false;
  redis.comesBack();
  await turns(3);
  expect(told.slice(0, 2)).toEqual(['forget, in vain', 'forget']);
  const whole = notes().map(brief);
  expect(whole).toHaveLength(office.seatMap.seatCount);
  expect(whole[2]).toEqual({ seatId: 3, isTaken: false, userId: 'ann' });
});

it('a hold key lasts as long as its hold, whatever the ledger’s wall clock was set to, also when it is noted anew', async () => {
  const clock = new SetClock();
  const { office, ledgerClock } = await openTestOffice({ clock });
  clock.aheadMs = 3_600_000;
  await ledgerClock.synchronise();
  expect(office.wallNow() - office.now()).toBe(3_600_000);
  const { keys, notes } = keysOf(office);
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [3] });
  await turns(3);
  clock.advance(20_000);
  keys.rebuildAll();
  await turns(3);
  const { holdTtlMs } = office.seatMap.event.rules;
  const mine = notes()
    .filter(({ seatId }) => seatId === 3)
    .map(({ holder }) => holder);
  expect(mine).toEqual([
    { userId: 'ann', remainingMs: holdTtlMs, takenMsAgo: 0 },
    { userId: 'ann', remainingMs: holdTtlMs - 20_000 },
  ]);
  // Nobody has the others, and that is noted, too.
  expect(notes().filter(({ holder }) => holder === null)).toHaveLength(8);
});

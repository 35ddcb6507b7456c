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

/** The keys of an office, and all that Redis is asked to note. */
function keysOf(office: BoxOffice) {
  const noted: HoldNote[] = [];
  // All that it asks Redis for here.
  const store = {
    onRecovered: () => undefined,
    noteHolds: (_eventId: string, notes: readonly HoldNote[]) => {
      noted.push(...notes);
      return Promise.resolve(true);
    },
  } as unknown as RedisAdmissionStore;
  const keys = new HoldKeys(store, {
    all: () => [office],
    onChanges: (listener: (hall: Hall, changes: readonly Change[], origin: 'here' | 'elsewhere') => void) =>
      office.onChanges((changes) => listener(office, changes, 'here')),
    onReload: () => undefined,
  });
  onTestFinished(() => keys.close());
  return { keys, noted };
}

it('a hold key lasts as long as its hold, whatever the ledger’s wall clock was set to, also when it is noted anew', async () => {
  const clock = new SetClock();
  const { office, ledgerClock } = await openTestOffice({ clock });
  clock.aheadMs = 3_600_000;
  await ledgerClock.synchronise();
  expect(office.wallNow() - office.now()).toBe(3_600_000);
  const { keys, noted } = keysOf(office);
  await office.submit({ kind: 'hold', userId: 'ann', seatIds: [3] });
  await turns(3);
  clock.advance(20_000);
  keys.rebuildAll();
  await turns(3);
  const { holdTtlMs } = office.seatMap.event.rules;
  const mine = noted.filter(({ seatId }) => seatId === 3).map(({ holder }) => holder);
  expect(mine).toEqual([
    { userId: 'ann', remainingMs: holdTtlMs, takenMsAgo: 0 },
    { userId: 'ann', remainingMs: holdTtlMs - 20_000 },
  ]);
  // Nobody has the others, and that is noted, too.
  expect(noted.filter(({ holder }) => holder === null)).toHaveLength(8);
});

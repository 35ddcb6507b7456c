import { expect, it } from 'vitest';
import type { Auditor, EventAudit } from '../../src/audit/auditor.ts';
import { Audits } from '../../src/audit/audits.ts';

/** Timers that a test lets run out. */
class HandClock {
  readonly waiting: { readonly delayMs: number; readonly callback: () => void }[] = [];

  after(delayMs: number, callback: () => void): () => void {
    const timer = { delayMs, callback };
    this.waiting.push(timer);
    return () => void this.waiting.splice(this.waiting.indexOf(timer), 1);
  }

  /** Lets the only timer run out, and waits until there is another; how long that one is. */
  async next(): Promise<number> {
    this.waiting.shift()?.callback();
    for (let i = 0; i < 20 && this.waiting.length === 0; i++) await Promise.resolve();
    return this.waiting[0]?.delayMs ?? NaN;
  }
}

const CLEAN: Omit<EventAudit, 'eventId'> = {
  ...{ isOk: true, sequence: 3, findings: [], tookMs: 1 },
  checked: {
    ...{ changes: 3, seats: 9, reservations: 0, places_in_line: 0 },
    ...{ halls_in_memory: 1, hold_keys: 0, waiting_rooms: 0 },
  },
};

it('A server audits its open events again and again, sooner where another server was at it, and stops when it is closed', async () => {
  const clock = new HandClock();
  let isBusy = false;
  let isBroken = false;
  const auditor: Pick<Auditor, 'alone' | 'audit'> = {
    alone: (work) => (isBusy ? Promise.resolve(undefined) : work()),
    audit: (eventId) =>
      isBroken ? Promise.reject(new Error('away')) : Promise.resolve({ ...CLEAN, eventId }),
  };
  const told: string[] = [];
  const audits = new Audits(auditor, clock, {
    finished: ({ eventId }) => void told.push(eventId),
    failed: () => void told.push('failed'),
  });
  audits.repeat(300_000, () => ['one', 'two']);
  expect(clock.waiting[0]?.delayMs).toBe(300_000);
  expect(await clock.next()).toBe(300_000);
  expect(told.splice(0)).toEqual(['one', 'two']);
  isBusy = true;
  expect(await clock.next()).toBe(30_000);
  expect(told.splice(0)).toEqual([]);
  isBusy = false;
  isBroken = true;
  expect(await clock.next()).toBe(300_000);
  expect(told.splice(0)).toEqual(['failed']);
  audits.close();
  expect(clock.waiting).toEqual([]);
});

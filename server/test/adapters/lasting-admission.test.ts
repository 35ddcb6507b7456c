import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LastingAdmissionStore } from '../../src/adapters/memory/lasting-admission-store.ts';
import type { DoorRules } from '../../src/domain/waiting-line.ts';
import { admissionStoreConformance, type AdmissionStoreUnderTest } from '../conformance/admission-store.ts';
import { waitingLineConformance } from '../conformance/waiting-line-store.ts';
import { fillingDisk } from '../support/filling-disk.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of a process that has run for a while, on a machine whose wall clock is another. */
let [wallMs, startedMs] = [1_900_000_000_000, 1_899_999_000_000];
const clock = {
  wallMs: () => wallMs,
  monotonicMs: () => wallMs - startedMs,
  after: () => () => undefined,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jari-line-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failures: unknown[] = [];
const path = () => join(folder, 'waiting-lines.jsonl');
const open = () => LastingAdmissionStore.open(path(), clock, { failed: (error) => failures.push(error) });

describe('admission in memory that lasts', () => {
  const underTest: AdmissionStoreUnderTest = {
    ledgerNowMs: () => wallMs + HOUR_MS,
    open,
    pass: (ms) => {
      wallMs += ms;
      return Promise.resolve();
    },
  };
  admissionStoreConformance(underTest);
  waitingLineConformance(underTest);

  const rules: DoorRules = {
    ...{ admittedPerMinute: 60_000, activeMax: 2, turnTtlMs: 60_000 },
    ...{ opensAtMs: null, closesAtMs: null, preQueueMs: 0, isPaused: false, proofOfWorkBits: 0 },
  };
  let store: LastingAdmissionStore;
  let requests = 0;
  const joinLine = (userId: string) =>
    store.join({ eventId: 'gala', userId, ip: null, ttlMs: HOUR_MS, requestId: `request-${++requests}` });
  const advance = () => store.advanceLine('gala', rules, wallMs, 5);
  /** Another process begins where this one ended, after so long. */
  const restart = async (afterMs: number) => {
    await store.close();
    wallMs += afterMs;
    startedMs = wallMs - 1_000;
    store = await open();
  };

  it('keeps places, turns and who is through when it begins anew', async () => {
    store = await open();
    for (const user of ['ann', 'bob', 'cem', 'dan', 'eve']) await joinLine(user);
    await advance();
    wallMs += 1_000;
    await advance();
    await store.finishTurn('gala', 1);
    await store.leaveLine('gala', { userId: 'dan', ip: null, number: 4, place: 4 });
    const before = await store.turnOf('gala', rules, 2);
    expect(before).toMatchObject({ is: 'served', sequence: 5 });

    await restart(10_000);
    expect(await store.numberOf('gala', 'cem')).toBe(3);
    expect(await store.numberOf('gala', 'dan')).toBeUndefined();
    expect(await store.turnOf('gala', rules, 1)).toEqual({ is: 'done' });
    expect(await store.turnOf('gala', rules, 2)).toEqual(before);
    expect(await store.endedEarly('gala', 0)).toEqual({ count: 1, places: [1] });
    expect(await joinLine('fay')).toMatchObject({ queueNumber: 6 });
    wallMs += 1_000;
    // Cem has the place of whoever is through; nobody waits for Dan.
    expect(await advance()).toMatchObject({ serving: 3, active: 2 });
    await store.finishTurn('gala', 2);
    wallMs += 1_000;
    expect(await advance()).toMatchObject({ serving: 5, active: 2 });
    await store.close();
  });

  it('keeps every place that was taken while others were being written down', async () => {
    store = await open();
    const users = Array.from({ length: 50 }, (_, i) => `user-${i}`);
    const joining = [];
    for (const user of users) {
      joining.push(joinLine(user));
      // The next one comes while this one is on its way to the file.
      await setImmediate();
    }
    await Promise.all(joining);
    await restart(1_000);
    const numbers = await Promise.all(users.map((user) => store.numberOf('gala', user)));
    expect(numbers).toEqual(users.map((_, i) => i + 1));
    await store.close();
  });

  it('ends turns and visits whose time has passed meanwhile', async () => {
    store = await open();
    await store.join({ eventId: 'short', userId: 'ann', ip: null, ttlMs: 5_000, requestId: 'r' });
    for (const user of ['ann', 'bob', 'cem']) await joinLine(user);
    await advance();
    wallMs += 1_000;
    await advance();
    await restart(2 * 60_000);
    expect(await store.numberOf('short', 'ann')).toBeUndefined();
    await advance();
    expect(await store.turnOf('gala', rules, 1)).toEqual({ is: 'over' });
    await store.close();
  });

  it('begins with what is whole when the last line is torn, and goes on', async () => {
    store = await open();
    await joinLine('ann');
    await store.close();
    appendFileSync(path(), '[1900000000000,"join",{"event');
    store = await open();
    expect(await store.numberOf('gala', 'ann')).toBe(1);
    await joinLine('bob');
    await restart(1_000);
    expect(await store.numberOf('gala', 'bob')).toBe(2);
    await store.close();
  });

  it('forgets what came before a reset, and events long gone, so that the file does not grow for ever', async () => {
    store = await open();
    for (let i = 0; i < 50; i++) await joinLine(`user-${i}`);
    await store.reset('gala');
    await joinLine('ann');
    await restart(1_000);
    expect(await store.numberOf('gala', 'ann')).toBe(1);
    expect(readFileSync(path(), 'utf8').split('\n')).toHaveLength(3);
    await restart(9 * DAY_MS);
    expect(statSync(path()).size).toBe(0);
    await store.close();
  });

  it('knows after a reset, too, who had come when the doors opened', async () => {
    store = await open();
    await joinLine('eve');
    await advance();
    await store.reset('gala');
    await joinLine('ann');
    await advance();
    await joinLine('bob');
    await restart(1_000);
    expect(await advance()).toMatchObject({ joined: 2, preQueued: 1 });
    await store.close();
  });

  it.each(['reset', 'dissolveLine'] as const)(
    'knows the rules of a line that is set up again as it was, after a %s',
    async (end) => {
      store = await open();
      await advance();
      await store[end]('gala');
      await advance();
      await restart(1_000);
      const brief = { eventId: 'gala', userId: 'ann', ip: null, ttlMs: 1_000, requestId: 'r' };
      expect((await store.join(brief)).expiresInMs).toBeGreaterThan(HOUR_MS);
      await store.close();
    },
  );

  it('writes nothing for doors that stand still', async () => {
    store = await open();
    await advance();
    const { size } = statSync(path());
    for (let s = 0; s < 10; s++) {
      wallMs += 1_000;
      await advance();
    }
    expect(statSync(path()).size).toBe(size);
    await store.close();
  });

  it('is for its owner’s eyes only', async () => {
    store = await open();
    await joinLine('ann');
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('goes on in memory when nothing can be written, and says so once', async () => {
    store = await open();
    await joinLine('ann');
    await store.close();
    failures.length = 0;
    expect(await joinLine('bob')).toMatchObject({ joined: true, queueNumber: 2 });
    expect(await joinLine('cem')).toMatchObject({ joined: true, queueNumber: 3 });
    expect(failures).toHaveLength(1);
  });

  it('gives nobody another number for those who could not be written down', async () => {
    store = await open();
    await joinLine('ann');
    const disk = await fillingDisk();
    disk.fill();
    await joinLine('bob');
    const again = { eventId: 'gala', userId: 'eve', ip: null, ttlMs: HOUR_MS, requestId: 'sent-twice' };
    await store.join(again);
    disk.empty();
    expect(await joinLine('cem')).toMatchObject({ queueNumber: 4 });
    expect(await store.join(again)).toMatchObject({ joined: true, queueNumber: 3 });
    await joinLine('dan');
    await restart(1_000);
    const users = ['ann', 'bob', 'eve', 'cem', 'dan'];
    const numbers = await Promise.all(users.map((user) => store.numberOf('gala', user)));
    expect(numbers).toEqual([1, undefined, 3, 4, 5]);
    expect(await joinLine('bob')).toMatchObject({ queueNumber: 6 });
    await store.close();
  });

  it('begins a line anew also where a full disk did not take that it was reset', async () => {
    store = await open();
    for (const user of ['ann', 'bob', 'cem']) await joinLine(user);
    await advance();
    const disk = await fillingDisk();
    disk.fill();
    await store.reset('gala');
    await joinLine('dan');
    disk.empty();
    expect(await joinLine('eve')).toMatchObject({ queueNumber: 2 });
    await restart(1_000);
    const numbers = await Promise.all(['ann', 'dan', 'eve'].map((user) => store.numberOf('gala', user)));
    expect(numbers).toEqual([undefined, undefined, 2]);
    expect(await advance()).toMatchObject({ joined: 2 });
    await store.close();
  });

  it('writes down the rules that a full disk did not take once it takes something again', async () => {
    store = await open();
    const disk = await fillingDisk();
    disk.fill();
    await advance();
    disk.empty();
    await advance();
    await restart(1_000);
    const brief = { eventId: 'gala', userId: 'ann', ip: null, ttlMs: 1_000, requestId: 'r' };
    expect((await store.join(brief)).expiresInMs).toBeGreaterThan(HOUR_MS);
    await store.close();
  });
});

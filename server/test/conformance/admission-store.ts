import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdmissionStore, JoinResult } from '../../src/ports/admission-store.ts';

export interface AdmissionStoreUnderTest {
  /** An empty store; the suite closes it. */
  readonly open: () => Promise<AdmissionStore>;
  /** Lets time pass as the store sees it. */
  readonly pass: (ms: number) => Promise<void>;
  /** What the ledger's clock would say: not what the store's does. */
  readonly ledgerNowMs: () => number;
}

const TTL_MS = 60_000;

/** What every store of admissions does. */
export function admissionStoreConformance({ open, pass }: AdmissionStoreUnderTest): void {
  let store: AdmissionStore;
  let eventCount = 0;
  let eventId: string;

  beforeEach(async () => {
    store = await open();
    eventId = `event-${++eventCount}`;
  });
  afterEach(() => store.close());

  let requestCount = 0;
  const join = (
    userId: string,
    given: { ip?: string; ttlMs?: number; event?: string; request?: string } = {},
  ) =>
    store.join({
      eventId: given.event ?? eventId,
      userId,
      ip: given.ip ?? null,
      ttlMs: given.ttlMs ?? TTL_MS,
      requestId: given.request ?? `request-${++requestCount}`,
    });

  describe('queue numbers', () => {
    it('begin at 1 and count up, in each event apart', async () => {
      expect(await join('a')).toEqual({ joined: true, queueNumber: 1, expiresInMs: TTL_MS });
      expect(await join('b')).toMatchObject({ joined: true, queueNumber: 2 });
      expect(await join('a', { event: `${eventId}-other` })).toMatchObject({ joined: true, queueNumber: 1 });
    });

    it('are given once to each of 500 users who ask four times each, all at the same time', async () => {
      const users = Array.from({ length: 500 }, (_, i) => `user-${i}`);
      const asked = [0, 1, 2, 3]
        .flatMap(() => users)
        .map(async (user) => ({ user, result: await join(user) }));
      const answers = await Promise.all(asked);

      const numberOf = new Map<string, number>();
      for (const { user, result } of answers) if (result.joined) numberOf.set(user, result.queueNumber);
      expect(answers.filter(({ result }) => result.joined)).toHaveLength(500);
      expect([...numberOf.values()].sort((a, b) => a - b)).toEqual(users.map((_, i) => i + 1));
      for (const { user, result } of answers) expect(result.queueNumber).toBe(numberOf.get(user));
    });
  });

  describe('a request that comes again because its answer was lost', () => {
    it('is told the same as before, and not that it is a repeat', async () => {
      await join('a', { request: 'lost', ip: '10.0.0.1' });
      const again = await join('a', { request: 'lost', ip: '10.0.0.1' });
      expect(again).toMatchObject({ joined: true, queueNumber: 1 });
      expect(again.expiresInMs).toBeLessThanOrEqual(TTL_MS);
      expect(await join('b')).toMatchObject({ joined: true, queueNumber: 2 });
    });

    it('is nobody else’s, and does not make the next request of its user one', async () => {
      await join('a', { request: 'lost', ip: '10.0.0.1' });
      expect(await join('b', { request: 'lost' })).toMatchObject({ joined: true, queueNumber: 2 });
      expect(await join('c', { request: 'lost', ip: '10.0.0.1' })).toMatchObject({
        joined: false,
        because: 'ip',
      });
      expect(await join('a', { request: 'new' })).toMatchObject({ joined: false, queueNumber: 1 });
    });
  });

  describe('a repeat', () => {
    it('is told its own number and what is left of its time', async () => {
      await join('first');
      await join('a');
      await pass(20);
      const repeat = await join('a', { ttlMs: 10 * TTL_MS });
      expect(repeat).toMatchObject({ joined: false, because: 'user', queueNumber: 2 });
      expect(repeat.expiresInMs).toBeLessThanOrEqual(TTL_MS - 19);
      expect(repeat.expiresInMs).toBeGreaterThan(TTL_MS / 2);
    });

    it('does not prolong the time, after which one gets a new number', async () => {
      await join('a', { ttlMs: 200 });
      await pass(120);
      expect(await join('a', { ttlMs: 200 })).toMatchObject({ joined: false });
      await pass(120);
      expect(await join('a')).toMatchObject({ joined: true, queueNumber: 2 });
    });

    it('is recognised whatever the id is made of', async () => {
      for (const [i, userId] of ['a b', '사용자', 'x}:user:y', '{other}', 'a:1', '%s%d', ''].entries()) {
        expect(await join(userId)).toMatchObject({ joined: true, queueNumber: i + 1 });
        expect(await join(userId)).toMatchObject({ joined: false, queueNumber: i + 1 });
      }
    });
  });

  describe('an address', () => {
    const ip = '203.0.113.7';

    it('lets one user in, and tells the next whose number stands in the way', async () => {
      await join('a', { ip });
      expect(await join('b', { ip })).toMatchObject({ joined: false, because: 'ip', queueNumber: 1 });
      expect(await join('b', { ip: '2001:db8::7' })).toMatchObject({ joined: true, queueNumber: 2 });
    });

    it('matters less than the user: a repeat from another place is still the user', async () => {
      await join('a', { ip });
      await join('b');
      expect(await join('b', { ip })).toMatchObject({ joined: false, because: 'user', queueNumber: 2 });
    });

    it('does not matter when it is not given', async () => {
      await join('a', { ip });
      expect(await join('b')).toMatchObject({ joined: true });
      expect(await join('c')).toMatchObject({ joined: true });
    });

    it('of a user who was refused is not taken', async () => {
      await join('a');
      await join('a', { ip });
      expect(await join('b', { ip })).toMatchObject({ joined: true });
    });

    it('is not mistaken for a user of that name', async () => {
      await join('a', { ip });
      expect(await join(ip)).toMatchObject({ joined: true });
    });

    it('is free again when its time is over', async () => {
      await join('a', { ip, ttlMs: 100 });
      await pass(120);
      expect(await join('b', { ip })).toMatchObject({ joined: true, queueNumber: 2 });
    });
  });

  describe('a reset', () => {
    it('lets everybody join again, from 1, and leaves other events alone', async () => {
      const other = `${eventId}-other`;
      await join('a', { ip: '203.0.113.7' });
      await join('b');
      await join('a', { event: other });
      await store.reset(eventId);
      expect(await store.numberOf(eventId, 'a')).toBeUndefined();
      expect(await join('b', { ip: '203.0.113.7' })).toMatchObject({ joined: true, queueNumber: 1 });
      expect(await join('a')).toMatchObject({ joined: true, queueNumber: 2 });
      expect(await join('a')).toMatchObject({ joined: false, queueNumber: 2 });
      expect(await join('a', { event: other })).toMatchObject({ joined: false, queueNumber: 1 });
      const known = [eventId, other].flatMap((event) =>
        ['a', 'b'].map((user) => store.numberOf(event, user)),
      );
      expect(await Promise.all(known)).toEqual([2, 1, 1, undefined]);
    });

    it('may be repeated, and of an event that nobody joined', async () => {
      await store.reset(eventId);
      await store.reset(eventId);
      await join('a');
      await store.reset(eventId);
      expect(await join('a')).toMatchObject({ joined: true, queueNumber: 1 });
    });

    it('among joins leaves no two users with one number', async () => {
      const users = Array.from({ length: 200 }, (_, i) => `user-${i}`);
      const before = users.map((user) => join(user));
      const resets = [store.reset(eventId), store.reset(eventId)];
      const after = users.map((user) => join(user));
      await Promise.all([...before, ...resets, ...after]);
      // Which of them came before the last reset is not ours to say; now everybody is in.
      await Promise.all(users.map((user) => join(user)));
      const atLast: JoinResult[] = await Promise.all(users.map((user) => join(user)));
      expect(atLast.every((result) => !result.joined)).toBe(true);
      const numbers = atLast.map(({ queueNumber = 0 }) => queueNumber).sort((a, b) => a - b);
      expect(numbers).toEqual(users.map((_, i) => i + 1));
    });
  });

  it('answers when asked whether it is there', async () => {
    await store.ping();
  });
}

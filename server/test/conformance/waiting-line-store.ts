import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoorRules } from '../../src/domain/waiting-line.ts';
import type { AdmissionStore } from '../../src/ports/admission-store.ts';
import type { AdmissionStoreUnderTest } from './admission-store.ts';
import { describeOpening } from './line-opening.ts';
import { describeWork } from './line-work.ts';

/** As fast as doors can be, so that little real time has to pass where time is real. */
const WIDE: DoorRules = {
  admittedPerMinute: 600_000,
  activeMax: 5,
  turnTtlMs: 400,
  opensAtMs: null,
  closesAtMs: null,
  preQueueMs: 0,
  isPaused: false,
  proofOfWorkBits: 0,
};

/** What every store of waiting lines does; how doors advance in detail is tested at `WaitingLine`. */
export function waitingLineConformance({ open, pass, ledgerNowMs }: AdmissionStoreUnderTest): void {
  let store: AdmissionStore;
  let eventCount = 0;
  let eventId: string;

  beforeEach(async () => {
    store = await open();
    eventId = `line-${++eventCount}`;
  });
  afterEach(() => store.close());

  let requestCount = 0;
  const join = (userId: string, ip: string | null = null) =>
    store.join({ eventId, userId, ip, ttlMs: 1_000, requestId: `request-${++requestCount}` });
  /** One after the other, so that user-0 is the first. */
  const joinAll = async (count: number) => {
    for (let i = 0; i < count; i++) await join(`user-${i}`);
  };
  const leave = (userId: string, place: number) =>
    store.leaveLine(eventId, { userId, ip: null, number: place, place });
  const advance = (rules: DoorRules = WIDE) => store.advanceLine(eventId, rules, ledgerNowMs(), 0);
  /** The doors have had time to let in whom they may. */
  const settle = async (rules: DoorRules = WIDE) => {
    await advance(rules);
    await pass(20);
    return advance(rules);
  };

  describe('a line', () => {
    it('lets in as many as may be inside, in order of their numbers', async () => {
      await joinAll(12);
      expect(await settle()).toMatchObject({ joined: 12, serving: 5, active: 5, overTo: 0 });
      const turns = await Promise.all([1, 5, 6, 12].map((place) => store.turnOf(eventId, WIDE, place)));
      expect(turns.map(({ is }) => is)).toEqual(['served', 'served', 'waiting', 'waiting']);
    });

    it('makes room for the next when one is through, who gets no second turn', async () => {
      await joinAll(12);
      await settle();
      await store.finishTurn(eventId, 2);
      expect(await settle()).toMatchObject({ serving: 6, active: 5 });
      expect(await store.turnOf(eventId, WIDE, 2)).toEqual({ is: 'done' });
      expect(await join('user-1')).toMatchObject({ joined: false, queueNumber: 2 });
    });

    it('passes over those who left, and lets them line up anew at the end', async () => {
      await joinAll(12);
      for (const place of [2, 3]) await leave(`user-${place - 1}`, place);
      expect(await settle()).toMatchObject({ serving: 7, active: 5 });
      expect(await store.turnOf(eventId, WIDE, 3)).toEqual({ is: 'done' });
      expect(await store.numberOf(eventId, 'user-1')).toBeUndefined();
      expect(await join('user-1')).toMatchObject({ joined: true, queueNumber: 13 });
    });

    it('tells which turns were used or given back before they were over, each once, and forgets them with the line', async () => {
      await joinAll(12);
      await settle();
      await store.finishTurn(eventId, 1);
      for (const place of [2, 9, 4, 4]) await leave(`user-${place - 1}`, place);
      expect(await store.endedEarly(eventId, 0)).toEqual({ count: 3, places: [1, 2, 4] });
      expect(await store.endedEarly(eventId, 2)).toEqual({ count: 3, places: [4] });
      expect(await store.endedEarly(eventId, 3)).toEqual({ count: 3, places: [] });
      await store.dissolveLine(eventId);
      expect(await store.endedEarly(eventId, 3)).toEqual({ count: 0, places: [] });
    });

    it('tells from the beginning which turns ended early when the line began anew', async () => {
      await joinAll(12);
      await settle();
      for (const place of [1, 2]) await store.finishTurn(eventId, place);
      for (const known of [3, 30]) {
        expect(await store.endedEarly(eventId, known)).toEqual({ count: 2, places: [1, 2] });
      }
    });

    it('stands still when the opening is put off, and takes those who are there for early', async () => {
      await joinAll(2);
      await advance({ ...WIDE, activeMax: 0 });
      const later = { ...WIDE, opensAtMs: ledgerNowMs() + 600_000, preQueueMs: 3_600_000 };
      expect(await advance(later)).toMatchObject({ preQueued: null, serving: 0 });
      await pass(50);
      expect(await advance(later)).toMatchObject({ preQueued: null, serving: 0 });
      expect(await join('user-2')).toMatchObject({ joined: true, queueNumber: 3 });
      await pass(50);
      expect(await advance({ ...later, opensAtMs: ledgerNowMs() })).toMatchObject({ preQueued: 3 });
    });

    it('takes several short steps to pass over a crowd that has left', async () => {
      await Promise.all(Array.from({ length: 10_500 }, (_, i) => join(`user-${i}`)));
      await Promise.all(Array.from({ length: 10_400 }, (_, i) => store.finishTurn(eventId, i + 1)));
      const one = { ...WIDE, activeMax: 1 };
      await advance(one);
      await pass(1_000);
      expect((await advance(one)).serving).toBeLessThan(10_010);
      await pass(1_000);
      expect(await advance(one)).toMatchObject({ serving: 10_401, active: 1 });
    });

    it('remembers of each turn what the event’s last change was when it began', async () => {
      await joinAll(3);
      await advance();
      for (const [activeMax, sequence] of [
        [1, 7],
        [2, 9],
      ] as const) {
        await pass(20);
        await store.advanceLine(eventId, { ...WIDE, activeMax }, ledgerNowMs(), sequence);
      }
      const turns = await Promise.all([1, 2].map((place) => store.turnOf(eventId, WIDE, place)));
      expect(turns).toMatchObject([{ sequence: 7 }, { sequence: 9 }]);
    });

    it('ends turns that are over, and lets in the next', async () => {
      await joinAll(12);
      await settle();
      const nowMs = ledgerNowMs();
      const turn = await store.turnOf(eventId, WIDE, 1);
      expect(turn.is).toBe('served');
      if (turn.is === 'served') {
        expect(turn.endsAtMs).toBeGreaterThan(nowMs);
        expect(turn.endsAtMs).toBeLessThanOrEqual(nowMs + WIDE.turnTtlMs);
      }
      await pass(WIDE.turnTtlMs + 20);
      expect(await settle()).toMatchObject({ overTo: 5, serving: 10, active: 5 });
      expect(await store.turnOf(eventId, WIDE, 1)).toEqual({ is: 'over' });
      // Who is through only then has made room already.
      await store.finishTurn(eventId, 1);
      expect(await store.endedEarly(eventId, 0)).toEqual({ count: 0, places: [] });
      expect(await store.turnOf(eventId, WIDE, 1)).toEqual({ is: 'over' });
    });

    it('stands still while it is paused', async () => {
      await joinAll(12);
      await settle();
      await store.finishTurn(eventId, 1);
      expect(await settle({ ...WIDE, isPaused: true, proofOfWorkBits: 0 })).toMatchObject({ serving: 5 });
      expect(await settle()).toMatchObject({ serving: 6 });
    });

    it('takes nobody and lets nobody in once the sale has closed', async () => {
      await joinAll(12);
      await settle();
      await store.finishTurn(eventId, 1);
      const closed = { ...WIDE, closesAtMs: ledgerNowMs() };
      expect(await settle(closed)).toMatchObject({ serving: 5, active: 4 });
      expect(await join('late')).toEqual({ joined: false, because: 'closed' });
      expect(await join('user-3')).toMatchObject({ joined: false, queueNumber: 4 });
      expect(await settle()).toMatchObject({ serving: 6 });
      expect(await join('late')).toMatchObject({ joined: true, queueNumber: 13 });
    });

    it.each([
      ['dissolveLine', 13],
      ['reset', 1],
    ] as const)(
      'binds nobody any more after a %s, and begins anew; the next number is %i',
      async (end, next) => {
        await joinAll(12);
        await settle({ ...WIDE, opensAtMs: ledgerNowMs() - 1, closesAtMs: ledgerNowMs() + 1 });
        await store[end](eventId);
        expect(await join('late')).toEqual({ joined: true, queueNumber: next, expiresInMs: 1_000 });
        expect(await store.turnOf(eventId, WIDE, 1)).toEqual({ is: 'waiting' });
      },
    );

    it.each(['dissolveLine', 'reset'] as const)(
      'knows nothing of who was through, had left or was inside, once it is set up again after a %s',
      async (end) => {
        const patient = { ...WIDE, turnTtlMs: 60_000 };
        await joinAll(12);
        await settle(patient);
        await store.finishTurn(eventId, 1);
        for (const place of [2, 4, 9]) await leave(`user-${place - 1}`, place);
        await store.leaveLine(eventId, { userId: 'user-10', ip: null, number: 11, place: null });
        await pass(20);
        await store[end](eventId);
        const endedAtMs = ledgerNowMs();
        expect(await store.endedEarly(eventId, 0)).toEqual({ count: 0, places: [] });
        expect(await store.takeLeftEarly(eventId, 100)).toEqual([]);
        await joinAll(12);
        expect(await settle(patient)).toMatchObject({ serving: 5, active: 5 });
        for (const place of [1, 2, 4]) {
          const turn = await store.turnOf(eventId, patient, place);
          expect(turn).toMatchObject({ is: 'served' });
          if (turn.is === 'served')
            expect(turn.endsAtMs).toBeGreaterThanOrEqual(endedAtMs + patient.turnTtlMs);
        }
        expect(await store.turnOf(eventId, patient, 9)).toEqual({ is: 'waiting' });
      },
    );

    it('lets in no more than the rate, when servers differ a little about what time it is', async () => {
      await joinAll(30);
      const slow = { ...WIDE, admittedPerMinute: 60, activeMax: 100 };
      const startMs = ledgerNowMs();
      for (let s = 0; s <= 10; s++) {
        await store.advanceLine(eventId, slow, startMs + s * 1_000, 0);
        await store.advanceLine(eventId, slow, startMs + s * 1_000 - 900, 0);
      }
      expect(await store.advanceLine(eventId, slow, startMs + 10_000, 0)).toMatchObject({ serving: 10 });
    });

    it('begins no turn before those that have begun, when word of the time comes late', async () => {
      const rules = { ...WIDE, turnTtlMs: 60_000 };
      const startMs = ledgerNowMs();
      await joinAll(1);
      await store.advanceLine(eventId, rules, startMs, 0);
      expect(await store.advanceLine(eventId, rules, startMs + 100, 0)).toMatchObject({ serving: 1 });
      await join('next');
      expect(await store.advanceLine(eventId, rules, startMs - 900, 0)).toMatchObject({ serving: 2 });
      for (const place of [1, 2]) {
        expect(await store.turnOf(eventId, rules, place)).toMatchObject({ endsAtMs: startMs + 60_100 });
      }
    });

    it('gives out once each number that was left before there were places', async () => {
      await joinAll(12);
      for (const number of [2, 5, 7]) {
        await store.leaveLine(eventId, { userId: `user-${number - 1}`, ip: null, number, place: null });
      }
      expect(await join('user-4')).toMatchObject({ joined: true, queueNumber: 13 });
      const taken = await Promise.all([2, 2, 2].map((most) => store.takeLeftEarly(eventId, most)));
      expect(taken.flat().toSorted((a, b) => a - b)).toEqual([2, 5, 7]);
      expect(await store.takeLeftEarly(eventId, 100)).toEqual([]);
    });

    it('takes from the same address again whoever has left it, and nobody else', async () => {
      const from = (userId: string) =>
        store.join({ eventId, userId, ip: '203.0.113.7', ttlMs: 1_000, requestId: `from-${++requestCount}` });
      await from('ann');
      expect(await from('bob')).toMatchObject({ joined: false, because: 'ip' });
      await join('cem');
      await store.leaveLine(eventId, { userId: 'cem', ip: '203.0.113.7', number: 2, place: 2 });
      expect(await from('bob')).toMatchObject({ joined: false, because: 'ip' });
      await store.leaveLine(eventId, { userId: 'ann', ip: '203.0.113.7', number: 1, place: 1 });
      expect(await from('ann')).toMatchObject({ joined: true, queueNumber: 3 });
    });

    it('never has more inside than may be there, however many servers advance it', async () => {
      await joinAll(50);
      for (let i = 0; i < 5; i++) {
        const readings = await Promise.all(Array.from({ length: 10 }, () => advance()));
        for (const { active } of readings) expect(active).toBeLessThanOrEqual(WIDE.activeMax);
        await pass(5);
      }
      expect((await advance()).serving).toBe(5);
    });

    describe('that takes work', () =>
      describeWork({ store: () => store, eventId: () => eventId, rules: WIDE, ledgerNowMs }));

    it('is empty after a reset, and what is said late of a turn before it concerns nobody', async () => {
      await joinAll(12);
      await settle();
      await store.reset(eventId);
      expect(await advance()).toMatchObject({ joined: 0, serving: 0, active: 0 });
      await store.finishTurn(eventId, 2);
      expect(await join('user-7')).toMatchObject({ joined: true, queueNumber: 1 });
      expect(await join('user-1')).toMatchObject({ joined: true, queueNumber: 2 });
      expect(await settle()).toMatchObject({ serving: 2, active: 2 });
    });

    it('is another in every event', async () => {
      await joinAll(3);
      await settle();
      expect(await store.advanceLine(`${eventId}-other`, WIDE, ledgerNowMs(), 0)).toMatchObject({
        joined: 0,
        serving: 0,
      });
    });
  });

  describeOpening({ store: () => store, eventId: () => eventId, rules: WIDE, pass, ledgerNowMs });
}

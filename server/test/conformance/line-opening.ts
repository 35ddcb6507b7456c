import { describe, expect, it } from 'vitest';
import type { DoorRules } from '../../src/domain/waiting-line.ts';
import type { AdmissionStore } from '../../src/ports/admission-store.ts';

const HOUR_MS = 3_600_000;

interface LineUnderTest {
  readonly store: () => AdmissionStore;
  readonly eventId: () => string;
  /** Of a line whose doors are always open. */
  readonly rules: DoorRules;
  readonly pass: (ms: number) => Promise<void>;
  readonly ledgerNowMs: () => number;
}

/** What every store of lines does before and when the doors open. */
export function describeOpening(line: LineUnderTest): void {
  const { rules, pass, ledgerNowMs } = line;
  let requestCount = 0;
  const join = (userId: string, ip: string | null = null) =>
    line.store().join({
      ...{ eventId: line.eventId(), userId, ip, ttlMs: 1_000 },
      requestId: `at-opening-${++requestCount}`,
    });
  const advance = (by: DoorRules) => line.store().advanceLine(line.eventId(), by, ledgerNowMs(), 0);
  /** The doors have had time to let in whom they may. */
  const settle = async (by: DoorRules) => {
    await advance(by);
    await pass(20);
    return advance(by);
  };
  // Each time is far away or past, so that it does not matter how long a busy machine takes in between.
  const opensIn = (ms: number, preQueueMs: number) => ({
    ...rules,
    opensAtMs: ledgerNowMs() + ms,
    preQueueMs,
  });

  describe('before the doors open', () => {
    it('takes nobody until the line may form, then gives numbers, and lets nobody in', async () => {
      await advance(opensIn(600_000, 300_000));
      const early = await join('user-0');
      expect(early).toMatchObject({ joined: false, because: 'early' });
      if (!early.joined && early.because === 'early') {
        expect(early.opensInMs).toBeLessThanOrEqual(300_000);
        expect(early.opensInMs).toBeGreaterThan(0);
      }
      await advance(opensIn(600_000, 600_000));
      expect(await join('user-0')).toMatchObject({ joined: true, queueNumber: 1 });
      expect(await settle(opensIn(600_000, 600_000))).toMatchObject({ serving: 0, preQueued: null });
      const later = opensIn(60, 60);
      await advance(later);
      await pass(80);
      // The doors have not moved since they opened; who comes now has come after all the same.
      await join('user-1');
      expect(await settle(later)).toMatchObject({ preQueued: 1, joined: 2, serving: 2 });
    });
  });

  it('knows that nobody came early, which is another thing than that the doors are still shut', async () => {
    expect(await advance(opensIn(600_000, 600_000))).toMatchObject({ joined: 0, preQueued: null });
    const open = opensIn(-60_000, 600_000);
    expect(await advance(open)).toMatchObject({ joined: 0, preQueued: 0 });
    await join('user-0');
    expect(await settle(open)).toMatchObject({ joined: 1, preQueued: 0, serving: 1 });
  });

  it('opens no door for those who joined before there was a waiting room', async () => {
    for (const user of ['user-0', 'user-1', 'user-2']) await join(user);
    expect(await settle(opensIn(60_000, 60_000))).toMatchObject({ joined: 3, preQueued: null, serving: 0 });
  });

  it.each([
    ['a day after the opening', 71, () => opensIn(HOUR_MS, 48 * HOUR_MS)],
    ['a day later where the doors are open anyway', 23, () => rules],
  ])(
    'knows a user’s number, and whose address it is, until %s, however short the visit was to be',
    async (_, hours, rulesNow) => {
      const address = '203.0.113.7';
      await advance(rulesNow());
      expect(await join('user-0', address)).toMatchObject({ joined: true, queueNumber: 1 });
      const again = await join('user-0');
      expect(again.expiresInMs).toBeGreaterThan(hours * HOUR_MS);
      const namesake = await join('user-1', address);
      expect(namesake).toMatchObject({ joined: false, because: 'ip', queueNumber: 1 });
      expect(namesake.expiresInMs).toBeGreaterThan(hours * HOUR_MS);
      expect(await line.store().numberOf(line.eventId(), 'user-0')).toBe(1);
      expect(await line.store().numberOf(line.eventId(), 'nobody')).toBeUndefined();
    },
  );
}

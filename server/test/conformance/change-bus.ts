import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import type { ChangeBus } from '../../src/ports/change-bus.ts';

/** News as a listener got them. */
export type Heard = readonly [eventId: string, changes: readonly Change[]][];

/** Collects what a bus delivers and how often it announces a gap. */
export function listenTo(bus: ChangeBus): { readonly heard: Heard; readonly gaps: () => number } {
  const heard: [string, readonly Change[]][] = [];
  let gapCount = 0;
  bus.subscribe((eventId, changes) => heard.push([eventId, changes]));
  bus.onGap(() => gapCount++);
  return { heard, gaps: () => gapCount };
}

/** What is the same in every change of these tests. A bus does not look at hashes. */
const entry = { at: 1_800_000_000_000, actor: 'user', hash: 'ab'.repeat(32) } as const;
const hold = { userId: 'session:사용자 "}', expiresAt: 1_800_000_120_000, extensionsUsed: 1 };

export function heldChange(sequence: number): Change {
  return { ...entry, ...hold, sequence, seatIds: [sequence], cause: 'held', key: null };
}

/** What every change bus between instances does. `open` resolves once the bus is connected. */
export function changeBusConformance(open: () => Promise<ChangeBus>): void {
  let here: ChangeBus;
  let there: ChangeBus;

  beforeEach(async () => {
    [here, there] = await Promise.all([open(), open()]);
  });
  afterEach(() => Promise.all([here.close(), there.close()]));

  describe('news', () => {
    it('reach the other instance whole and in order, and not the one that told them', async () => {
      const own = listenTo(here);
      const other = listenTo(there);
      const told = Array.from({ length: 100 }, (_, i) => heldChange(i + 1));
      for (const change of told) here.publish('default', [change]);
      await vi.waitFor(() => expect(other.heard).toHaveLength(100), 5_000);
      expect(other.heard).toEqual(told.map((change) => ['default', [change]]));
      expect(own.heard).toEqual([]);
    });

    it('of every kind of change arrive as they were told', async () => {
      const { heard } = listenTo(there);
      const seatIds = [1, 2];
      const key = { keyPrint: 2 ** 48 - 1, wishPrint: 0 };
      const { userId } = hold;
      const changes: Change[] = [
        { ...entry, ...hold, seatIds, sequence: 1, cause: 'held', key: null },
        { ...entry, ...hold, seatIds, sequence: 2, cause: 'extended', key },
        { ...entry, ...hold, seatIds, sequence: 3, cause: 'released' },
        { ...entry, ...hold, seatIds, sequence: 4, cause: 'expired', actor: 'clock' },
        { ...entry, userId, seatIds, sequence: 5, cause: 'reserved', remainingSeats: 7, key },
        { ...entry, userId, seatIds, sequence: 6, cause: 'cancelled', reservation: 5 },
        { ...entry, seatIds, sequence: 7, cause: 'blocked', actor: 'organiser:kim' },
        { ...entry, seatIds, sequence: 8, cause: 'unblocked', actor: 'organiser:kim' },
      ];
      here.publish('event-2', changes);
      await vi.waitFor(() => expect(heard).toEqual([['event-2', changes]]), 5_000);
    });

    it('reach every listener', async () => {
      const one = listenTo(there);
      const two = listenTo(there);
      here.publish('default', [heldChange(1)]);
      await vi.waitFor(() => expect([one.heard.length, two.heard.length]).toEqual([1, 1]), 5_000);
    });

    it('that arrive without a hole are no gap', async () => {
      const { heard, gaps } = listenTo(there);
      // Being connected is a gap itself, which may be announced a little later than `open` resolves.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = gaps();
      for (let i = 1; i <= 50; i++) here.publish('default', [heldChange(i)]);
      await vi.waitFor(() => expect(heard).toHaveLength(50), 5_000);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(gaps()).toBe(before);
    });
  });

  it('does nothing once it is closed, and does not pretend to be there', async () => {
    await here.close();
    expect(() => here.publish('default', [heldChange(1)])).not.toThrow();
    await expect(here.ping()).rejects.toThrow();
  });

  it('may be closed twice', async () => {
    await here.close();
    await here.close();
  });
}

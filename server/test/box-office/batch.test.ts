import { describe, expect, it } from 'vitest';
import type { CommandOf } from '../../src/domain/command.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import type { Batch } from '../../src/ports/batch.ts';
import { openTestOffice } from '../support/box-office.ts';
import { confirm, hold } from '../support/deciding.ts';
import { reservationFor, smallEvent, START } from '../support/hall.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

const TTL = 120_000;
const priced = smallEvent({ currency: 'KRW', prices: { standard: 100 } });
const available = { state: 'available' };
const of = (userId: string, state: string) => ({ state, userId });
const release = { kind: 'release', userId: 'ann' } as const;
const cancel = (reservation: number): CommandOf<'cancel'> => ({ kind: 'cancel', userId: 'ann', reservation });
const free = (seatId: number): CommandOf<'free'> => ({ kind: 'free', by: 'eve', seatId });

async function opened() {
  const clock = new SimulatedClock(START);
  const { office, gate } = await openTestOffice({ clock, event: priced });
  /** Sends commands together, and gives the batch that they made. */
  const batchOf = async (...commands: Parameters<typeof office.submit>[0][]): Promise<Batch> => {
    const outcomes = await Promise.all(commands.map((command) => office.submit(command)));
    expect(outcomes.filter((outcome) => isRefusal(outcome))).toEqual([]);
    const batch = gate.batches.at(-1);
    if (batch === undefined) throw new Error('nothing was recorded');
    return batch;
  };
  return { clock, office, batchOf };
}

describe('a batch', () => {
  it('names what it was decided on, and what is left after it', async () => {
    const { office, batchOf } = await opened();
    const { sequence, head, epoch } = office.seatMap;
    const before = { sequence, head, epoch };
    const batch = await batchOf(hold('ann', 1, 2), hold('bob', 3));
    expect(batch).toMatchObject({ eventId: 'default', version: 1, expected: before, availableCount: 6 });
    expect(batch.head).toBe(office.seatMap.head);
    expect(batch.changes.map((change) => change.sequence)).toEqual([1, 2]);
    expect([batch.notBefore, batch.notAfter]).toEqual([null, null]);
    expect([batch.reservations, batch.cancellations]).toEqual([[], []]);
  });

  it('writes each seat that it touches, once, with what it was and the time of its hold', async () => {
    const { batchOf } = await opened();
    const held = { expiresAt: START + TTL, extensionsUsed: 0, reservation: null };
    const none = { expiresAt: null, extensionsUsed: null };
    const { seats } = await batchOf(hold('ann', 1), hold('ann', 1, 2), {
      kind: 'block',
      by: 'eve',
      seatIds: [3],
    });
    expect(seats).toEqual([
      { seatId: 1, before: available, after: of('ann', 'held'), ...held },
      { seatId: 2, before: available, after: of('ann', 'held'), ...held },
      { seatId: 3, before: available, after: { state: 'blocked' }, ...none, reservation: null },
    ]);
    const { seats: sold, changes } = await batchOf(confirm('ann', [1]));
    expect(sold).toEqual([
      { seatId: 2, before: of('ann', 'held'), after: available, ...none, reservation: null },
      {
        seatId: 1,
        before: of('ann', 'held'),
        after: of('ann', 'reserved'),
        ...none,
        reservation: changes.at(-1)?.sequence,
      },
    ]);
  });

  it('writes all seats of a hold whose time changes, and none of one whose time stays', async () => {
    const { clock, batchOf } = await opened();
    await batchOf(hold('ann', 1, 2));
    const longer = await batchOf({ kind: 'extend', userId: 'ann' });
    expect(longer.seats).toMatchObject(
      [1, 2].map((seatId) => ({ seatId, expiresAt: START + 2 * TTL, extensionsUsed: 1 })),
    );
    expect((await batchOf(hold('ann', 1, 2, 3))).seats.map(({ seatId }) => seatId)).toEqual([3]);
    expect((await batchOf(hold('ann', 1, 3))).seats.map(({ seatId }) => seatId)).toEqual([2]);
    // The same end, but one extension more: a seat with a longer past joins.
    await batchOf(release);
    await batchOf({ kind: 'expire', userIds: [] }, hold('bob', 9));
    await clock.advance(TTL);
    await batchOf(hold('ann', 6));
    expect((await batchOf(hold('ann', 1, 6))).seats).toMatchObject(
      [1, 6].map((seatId) => ({ seatId, expiresAt: START + 2 * TTL, extensionsUsed: 1 })).reverse(),
    );
  });

  it('carries who reserves, what it costs and where it comes from', async () => {
    const { batchOf } = await opened();
    const command = confirm('ann', [2, 1]);
    const { code, phone } = command.reservation;
    const { reservations } = await batchOf(command);
    const who = { userId: 'ann', userName: 'ann', phone, code, seatIds: [1, 2] };
    const cost = { amounts: [100, 100], currency: 'KRW' };
    expect(reservations).toEqual([
      { sequence: 1, ...who, ...cost, createdAt: START, cancelledAt: null, origin: null },
    ]);
  });

  it('carries what is cancelled, what is left of it, and who has it now', async () => {
    const { clock, batchOf } = await opened();
    await batchOf(confirm('ann', [9]));
    await batchOf(confirm('ann', [1, 2]));
    await clock.advance(1_000);
    const part = await batchOf(free(1));
    const at = START + 1_000;
    expect(part.cancellations).toEqual([{ sequence: 2, remainingSeatIds: [2], at, successor: null }]);
    const taken = await batchOf({
      kind: 'transfer',
      userId: 'bob',
      from: { userId: 'ann', reservation: 2, origin: 2 },
      sold: { seatIds: [1, 2], amounts: [50, 60], currency: 'KRW' },
      reservation: reservationFor('bob', 0),
    });
    expect(taken.cancellations).toEqual([{ sequence: 2, remainingSeatIds: [], at, successor: 5 }]);
    expect(taken.reservations).toMatchObject([
      { sequence: 5, userId: 'bob', seatIds: [2], amounts: [60], currency: 'KRW', origin: 2 },
    ]);
    const both = await batchOf(cancel(1), { ...cancel(5), userId: 'bob' });
    expect(both.cancellations.map(({ sequence }) => sequence)).toEqual([1, 5]);
  });

  it('that reserves and cancels the same carries one reservation as it is in the end', async () => {
    const { batchOf } = await opened();
    const whole = await batchOf(confirm('ann', [1, 2]), cancel(1));
    expect(whole.cancellations).toEqual([]);
    expect(whole.reservations).toMatchObject([{ sequence: 1, seatIds: [1, 2], cancelledAt: START }]);
    const part = await batchOf(confirm('ann', [3, 4]), free(3));
    expect(part.cancellations).toEqual([]);
    expect(part.reservations).toMatchObject([
      { sequence: 3, seatIds: [4], amounts: [100], currency: 'KRW', cancelledAt: null },
    ]);
  });
});

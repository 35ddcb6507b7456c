import { describe, expect, it, vi } from 'vitest';
import { Expiry } from '../../src/box-office/expiry.ts';
import { openTestOffice } from '../support/box-office.ts';
import { smallEvent } from '../support/hall.ts';

const shortEvent = smallEvent({ rules: { holdTtlMs: 80, holdExtensions: 2, maxSeatsPerUser: 4 } });
const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;

describe('expiry', () => {
  it('gives the seat back when the hold expires, without anybody asking', async () => {
    const { office } = await openTestOffice({ event: shortEvent });
    const expiry = new Expiry(office, 0);
    const causes: string[] = [];
    office.onChanges((changes) => causes.push(...changes.map((change) => change.cause)));
    await office.submit(hold('a', 1, 2));
    expect(office.seatMap.seat(1)?.state).toBe('held');
    await vi.waitFor(() => expect(office.seatMap.seat(1)?.state).toBe('available'));
    expect(causes).toEqual(['held', 'expired']);
    expiry.stop();
  });

  it('waits for the new moment of a hold that was extended', async () => {
    const { office } = await openTestOffice({ event: shortEvent });
    const expiry = new Expiry(office, 0);
    await office.submit(hold('a', 1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await office.submit({ kind: 'extend', userId: 'a' });
    const expiresAt = office.seatMap.hold('a')?.expiresAt ?? 0;
    await vi.waitFor(() => expect(office.seatMap.seat(1)?.state).toBe('available'));
    expect(office.now()).toBeGreaterThanOrEqual(expiresAt);
    expiry.stop();
  });

  it('knows the holds that were there before it', async () => {
    const { office } = await openTestOffice({ event: shortEvent });
    await office.submit(hold('a', 1));
    const expiry = new Expiry(office, 0);
    await vi.waitFor(() => expect(office.seatMap.seat(1)?.state).toBe('available'));
    expiry.stop();
  });

  it('goes on when the ledger was away at the moment', async () => {
    const { office, gate } = await openTestOffice({ event: shortEvent });
    const expiry = new Expiry(office, 0);
    await office.submit(hold('a', 1));
    gate.isDown = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(office.seatMap.seat(1)?.state).toBe('held');
    gate.isDown = false;
    await vi.waitFor(() => expect(office.seatMap.seat(1)?.state).toBe('available'), 5_000);
    expiry.stop();
  });
});

import { describe, expect, it, vi } from 'vitest';
import { Expiry } from '../../src/box-office/expiry.ts';
import { openTestOffice } from '../support/box-office.ts';
import { turns } from '../support/event-loop.ts';
import { rulesOf, smallEvent, START } from '../support/hall.ts';
import { SimulatedClock } from '../support/simulated-clock.ts';

const TTL = 120_000;
const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;

async function open() {
  const clock = new SimulatedClock(START);
  return { clock, ...(await openTestOffice({ clock })) };
}

describe('expiry', () => {
  it('gives the seat back when the hold expires, without anybody asking', async () => {
    const { clock, office } = await open();
    const expiry = new Expiry(office, 0);
    const causes: string[] = [];
    office.onChanges((changes) => causes.push(...changes.map((change) => change.cause)));
    await office.submit(hold('a', 1, 2));
    await clock.advance(TTL - 1);
    expect(office.seatMap.seat(1)?.state).toBe('held');
    await clock.advance(2);
    await turns(3);
    expect(office.seatMap.seat(1)?.state).toBe('available');
    expect(causes).toEqual(['held', 'expired']);
    expiry.stop();
  });

  it('waits for the new moment of a hold that was extended', async () => {
    const { clock, office } = await open();
    const expiry = new Expiry(office, 0);
    await office.submit(hold('a', 1));
    await clock.advance(50_000);
    await office.submit({ kind: 'extend', userId: 'a' });
    await clock.advance(2 * TTL - 50_000 - 1);
    expect(office.seatMap.seat(1)?.state).toBe('held');
    await clock.advance(2);
    await turns(3);
    expect(office.seatMap.seat(1)?.state).toBe('available');
    expiry.stop();
  });

  it('ends a hold in time that is over before those that stood already', async () => {
    const { clock, office, memory } = await open();
    const expiry = new Expiry(office, 0);
    await office.submit(hold('a', 1));
    await memory.putEvent(smallEvent({ rules: rulesOf({ holdTtlMs: TTL / 4 }) }));
    office.refresh();
    await turns(3);
    await office.submit(hold('b', 2));
    await clock.advance(TTL / 4 + 1);
    await turns(3);
    expect([1, 2].map((id) => office.seatMap.stateOf(id))).toEqual(['held', 'available']);
    expiry.stop();
  });

  it('knows the holds that were there before it', async () => {
    const { clock, office } = await open();
    await office.submit(hold('a', 1));
    const expiry = new Expiry(office, 0);
    await clock.advance(TTL + 1);
    await turns(3);
    expect(office.seatMap.seat(1)?.state).toBe('available');
    expiry.stop();
  });

  it('goes on when the ledger was away at the moment', async () => {
    const { clock, office, gate } = await open();
    const expiry = new Expiry(office, 0);
    await office.submit(hold('a', 1));
    gate.isDown = true;
    const tries = vi.spyOn(office, 'submit');
    await clock.advance(TTL + 5_000);
    expect(office.seatMap.seat(1)?.state).toBe('held');
    // Ten times a second, and not as often as there is time for.
    expect(tries.mock.calls.length).toBeGreaterThan(10);
    expect(tries.mock.calls.length).toBeLessThanOrEqual(51);
    gate.isDown = false;
    await clock.advance(1_000);
    await turns(3);
    expect(office.seatMap.seat(1)?.state).toBe('available');
    expiry.stop();
  });

  it('ends very many in portions, one right after the other, so that no append becomes a giant one', async () => {
    const clock = new SimulatedClock(START);
    const event = smallEvent({ layout: { rows: 5, seatsPerRow: 100 } });
    const { office } = await openTestOffice({ clock, event });
    for (let id = 1; id <= 500; id++) await office.submit(hold(`user-${id}`, id));
    const portions: number[] = [];
    office.onChanges((changes) => portions.push(changes.length));
    const expiry = new Expiry(office, 0);
    await clock.advance(TTL + 10);
    await turns(3);
    expect(portions).toEqual([200, 200, 100]);
    expect(office.seatMap.holdCount).toBe(0);
    expiry.stop();
  });
});

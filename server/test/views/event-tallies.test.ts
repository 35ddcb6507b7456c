import { describe, expect, it } from 'vitest';
import type { EventTally } from '../../src/ports/event-records.ts';
import { EventTallies } from '../../src/views/event-tallies.ts';

describe('the tally of an event that is not open here', () => {
  const make = () => {
    const world = { nowMs: 0, available: 9, asked: [] as (readonly string[])[] };
    const tallyOf = (eventId: string): EventTally => ({
      ...{ eventId, available: world.available, held: 0, reserved: 9 - world.available, blocked: 0 },
      revenue: 0,
    });
    const records = {
      tally: (eventIds: readonly string[]) => {
        world.asked.push(eventIds);
        return Promise.resolve(eventIds.map(tallyOf));
      },
    };
    const tallies = new EventTallies(records, () => world.nowMs);
    const reserved = async (eventId = 'gala') =>
      (await tallies.of(new Map([[eventId, world.available]]))).get(eventId)?.reserved;
    return { world, reserved };
  };

  it('is counted anew as soon as another number of seats is free, and else after ten seconds', async () => {
    const { world, reserved } = make();
    expect(await reserved()).toBe(0);
    world.nowMs = 9_999;
    expect(await reserved()).toBe(0);
    expect(world.asked).toEqual([['gala'], []]);
    world.available = 2;
    expect(await reserved()).toBe(7);
    world.nowMs += 10_000;
    expect(await reserved()).toBe(7);
    expect(world.asked).toEqual([['gala'], [], ['gala'], ['gala']]);
  });

  it('is its own, and missing where the ledger knows no such event', async () => {
    const { world } = make();
    const records = { tally: () => Promise.resolve([]) };
    const none = new EventTallies(records, () => world.nowMs);
    expect([...(await none.of(new Map([['gone', 3]])))]).toEqual([]);
  });
});

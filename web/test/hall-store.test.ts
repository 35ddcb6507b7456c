import type { Seat, SeatState } from '@jari/contract';
import { describe, expect, it, vi } from 'vitest';
import { HallStore } from '#lib/hall/hall-store.svelte.ts';
import { hereIn, seatsThatAre } from './support/hall-page.ts';

const states: readonly SeatState[] = ['available', 'held', 'reserved', 'blocked'];
const seats = seatsThatAre(...states);
const shown = (store: HallStore) => ({
  states: seats.map(({ id }) => store.stateOf(id)),
  seatCount: store.seatCount,
  blockedCount: store.blockedCount,
});

describe('The seats of a hall', () => {
  it('are as they were told, whether it is known before or after that there is a plan, or never', () => {
    const [small, before, after] = [new HallStore(), new HallStore(), new HallStore()];
    before.becomeLarge();
    for (const store of [small, before, after]) store.replace({ ...hereIn('first'), seats });
    after.becomeLarge();
    for (const store of [small, before, after]) {
      expect(shown(store)).toEqual({ states, seatCount: 4, blockedCount: 1 });
      store.change([1, 4], 'held');
      expect(shown(store).states).toEqual(['held', 'held', 'reserved', 'held']);
    }
  });

  it('come as letters or one by one, and a hall of more than 200 of them is large', () => {
    const list = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...seats[0], id: i + 1, label: '' }) as Seat);
    const [small, large, letters] = [new HallStore(), new HallStore(), new HallStore()];
    small.replace({ ...hereIn('first'), seats: list(200) });
    large.replace({ ...hereIn('first'), seats: list(201) });
    letters.replace({ ...hereIn('first'), states: 'ahrb' });
    expect([small.bytes, large.bytes?.seatCount, large.seats.size]).toEqual([null, 201, 0]);
    expect(shown(letters)).toEqual({ states, seatCount: 4, blockedCount: 1 });
    // It was known to be large before: then it stays so, however many there are.
    large.replace({ ...hereIn('first'), seats });
    expect(shown(large)).toEqual({ states, seatCount: 4, blockedCount: 1 });
  });

  it('are counted anew half a second after they change, once for all of them, where they are many', () => {
    vi.useFakeTimers();
    const store = new HallStore();
    store.replace({ ...hereIn('first'), states: 'ahrb' });
    const { version } = store;
    store.change([1], 'held');
    store.change([2], 'available');
    vi.advanceTimersByTime(499);
    expect(store.version).toBe(version);
    vi.advanceTimersByTime(1);
    expect(store.version).toBe(version + 1);
    store.change([3], 'available');
    store.tell();
    vi.advanceTimersByTime(5_000);
    expect(store.version).toBe(version + 2);
    vi.useRealTimers();
  });

  it('know whether anybody waits for one', () => {
    const store = new HallStore();
    store.replace({ ...hereIn('first'), seats, line_length: 2 });
    expect(store.hasLine).toBe(true);
    store.replace({ ...hereIn('first'), seats, line_length: 0 });
    expect(store.hasLine).toBe(false);
    store.replace({ ...hereIn('first'), seats });
    expect(store.hasLine).toBe(false);
  });
});

import type { Seat, SeatState } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { HallStore } from '#lib/hall/hall-store.svelte.ts';
import { hereIn } from './support/hall-page.ts';

const states: readonly SeatState[] = ['available', 'held', 'reserved', 'blocked'];
const seats = states.map((state, i): Seat => {
  return { id: i + 1, label: `A${String(i + 1)}`, state, status: state === 'reserved' };
});
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
});

import type { SeatState } from '@jari/contract';
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import LostSeats from '../src/routes/events/[event]/reserve/LostSeats.svelte';

/** What is offered to who has lost the seats 1 and 2 of four, with these states. */
function offered(...states: readonly SeatState[]) {
  const hall = new Hall('gala');
  hall.store.replace({
    ...{ event: 'gala', epoch: 'e', position: 'e.0:1', sequence: 1, server_time: '' },
    seats: states.map((state, index) => ({ id: index + 1, label: `A${index + 1}`, state, status: false })),
  });
  const props = {
    ...{ hall, seatIds: [1, 2], failure: undefined, wasCancelled: false, ontook: () => undefined },
  };
  const [button] = /<button[^]*<\/button>/.exec(render(LostSeats, { props }).body) ?? [];
  return button === undefined
    ? undefined
    : [/data-testid="(.*?)"/.exec(button)?.[1], [...button.matchAll(/A\d/g)].join(' ')];
}

describe('Who has lost several seats', () => {
  it('is offered the same again only as long as all of them are free', () => {
    expect(offered('available', 'available', 'available', 'available')).toEqual(['retake', 'A1 A2']);
  });

  it('is offered as many others where one of them is taken', () => {
    for (const [one, other] of [
      ['held', 'available'],
      ['available', 'reserved'],
      ['blocked', 'held'],
    ] as const)
      expect(offered(one, other, 'available', 'available')).toEqual(['take-nearest', 'A3 A4']);
  });

  it('is offered nothing where there are too few', () => {
    expect(offered('held', 'available', 'available', 'held')).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { meantSeats } from '#lib/admin/people/meant-seats.ts';

it('Of a reservation all seats are meant until some are ticked', () => {
  expect(meantSeats([], [1, 2, 3])).toEqual([1, 2, 3]);
  expect(meantSeats([3, 1], [1, 2, 3])).toEqual([3, 1]);
});

it('A seat that somebody else has cancelled meanwhile counts no more, and none that was not ticked in its place', () => {
  expect(meantSeats([1, 2], [2, 3])).toEqual([2]);
});

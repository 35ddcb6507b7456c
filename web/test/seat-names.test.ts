import { expect, it } from 'vitest';
import { namesOf } from '#lib/admin/hall/seat-names.ts';

it('the organiser reads of a row once which it is, and how many seats there are beside', () => {
  const say = (seatIds: readonly number[]) =>
    namesOf(
      seatIds,
      (id) => `Stalls · B · ${id}`,
      (count) => `and ${count} more`,
      3,
    );
  expect([say([1, 2, 3]), say([1, 2, 3, 4, 5])]).toEqual([
    'Stalls · B · 1, 2, 3',
    'Stalls · B · 1, 2, 3 and 2 more',
  ]);
});

import type { OrganiserAction } from '@jari/contract';
import { expect, it } from 'vitest';
import { withNewest, withOlder } from '#lib/admin/hall/action-pages.ts';

const actions = (...sequences: readonly number[]): OrganiserAction[] =>
  sequences.map((sequence) => ({
    ...{ sequence, at: '2030-01-01T00:00:00.000Z', actor: 'organiser:mina' },
    ...{ cause: 'blocked', seat_ids: [1], user: null, reservation: null },
  }));
const sequences = (list: readonly OrganiserAction[]) => list.map(({ sequence }) => sequence);

it('the last actions are shown once each, also when a page of older ones comes twice', () => {
  const first = withNewest([], actions(9, 8, 7));
  const older = actions(6, 5);
  const twice = withOlder(withOlder(first, older), older);
  expect(sequences(twice)).toEqual([9, 8, 7, 6, 5]);
  expect(sequences(withNewest(twice, actions(11, 10, 9, 8)))).toEqual([11, 10, 9, 8, 7, 6, 5]);
});

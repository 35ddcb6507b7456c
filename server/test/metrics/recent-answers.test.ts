import { expect, it } from 'vitest';
import { RecentAnswers } from '../../src/metrics/recent-answers.ts';

it('remembers an hour, event by event, in as many buckets', () => {
  let now = 0;
  const recent = new RecentAnswers(() => now);
  recent.note('gala', 'hold', undefined);
  recent.note('gala', 'hold', 'seat_held');
  recent.note('other', 'confirm', undefined);
  recent.note('gala', 'block', undefined);
  now = 7_000;
  recent.note('gala', 'confirm', undefined);
  expect(recent.of('gala')).toEqual({
    buckets: [
      { agoMs: 7_000, held: 1, confirmed: 0, refused: 1 },
      { agoMs: 2_000, held: 0, confirmed: 1, refused: 0 },
    ],
    refusals: [{ reason: 'seat_held', count: 1 }],
  });
  expect(recent.of('none')).toEqual({ buckets: [], refusals: [] });
  // The next bucket lies where the first one lay.
  now = 3_600_000;
  recent.note('gala', 'assignAny', 'sold_out');
  expect(recent.of('gala')).toMatchObject({
    buckets: [{ confirmed: 1 }, { agoMs: 0, refused: 1 }],
    refusals: [{ reason: 'sold_out', count: 1 }],
  });
});

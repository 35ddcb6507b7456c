import { describe, expect, it } from 'vitest';
import {
  cancelled,
  held,
  leftLine,
  log,
  offered,
  queued,
  released,
  reserved,
  type Values,
} from './made-log.ts';
import { verifyLog } from '../../src/verify-log/verify.ts';

const problems = async (...changes: readonly Values[]) =>
  (await verifyLog(log(...changes))).findings.map(({ problem }) => problem.replace(/^change \d+ /, ''));
const pair = [2, 'Stalls', true];

describe('a log of people who wait', () => {
  it('is believed when the first was served first', async () => {
    const start = [held('a', 1), queued('b', 1), queued('c', 1), queued('d', pair)];
    expect(
      await problems(
        ...start,
        leftLine('d', 4, pair),
        released('a', 1),
        offered('b', 2, 1, 1),
        released('b', 1),
        offered('c', 3, 1, 1),
        reserved('c', 3, 1),
      ),
    ).toEqual([]);
  });

  it('is believed when somebody was passed over who had seats already', async () => {
    expect(
      await problems(
        held('a', 1),
        queued('b', 1),
        queued('c', 1),
        held('b', 2),
        released('a', 1),
        offered('c', 3, 1, 1),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'the second is served before the first',
      [held('a', 1), queued('b', 1), queued('c', 1), released('a', 1), offered('c', 3, 1, 1)],
      'passes over place 2 in line',
    ],
    [
      'somebody takes the seat past those who wait',
      [held('a', 1), queued('b', 1), released('a', 1), held('d', 1)],
      'held seat 1, for which place 2 in line waits',
    ],
    [
      'a shop reserves it past them',
      [
        held('a', 1),
        queued('b', 1),
        released('a', 1),
        reserved('d', 3, 1).map((value) => (value === 'user' ? 'integration:Shop' : value)),
      ],
      'reserved seat 1, for which place 2 in line waits',
    ],
    [
      'somebody reserves it past them',
      [held('a', 1), queued('b', 1), released('a', 1), reserved('d', 3, 1)],
      'reserved seat 1, for which place 2 in line waits',
    ],
    ['a seat is waited for that is free', [queued('b', 1)], 'lets somebody wait for seat 1, which is free'],
    [
      'a place ends twice',
      [held('a', 1), queued('b', 1), leftLine('b', 2, 1), leftLine('b', 2, 1)],
      'left_line ends place 2 in line, which is not there',
    ],
    [
      'a place is another’s',
      [held('a', 1), queued('b', 1), leftLine('c', 2, 1)],
      'left_line ends another person’s place in line',
    ],
    [
      'another seat is offered than was waited for',
      [held('a', 1), queued('b', 1), released('a', 1), offered('b', 2, 1, 2)],
      'offers what was not wished for',
    ],
    [
      'fewer seats are offered than were waited for',
      [reserved('a', 0, 1, 2, 3, 4), queued('b', pair), cancelled('a', 1, 1), offered('b', 2, pair, 1)],
      'offers what was not wished for',
    ],
    [
      'seats are offered to somebody who holds some',
      [held('a', 1), queued('b', 1), held('b', 2), released('a', 1), offered('b', 2, 1, 1)],
      'offers seats to somebody who holds some',
    ],
    [
      'a seat is offered that is not free',
      [held('a', 1), queued('b', 1), offered('b', 2, 1, 1)],
      'offered seat 1, which was held by another person',
    ],
  ])('is not believed when %s', async (_, changes: Values[], problem) => {
    expect(await problems(...changes)).toEqual([problem]);
  });

  it('is not believed when a seat is named by a change that is about the line alone', async () => {
    const [first, second, third, , ...rest] = queued('b', 1);
    const naming = [first, second, third, [1], ...rest] as Values;
    expect(await problems(held('a', 1), naming)).toContain('names seats, of which nothing becomes');
  });
});

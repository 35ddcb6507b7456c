import { describe, expect, it } from 'vitest';
import { EXPIRES, must, USED } from './falsify.ts';
import { made } from './made.ts';
import { brokenIn, judged } from './recorded.ts';

describe('a hold that is made longer', () => {
  it('was good still when that was asked for', () => {
    const extended = (startMs: number) => {
      const history = made(
        [
          { cause: 'held', mark: 'A', seats: [1] },
          { cause: 'extended', mark: 'A', seats: [1] },
        ],
        [
          { user: 'a', op: 'hold', asked: { seats: [1] }, got: { seats: [1], expires_in_ms: 59_999 } },
          {
            ...{ user: 'a', op: 'extend', key: 'k', start: 1_000 * startMs, end: 1_000 * startMs + 500 },
            got: { seats: [1], expires_in_ms: 119_999 - startMs },
          },
        ],
      );
      Object.assign(must(history.rows[1]), { [EXPIRES]: 120_000, [USED]: 1 });
      return brokenIn(judged(history));
    };
    expect(extended(50_000)).toEqual([]);
    expect(extended(70_000)).toEqual(['over']);
  });
});

describe('a hold that has run out before it is given back', () => {
  const given = (startMs: number) => {
    const history = made(
      [{ cause: 'held', mark: 'A', seats: [1] }],
      [
        { user: 'a', op: 'hold', asked: { seats: [1] }, got: { seats: [1], expires_in_ms: 59_999 } },
        { user: 'a', op: 'release', start: 1_000 * startMs, end: 1_000 * startMs + 500 },
      ],
    );
    return brokenIn(judged(history));
  };

  it('is nobody’s to give back, though the log does not say yet that it is over', () => {
    expect(given(70_000)).toEqual([]);
    expect(given(10_000)).toEqual(['acknowledged']);
  });
});

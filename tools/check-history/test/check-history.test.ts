import { describe, expect, it } from 'vitest';
import { falsifications } from './falsifications.ts';
import { firstCome, made, waited } from './made.ts';
import { asItIs, brokenIn, judged, recorded } from './recorded.ts';

describe('a history that was recorded of a real server', () => {
  it('is explained, and every rule had something to check', () => {
    const report = asItIs();
    expect(brokenIn(report), JSON.stringify(report.verdicts)).toEqual([]);
    const idle = report.verdicts.filter(({ checked }) => checked === 0).map(({ rule }) => rule);
    // Nobody of the house was at work there, and nobody gave a ticket away: house.test.ts has a sale with both.
    expect(idle).toEqual(['house', 'handedOn']);
  });

  it('is explained as well when its log is numbered and chained anew', () => {
    expect(brokenIn(judged(recorded()))).toEqual([]);
  });

  it('is not when one time in its log is another by a millisecond', () => {
    const later = (line: string) =>
      line.replace(/^\[7,(\d+),/, (_, at: string) => `[7,${String(Number(at) + 1)},`);
    expect(brokenIn(asItIs(later))).toEqual(['chain']);
  });

  it('is not when its log lacks the last change, though it is chained up to there', () => {
    let [at, lines] = [0, 0];
    asItIs((line) => (lines++, line));
    expect(brokenIn(asItIs((line) => (++at === lines ? '' : line)))).toContain('chain');
  });

  it.each(falsifications)('is not when $what', ({ rule, of }) => {
    const made = recorded();
    of(made);
    expect(brokenIn(judged(made))).toContain(rule);
  });

  it('names the operations and the changes that show what is wrong', () => {
    const made = recorded();
    made.rows.splice(made.rows.length - 1, 0, [0, 0, 'held', 'user', 'x', [1, 1], null, 0, 0, null]);
    const told = judged(made).verdicts.flatMap((verdict) => verdict.told);
    expect(told.join('\n')).toContain('held by user, x, seats 1 1');
  });
});

describe('a seat for which some wait', () => {
  const offered = { cause: 'offered', actor: 'clock', mark: 'B', seats: [1], ends: 2, wish: 1 };

  it('goes to the first of them', () => {
    expect(brokenIn(judged(waited(offered)))).toEqual([]);
  });

  it.each([
    ['goes to the second of them', { ...offered, mark: 'C', ends: 3 }],
    ['is offered as another seat', { ...offered, seats: [2] }],
    ['is offered to whom it is not for', { ...offered, mark: 'D' }],
    ['is offered by somebody', { ...offered, actor: 'user' }],
  ])('is not explained when it %s', (_, change) => {
    expect(brokenIn(judged(waited(change)))).toContain('line');
  });

  it('is not explained when somebody else takes it', () => {
    const taken = waited(
      { cause: 'left_line', mark: 'C', ends: 3, wish: 1 },
      { cause: 'held', mark: 'D', seats: [1] },
    );
    expect(brokenIn(judged(taken))).toContain('line');
  });
});

describe('what one person may have', () => {
  // Two seats, by the header.
  const first = { cause: 'reserved', mark: 'A', seats: [1], remaining: 2 };
  const second = { cause: 'held', mark: 'A', seats: [2] };
  const third = { cause: 'held', mark: 'A', seats: [3] };

  it('may be had to the last seat, reserved and held together', () => {
    expect(brokenIn(judged(made([first, second], [])))).not.toContain('limit');
  });

  it('is too much by one seat more', () => {
    expect(brokenIn(judged(made([first, second, third], [])))).toContain('limit');
  });

  it('is no bound for what the house does', () => {
    const sold = { cause: 'reserved', actor: 'organiser:kim', mark: 'A', seats: [3], remaining: 0 };
    expect(brokenIn(judged(made([first, second, sold], [])))).not.toContain('limit');
  });
});

describe('whoever was told that it is too much', () => {
  const got = (sequence: number) => ({
    ...{ reservation: `made.${sequence}`, code: `code-${sequence}`, sequence, status: 'active' },
    ...{ seats: [sequence], amounts: [null], total: null },
  });
  /** Somebody has so many of the two that one may have, holds nothing, and is refused so. */
  function refused(has: number, op: string, asked: object) {
    const seats = [1, 2].slice(0, has);
    return brokenIn(
      judged(
        made(
          seats.map((seat) => ({ cause: 'reserved', mark: 'A', seats: [seat], remaining: 3 - seat })),
          [
            ...seats.map((seat) => ({ user: 'a', op: 'fcfs', key: `key-${seat}`, got: got(seat) })),
            {
              ...{ user: 'a', op, asked: { ...asked }, outcome: 'refused', status: 409 },
              reason: 'limit_exceeded',
            },
          ],
        ),
      ),
    );
  }

  it.each<[number, string, object]>([
    [0, 'hold', { seats: [1, 2, 3] }],
    [0, 'hold', { best: { quantity: 3 } }],
    [1, 'hold', { seats: [2, 3] }],
    [1, 'line_join', { best: { quantity: 2 } }],
    [2, 'hold', { seats: [3] }],
    [2, 'fcfs', {}],
  ])('has %i and asked for more than the rest: %s %j', (has, op, asked) => {
    expect(refused(has, op, asked)).toEqual([]);
  });

  it.each<[number, string, object]>([
    [0, 'hold', { seats: [1, 2] }],
    [0, 'hold', { best: { quantity: 2 } }],
    [1, 'hold', { seats: [2] }],
    [1, 'line_join', { best: { quantity: 1 } }],
    [1, 'fcfs', {}],
    [0, 'extend', {}],
  ])('is told what is not so with %i where there is room for just that: %s %j', (has, op, asked) => {
    expect(refused(has, op, asked)).toContain('refusals');
  });
});

describe('first come, first served', () => {
  it('gives the free seat with the lowest number', () => {
    expect(brokenIn(judged(firstCome(1, 2)))).toEqual([]);
  });

  it.each([
    [2, 1],
    [1, 3],
  ])('is not explained when the seats are %i and %i', (first, next) => {
    expect(brokenIn(judged(firstCome(first, next)))).toContain('firstFree');
  });
});

import { describe, expect, it } from 'vitest';
import { EXPIRES } from './falsify.ts';
import { made } from './made.ts';
import { brokenIn, judged, type Line } from './recorded.ts';

describe('what a gateway sends again', () => {
  const twice = [
    { cause: 'held', mark: 'A', seats: [1] },
    { cause: 'released', mark: 'A', seats: [1] },
    { cause: 'held', mark: 'A', seats: [2] },
  ];
  const told = [{ user: 'a', op: 'hold', asked: { best: { quantity: 1 } }, got: { seats: [2] } }];

  it('may have happened twice there, and nowhere else', () => {
    const history = made(twice, told);
    expect(brokenIn(judged(history))).toContain('explained');
    history.header['sent_again'] = true;
    expect(brokenIn(judged(history))).toEqual([]);
  });
});

describe('somebody who was told nothing of a place in line', () => {
  it('is who asked for it', () => {
    const history = made(
      [
        { cause: 'held', mark: 'A', seats: [1] },
        { cause: 'queued', mark: 'B', wish: 1 },
      ],
      [
        { user: 'a', op: 'hold', asked: { seats: [1] }, got: { seats: [1] } },
        { user: 'b', op: 'line_join', asked: { seats: [1] }, outcome: 'unknown', status: 0 },
      ],
    );
    expect(brokenIn(judged(history))).toEqual([]);
    history.lines.pop();
    expect(brokenIn(judged(history))).toEqual(['explained']);
  });
});

describe('two who were told nothing but a hold of the same seat', () => {
  const held = (mark: string, seat: number) => ({ cause: 'held', mark, seats: [seat] });
  const expired = (mark: string) => ({ cause: 'expired', actor: 'clock', mark, seats: [1] });
  const hold = (user: string, seat: number, startMs: number, more: Partial<Line> = {}) => ({
    ...{ user, op: 'hold', asked: { seats: [seat] }, start: 1_000 * startMs, end: 1_000 * startMs + 500 },
    got: { seats: [seat], expires_in_ms: 59_999 },
    ...more,
  });
  const lost = { outcome: 'unknown', status: 0, got: {} };

  it('are told apart by the time that they were told', () => {
    const history = made(
      [
        ...[held('K', 2), { cause: 'reserved', mark: 'K', seats: [2], remaining: 2 }],
        ...[held('X', 1), expired('X'), held('Y', 1), expired('Y'), held('X', 1)],
      ],
      [
        hold('k', 2, 1),
        {
          ...{ user: 'k', op: 'confirm', key: 'k', asked: { digest: 'd' }, start: 2_000, end: 2_500 },
          got: { reservation: 'made.2', code: 'c', sequence: 2, status: 'active', seats: [2] },
        },
        ...[hold('x', 1, 3, lost), hold('y', 1, 3, lost)],
        ...[hold('y', 1, 70_003), hold('x', 1, 140_003)],
      ],
    );
    const ends = [60_001, null, 60_003, null, 130_003, null, 200_003];
    history.rows.forEach((each, i) => (each[EXPIRES] = ends[i] ?? null));
    expect(brokenIn(judged(history))).toEqual([]);
  });
});

describe('one request', () => {
  const reserved = (seat: number) => ({ cause: 'reserved', mark: 'A', seats: [seat], remaining: 3 - seat });
  const fcfs = (key: string, more: Partial<Line> = {}) => ({ user: 'a', op: 'fcfs', key, ...more });
  const lost = { outcome: 'unknown', status: 0 };
  const told = {
    got: {
      ...{ reservation: 'made.1', code: 'c', sequence: 1, status: 'active', seats: [1] },
      ...{ amounts: [null], total: null, remaining: 2 },
    },
  };

  it.each([
    ['that was answered', []],
    ['that was not', [fcfs('second', lost)]],
    ['that was sent again, without an answer each time', [fcfs('second', lost), fcfs('second', lost)]],
  ])('%s makes one change, and not one more', (_, others) => {
    const all = [reserved(1), reserved(2), reserved(3)];
    const keys = new Set(others.map(({ key }) => key));
    const sale = (changes: number) => {
      const history = made(all.slice(0, changes), [fcfs('first', told), ...others]);
      history.header['max_seats_per_user'] = 3;
      return brokenIn(judged(history));
    };
    expect(sale(1 + keys.size)).toEqual([]);
    expect(sale(2 + keys.size)).toContain('explained');
  });
});

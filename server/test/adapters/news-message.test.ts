import { describe, expect, it } from 'vitest';
import { decode, encode, type NewsMessage } from '../../src/adapters/redis/news-message.ts';
import type { Change } from '../../src/domain/change.ts';

const entry = (sequence: number) =>
  ({
    sequence,
    at: 1_700_000_000_000 + sequence,
    actor: 'user',
    seatIds: [3, 4],
    hash: 'ab'.repeat(32),
  }) as const;
const held = { userId: 'ann', expiresAt: 1_700_000_120_000, extensionsUsed: 1 } as const;
const key = { keyPrint: 2 ** 48 - 1, wishPrint: 7 };
const ofAny = { quantity: 2, category: null, together: true } as const;
const ofCategory = { quantity: 1, category: 'R', together: false } as const;

/** Every kind of change, and of what it may be about. */
const changes: readonly Change[] = [
  { ...entry(1), cause: 'held', ...held, key: null },
  { ...entry(2), cause: 'extended', ...held, key },
  { ...entry(3), cause: 'released', ...held },
  { ...entry(4), cause: 'expired', ...held, actor: 'clock' },
  { ...entry(5), cause: 'reserved', userId: 'ann', remainingSeats: 0, key },
  { ...entry(6), cause: 'reserved', userId: 'ann', remainingSeats: 5, key: null, actor: 'recipient' },
  { ...entry(7), cause: 'cancelled', userId: 'ann', reservation: 5, actor: 'organiser:mina' },
  { ...entry(8), cause: 'blocked', actor: 'organiser:mina' },
  { ...entry(9), cause: 'unblocked', actor: 'organiser:mina' },
  { ...entry(10), cause: 'queued', userId: 'ann', wish: { seatId: 3 }, seatIds: [] },
  { ...entry(11), cause: 'queued', userId: 'bob', wish: ofAny, seatIds: [] },
  { ...entry(12), cause: 'left_line', userId: 'bob', wish: ofCategory, entry: 11, seatIds: [] },
  { ...entry(13), cause: 'offered', ...held, wish: { seatId: 3 }, entry: 10 },
];
const news = (...told: Change[]): NewsMessage => ({
  ...{ from: 'server-1', number: 9, kind: 'news', eventId: 'opera', changes: told },
});

/** The text of a message about one change, in which something of the row is another. */
function withRow(change: Change, differs: Record<string, unknown>): string {
  const body = JSON.parse(encode(news(change))) as { c: Record<string, unknown>[] };
  return JSON.stringify({ ...body, c: body.c.map((row) => ({ ...row, ...differs })) });
}

describe('a message between servers', () => {
  it.each(changes)('tells what it was told of ($cause, $sequence)', (change) => {
    expect(decode(encode(news(change)))).toEqual(news(change));
  });

  it('tells that somebody is here, or leaves', () => {
    for (const kind of ['heartbeat', 'farewell'] as const) {
      const message = { from: 'server-1', number: 3, kind };
      expect(decode(encode(message))).toEqual(message);
    }
  });

  it.each([
    ['of another version', { v: 2, i: 'server-1', n: 1 }, 'foreign'],
    ['without a version', { i: 'server-1', n: 1 }, 'unreadable'],
    ['without a sender', { v: 3, n: 1 }, 'unreadable'],
    ['without a number', { v: 3, i: 'server-1' }, 'unreadable'],
    ['with a number that is none', { v: 3, i: 'server-1', n: -1 }, 'unreadable'],
    ['with changes of no event', { v: 3, i: 'server-1', n: 1, c: [] }, 'unreadable'],
    ['of an event without changes', { v: 3, i: 'server-1', n: 1, e: 'opera' }, 'unreadable'],
    ['that is a list', [], 'unreadable'],
  ] as const)('%s is %s', (_what, body, verdict) => {
    expect(decode(JSON.stringify(body))).toBe(verdict);
  });

  // Anybody who reaches Redis can write to it.
  it.each(changes)(
    'is not believed when a fact is missing that its cause requires ($cause, $sequence)',
    (change) => {
      const row = (JSON.parse(encode(news(change))) as { c: Record<string, unknown>[] }).c[0] ?? {};
      const required = Object.keys(row).filter((name) => row[name] !== null && !name.endsWith('_print'));
      expect(required.length).toBeGreaterThanOrEqual(6);
      for (const name of required) {
        expect([name, decode(withRow(change, { [name]: null }))]).toEqual([name, 'unreadable']);
      }
      for (const name of ['key_print', 'wish_print']) {
        expect([name, decode(withRow(change, { [name]: 'x' }))]).toEqual([name, 'unreadable']);
      }
    },
  );

  it.each([
    ['a seat that is no number', { seat_ids: [1, 'x'] }],
    ['a hash that is none', { hash: 'ab' }],
    ['a cause that does not exist', { cause: 'stolen' }],
    ['half a sequence', { sequence: 1.5 }],
  ])('is not believed with %s', (_what, differs) => {
    for (const change of changes) expect(decode(withRow(change, differs))).toBe('unreadable');
  });

  it.each([
    ['a seat with a name', 'x'],
    ['too few words', [2, null]],
    ['too many words', [2, null, true, 1]],
    ['a quantity that is none', ['2', null, true]],
    ['a category that is none', [2, 7, true]],
    ['a togetherness that is none', [2, null, 'yes']],
  ])('is not believed with a wish of %s', (_what, wish) => {
    for (const change of changes.filter((each) => 'wish' in each)) {
      expect(decode(withRow(change, { wish }))).toBe('unreadable');
    }
  });
});

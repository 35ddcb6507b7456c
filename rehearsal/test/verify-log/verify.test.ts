import { describe, expect, it } from 'vitest';
import {
  blocked,
  byRecipient,
  cancelled,
  expired,
  extended,
  held,
  log,
  queued,
  released,
  reserved,
  START,
  type Values,
} from './made-log.ts';
import { readPosition, verifyLog } from '../../src/verify-log/verify.ts';

const problems = async (...changes: readonly Values[]) =>
  (await verifyLog(log(...changes))).findings.map(({ problem }) => problem);

/** A reservation of two of four seats that its owner gives away. */
const GIVEN = [reserved('a', 2, 1, 2), byRecipient(cancelled('a', 1, 1, 2))] as const;

describe('a log whose chain is right', () => {
  it('is believed when every rule was kept', async () => {
    const right = [
      held('a', 1, 2),
      extended('a', 90_000, 1, 1, 2),
      reserved('a', 2, 1, 2),
      cancelled('a', 3, 2),
    ];
    expect(await problems(...right, blocked('organiser:kim', 2))).toEqual([]);
  });

  it('is believed when a reservation was handed on, past somebody who waits', async () => {
    const [sold, given] = GIVEN;
    expect(await problems(sold, queued('c', 1), given, byRecipient(reserved('b', 2, 1, 2)))).toEqual([]);
  });

  it.each([
    ['a seat is reserved twice', [reserved('a', 3, 1), reserved('b', 2, 1)]],
    ['a held seat is reserved by another', [held('a', 1), reserved('b', 3, 1)]],
    ['a held seat is held by another', [held('a', 1), held('b', 1)]],
    ['a hold is ended by somebody else than time', [held('a', 1), expired('a', 'user', 1)]],
    ['another’s hold is extended', [held('a', 1), extended('b', 90_000, 1, 1)]],
    ['another’s hold is given back', [held('a', 1), released('b', 1)]],
    ['another’s hold runs out for somebody', [held('a', 1), expired('b', 'clock', 1)]],
    ['what nobody holds is given back', [released('a', 1)]],
    ['what was sold is given back as a hold', [reserved('a', 3, 1), released('a', 1)]],
    ['extensions are not counted', [held('a', 1), extended('a', 90_000, 0, 1)]],
    ['an extension shortens a hold', [held('a', 1), extended('a', 30_000, 1, 1)]],
    ['another’s reservation is cancelled', [reserved('a', 3, 1), cancelled('b', 1, 1)]],
    ['a reservation is cancelled that is not there', [reserved('a', 3, 1), cancelled('a', 7, 1)]],
    [
      'a seat of their other reservation is cancelled along',
      [reserved('a', 3, 1), reserved('a', 2, 2), cancelled('a', 1, 1, 2)],
    ],
    ['a blocked seat is sold', [blocked('organiser:kim', 1), reserved('a', 2, 1)]],
    ['a held seat is blocked', [held('a', 1), blocked('organiser:kim', 1)]],
    ['a visitor blocks a seat', [blocked('user', 1)]],
    ['the seats left are miscounted', [reserved('a', 2, 1)]],
    ['a seat is not in the hall', [held('a', 5)]],
    ['a seat is named twice', [held('a', 1, 1)]],
    ['no seat is named', [held('a')]],
    ['what nobody gave is taken over', [byRecipient(reserved('b', 3, 1))]],
    ['only a part is taken over', [...GIVEN, byRecipient(reserved('b', 3, 1))]],
    ['somebody comes between giver and taker', [...GIVEN, held('c', 1)]],
  ] as const)('is not believed when %s', async (_what, changes) => {
    expect(await problems(...changes)).not.toEqual([]);
  });
});

describe('a file that is no log', () => {
  it.each([[''], ['hello'], ['{}'], ['[]'], ['null'], ['{"format":"jari-log","version":2}']])(
    'is said to be none: %s',
    async (line) => {
      expect((await verifyLog([line])).findings).toHaveLength(1);
    },
  );

  it('is said to be none when it is empty', async () => {
    expect((await verifyLog([])).findings).toHaveLength(1);
  });

  it('is not believed with a line of something else in it', async () => {
    const lines = log(held('a', 1));
    for (const wrong of ['', '[1]', '{}', '["1",2]']) {
      expect((await verifyLog([...lines, wrong])).findings).not.toEqual([]);
    }
  });
});

describe('a position that somebody was shown', () => {
  const lines = log(held('a', 1), reserved('a', 3, 1));
  const head = String((JSON.parse(lines[2] ?? '[]') as readonly unknown[]).at(-1));
  const shown = async (text: string) => {
    const position = readPosition(text);
    if (position === undefined) return 'no position';
    return (await verifyLog(lines, [position])).findings.map(({ problem }) => problem);
  };

  it('is in the log of its own ledger, at its place, with its digits', async () => {
    expect(await shown(`life.${head.slice(0, 8)}:2`)).toEqual([]);
    expect(await shown(`life.${head}:2`)).toEqual([]);
    expect(await shown(`other.${head.slice(0, 8)}:2`)).toEqual(['position 2 is of another ledger']);
    expect(await shown(`life.00000000:2`)).toEqual(['position 2 was shown with another history']);
    expect(await shown(`life.${head.slice(0, 8)}:3`)).toEqual(['position 3 is not in this file']);
    expect(await shown(`life.${head.slice(0, 7)}:2`)).toBe('no position');
  });
});

describe('files of one log', () => {
  const whole = log(held('a', 1), reserved('a', 3, 1), held('b', 2));
  const [, first = '', second = '', third = ''] = whole;
  const headOf = (line: string) => String((JSON.parse(line) as readonly unknown[]).at(-1));
  const header = (from: readonly [number, string], to: readonly [number, string], more: object = {}) =>
    JSON.stringify({
      ...(JSON.parse(whole[0] ?? '{}') as object),
      ...{ from: { sequence: from[0], head: from[1] }, to: { sequence: to[0], head: to[1] } },
      ...more,
    });
  const [one, two, three] = [headOf(first), headOf(second), headOf(third)];
  const found = async (...lines: string[]) => (await verifyLog(lines)).findings.map(({ problem }) => problem);
  const start = header([0, START], [2, two]);

  it('go on from one another', async () => {
    expect(await found(start, first, second, header([2, two], [3, three]), third)).toEqual([]);
  });

  it('go on from just where the one before ended, in the same history, of the same event and ledger', async () => {
    const after = (...lines: string[]) => found(start, first, second, ...lines);
    expect(await after(header([2, one], [3, three]), third)).toEqual([
      'goes on after change 2 and not after 2',
    ]);
    expect(await after(header([1, one], [3, three]), third)).not.toEqual([]);
    expect(await after(header([2, two], [3, three], { epoch: 'other' }), third)).toEqual([
      'is of another event or ledger',
    ]);
    expect(await found(start, first, header([1, one], [3, three]), second, third)).not.toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Rule } from '../rules/rules.ts';
import { CAUSE, must, SEATS } from './falsify.ts';
import { houseAtWork } from './house-at-work.ts';
import { made, waited } from './made.ts';
import { brokenIn, judged, type Line, type Recorded } from './recorded.ts';

type Falsification = readonly [what: string, rule: Rule, of: (history: Recorded) => void];

const find = ({ lines }: Recorded, op: string, user?: string): Line =>
  must(lines.find((line) => line.op === op && (user ?? line.user) === line.user));
const without = (op: string) => (history: Recorded) =>
  void history.lines.splice(history.lines.indexOf(find(history, op)), 1);
const refused = (op: string) => (history: Recorded) => void (find(history, op).outcome = 'refused');
/** The row of the change with this number. */
const row = ({ rows }: Recorded, sequence: number) => must(rows[sequence - 1]);
/** Somebody asks just after another has been answered. */
const after = (history: Recorded, line: Line, more: Partial<Line>): void => {
  const start = (line.end ?? 0) + 10;
  history.lines.push({ ...line, n: 1e3, start, end: start + 10, key: null, got: {}, ...more });
};
const refusedAfter = (history: Recorded, line: Line, reason: string, more: Partial<Line> = {}) =>
  after(history, line, { outcome: 'refused', status: 409, reason, ...more });

const falsifications: readonly Falsification[] = [
  ['nobody asked for a block', 'house', without('block')],
  ['nobody asked for an unblock', 'house', without('unblock')],
  ['nobody asked for a sale at the desk', 'house', without('desk_sale')],
  ['the desk was refused what it cancelled', 'house', refused('desk_cancel')],
  ['nobody asked for the end of a hold', 'house', without('end_holds')],
  ['the desk sold another seat', 'house', (h) => (row(h, 4)[SEATS] = row(h, 5)[SEATS] = [2])],
  ['a seat that was called blocked never was', 'house', (h) => (find(h, 'block').asked['seats'] = [2, 3])],
  [
    'a seat stayed blocked',
    'house',
    (h) => void after(h, find(h, 'block'), { op: 'unblock', asked: { seats: [2] } }),
  ],
  [
    'what the desk cancelled stayed sold',
    'house',
    (h) => (find(h, 'desk_cancel').asked['reservation'] = 'made.8'),
  ],
  ['its owner gave nothing away', 'handedOn', without('give')],
  ['its owner was refused to give it away', 'handedOn', refused('give')],
  ['nobody asked to take it', 'handedOn', without('take')],
  ['somebody else gave it away', 'handedOn', (h) => (find(h, 'give').user = 'c')],
  ['another ticket was asked for', 'handedOn', (h) => (find(h, 'take').asked['reservation'] = 'made.4')],
  ['another seat was handed on', 'handedOn', (h) => (row(h, 8)[SEATS] = [2])],
  ['it was taken from somebody and given to nobody', 'handedOn', (h) => (row(h, 8)[CAUSE] = 'queued')],
  [
    'a ticket was given away that had been cancelled',
    'acknowledged',
    (h) => after(h, find(h, 'take'), { ...find(h, 'give'), start: 11e3, end: 12e3 }),
  ],
  [
    'a seat was taken while the sale was paused',
    'onSale',
    (h) => (
      (find(h, 'sale').start = 16e3 - 900),
      (find(h, 'sale').end = 16e3 - 800),
      (must(h.lines.findLast((l) => l.op === 'sale')).start = 17e3),
      (must(h.lines.findLast((l) => l.op === 'sale')).end = 17e3 + 100)
    ),
  ],
  [
    'the sale was called paused and was not',
    'refusals',
    (h) => refusedAfter(h, find(h, 'hold', 'c'), 'not_on_sale'),
  ],
  ['no pass was shown', 'turns', (h) => delete find(h, 'hold', 'a').asked['has_pass']],
  ['seats were taken before there was a pass', 'turns', without('pass')],
  [
    'somebody was let in while the doors were shut',
    'turns',
    (h) => Object.assign(must(h.lines.findLast((l) => l.op === 'doors')), { start: 18e3, end: 18e3 + 1 }),
  ],
  ['a good pass was no turn', 'refusals', (h) => refusedAfter(h, find(h, 'hold', 'c'), 'not_admitted')],
  [
    'a turn was called over that was not',
    'refusals',
    (h) => refusedAfter(h, find(h, 'hold', 'c'), 'turn_missed'),
  ],
];

describe('a sale with an organiser at work and a ticket that is given away', () => {
  it('is explained, and each rule of them had something to check', () => {
    const report = judged(houseAtWork());
    expect(brokenIn(report), JSON.stringify(report.verdicts)).toEqual([]);
    const checked = report.verdicts.filter((each) => each.checked > 0).map(({ rule }) => rule);
    expect(checked).toEqual(expect.arrayContaining(['house', 'onSale', 'handedOn', 'turns']));
  });

  it.each(falsifications)('is not explained when %s', (_, rule, of) => {
    const history = houseAtWork();
    of(history);
    expect(brokenIn(judged(history))).toContain(rule);
  });

  it('is not explained when one turn is used for two purchases', () => {
    const bought = { cause: 'reserved', mark: 'A', seats: [1], remaining: 2 };
    const history = made(
      [{ cause: 'held', mark: 'A', seats: [1] }, bought, { cause: 'held', mark: 'A', seats: [2] }],
      [
        { user: 'a', op: 'pass', got: { number: 1, pass: true } },
        { user: 'a', op: 'hold', asked: { seats: [1], has_pass: true }, got: { seats: [1] } },
        {
          ...{ user: 'a', op: 'confirm', key: 'a', asked: { digest: 'e' } },
          got: { reservation: 'made.2', code: 'c', sequence: 2, status: 'active', seats: [1] },
        },
        { user: 'a', op: 'hold', asked: { seats: [2], has_pass: true }, got: { seats: [2] } },
      ],
    );
    history.header['has_waiting_room'] = true;
    expect(brokenIn(judged(history))).toEqual(['turns']);
  });
});

describe('rules that an organiser changes', () => {
  const hold = (n: number) => ({ cause: 'held', mark: 'A', seats: [n] });
  const asked = (n: number) => ({
    ...{ user: 'a', op: 'hold', asked: { seats: [1, 2, 3].slice(0, n) } },
    got: { seats: [1, 2, 3].slice(0, n) },
  });
  const rules = (seats: number, more: Partial<Line> = {}) => ({
    ...{
      user: 'kim',
      op: 'rules',
      asked: { hold_ttl_ms: 60_000, hold_extensions: 1, max_seats_per_user: seats },
    },
    ...more,
  });
  const sale = (...told: readonly Partial<Line>[]) => made([hold(1), hold(2), hold(3)], told);

  it('bind from then on, and not before', () => {
    expect(brokenIn(judged(sale(asked(1), asked(2), rules(3), asked(3))))).toEqual([]);
    expect(brokenIn(judged(sale(asked(1), asked(2), asked(3), rules(3))))).toContain('limit');
    expect(brokenIn(judged(sale(rules(3), asked(1), asked(2), rules(2), asked(3))))).toContain('limit');
  });

  it('may bind when nobody knows whether they were set, until nothing can be late any more', () => {
    const lost = rules(3, { outcome: 'unknown', status: 0 });
    expect(brokenIn(judged(sale(lost, asked(1), asked(2), asked(3))))).toEqual([]);
    const history = sale(lost, rules(2), asked(1), asked(2), asked(3));
    expect(brokenIn(judged(history))).toEqual([]);
    history.header['late_ms'] = 0;
    expect(brokenIn(judged(history))).toContain('limit');
  });
});

describe('a seat that comes free while the sale is paused', () => {
  const kim = (state: string) => ({ user: 'kim', op: 'sale', asked: { state } });
  const release = { user: 'a', op: 'release' };
  const read = { user: 'w', op: 'states', got: { sequence: 5, states: 'haa' } };
  const offered = { cause: 'offered', actor: 'clock', mark: 'B', seats: [1], ends: 2, wish: 1 };
  /** It is given back and offered as far as the last of these. */
  function sale(...last: readonly Partial<Line>[]) {
    const history = waited(offered);
    const before = history.lines.filter(({ op }) => op !== 'release');
    const startOf = (i: number) => 1_000 * (before.length + i);
    const line = must(history.lines[0]);
    const after = last.map((each, i) => ({
      ...{ ...line, asked: {}, got: {}, n: 100 + i, start: startOf(i), end: startOf(i) + 500 },
      ...each,
    }));
    return brokenIn(judged({ ...history, lines: [...before, ...after] }));
  }

  it('is offered to nobody before the sale goes on', () => {
    expect(sale(kim('paused'), release, kim('open'), read)).toEqual([]);
    expect(sale(kim('paused'), release, read, kim('open'))).toEqual(['onSale']);
  });
});

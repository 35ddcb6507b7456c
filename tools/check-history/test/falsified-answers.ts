import { is, ok, seatsOf, must, last, twoOf, isOnly, drop, add, refuse, remove } from './falsify.ts';
import type { Falsification } from './falsifications.ts';
import type { Recorded } from './recorded.ts';

/** What people were told of keys, refusals, their own things, the line and money. */
export const falsifiedAnswers: readonly Falsification[] = [
  {
    what: 'one key got two reservations',
    rule: 'keys',
    of: ({ lines }) => {
      const mine = must(lines.find(ok('confirm')));
      const other = last(lines.filter(ok('confirm')));
      lines.push({ ...other, n: 1e6, key: mine.key, user: mine.user, asked: mine.asked });
    },
  },
  {
    what: 'one key was answered by another code',
    rule: 'keys',
    of: ({ lines }) => {
      const line = must(lines.find(ok('confirm')));
      lines.push({ ...line, n: 1e6, got: { ...line.got, code: 'OTHER-OTHER' } });
    },
  },
  {
    what: 'one key was taken for two requests',
    rule: 'keys',
    of: ({ lines }) => {
      const line = must(lines.find(ok('confirm')));
      lines.push({ ...line, n: 1e6, asked: { ...line.asked, digest: 'another' } });
    },
  },
  {
    what: 'a new key was called used',
    rule: 'keys',
    of: ({ lines }) => {
      const line = must(lines.find((each) => each.key !== null));
      lines.push({
        ...line,
        n: 1e6,
        key: 'new',
        outcome: 'refused',
        reason: 'idempotency_mismatch',
        got: {},
      });
    },
  },
  {
    what: 'what was done with a key was refused when it was asked for again',
    rule: 'keys',
    of: ({ lines }) => {
      const line = must(lines.find(ok('confirm')));
      const start = (line.end ?? 0) + 10;
      lines.push({ ...line, n: 1e6, start, end: start + 10, outcome: 'refused', reason: 'no_hold', got: {} });
    },
  },
  ...['seat_held', 'already_reserved', 'seat_blocked'].map((reason) => ({
    what: `a free seat was refused with ${reason}`,
    rule: 'refusals' as const,
    of: ({ lines }: Recorded) =>
      refuse(lines, 'hold', reason, { asked: { seats: [400] }, got: { seats: [400] } }),
  })),
  ...['sold_out', 'limit_exceeded'].map((reason) => ({
    what: `one seat of many was refused with ${reason}`,
    rule: 'refusals' as const,
    of: ({ lines }: Recorded) => refuse(lines, 'hold', reason, { asked: { best: { quantity: 1 } } }),
  })),
  {
    what: 'all seats of an empty hall were refused as sold out',
    rule: 'refusals',
    of: ({ lines, header }) =>
      refuse(lines, 'hold', 'sold_out', { asked: { best: { quantity: Number(header['seats']) } } }),
  },
  {
    what: 'one’s own seat was refused as held by somebody',
    rule: 'refusals',
    of: ({ lines }) => {
      const held = must(lines.find(ok('hold')));
      const start = (held.end ?? 0) + 1;
      const got = { seats: seatsOf(held) };
      lines.push({ ...held, n: 1e6, start, end: start + 1, outcome: 'refused', reason: 'seat_held', got });
    },
  },
  ...['no_hold', 'hold_expired'].map((reason) => ({
    what: `a confirmation was refused with ${reason} while its hold was good`,
    rule: 'refusals' as const,
    of: ({ lines }: Recorded) => {
      const confirm = must(lines.find((line) => ok('confirm')(line) && isOnly(lines, line)));
      const held = last(
        lines.filter((line) => line.user === confirm.user && ok('hold')(line) && line.start < confirm.start),
      );
      const start = (held.end ?? 0) + 1;
      lines.push({
        ...confirm,
        n: 1e6,
        key: null,
        start,
        end: start + 1,
        outcome: 'refused',
        reason,
        got: {},
      });
    },
  })),
  {
    what: 'one’s own reservation was not found',
    rule: 'refusals',
    of: ({ lines }) => {
      const line = must(lines.find((each) => ok('cancel')(each)));
      lines.push({ ...line, n: 1e6, outcome: 'refused', reason: 'not_found', got: {} });
    },
  },
  {
    what: 'somebody was shown nothing of what they have',
    rule: 'acknowledged',
    of: ({ lines }) => {
      const line = must(
        lines.find((each) => ok('my_reservations')(each) && JSON.stringify(each.got).includes('"active"')),
      );
      line.got = { reservations: [] };
    },
  },
  {
    what: 'a reservation was said to be cancelled and is not',
    rule: 'acknowledged',
    of: (recorded) => remove(recorded, last(recorded.rows.filter(is('cancelled')))),
  },
  {
    what: 'somebody was told of another’s reservation',
    rule: 'mine',
    of: ({ lines }) => {
      const [first, second] = twoOf(lines.filter(ok('confirm')), (a, b) => a.user !== b.user);
      second.got = { ...first.got };
    },
  },
  {
    what: 'somebody who has nothing was told of another’s reservation',
    rule: 'mine',
    of: ({ lines }) => {
      const line = last(lines.filter(ok('confirm')));
      const start = (line.end ?? 0) + 10;
      lines.push({ ...line, n: 1e6, user: 'new', op: 'reservation', key: null, start, end: start + 10 });
    },
  },
  {
    what: 'a number was given twice',
    rule: 'numbers',
    of: ({ lines }) => {
      const [first, second] = twoOf(lines.filter(ok('queue_join')), (a, b) => a.user !== b.user);
      for (const line of lines)
        if (line.user === second.user && 'number' in line.got) line.got['number'] = first.got['number'];
    },
  },
  {
    what: 'who came last got the first number',
    rule: 'numbers',
    of: ({ lines }) => {
      const late = last(lines.filter(ok('queue_join')));
      for (const line of lines) if (line.user === late.user && 'number' in line.got) line.got['number'] = 0;
    },
  },
  {
    what: 'somebody’s number changed',
    rule: 'numbers',
    of: ({ lines }) => (must(lines.find(ok('pass'))).got['number'] = 99_999),
  },
  {
    what: 'somebody held seats and never had a turn',
    rule: 'turns',
    of: ({ lines }) => {
      const { user } = must(lines.find(ok('hold')));
      for (const line of lines.filter((each) => each.user === user && each.op === 'pass')) drop(lines, line);
    },
  },
  {
    what: 'the doors went back',
    rule: 'turns',
    of: ({ lines }) => (last(lines.filter(ok('queue_status'))).got['serving'] = 0),
  },
  {
    what: 'the doors of a line that was shuffled went back',
    rule: 'turns',
    of: ({ lines, header }) => {
      header['queue_order'] = 'shuffle';
      last(lines.filter(ok('queue_status'))).got['serving'] = 0;
    },
  },
  {
    what: 'a reservation is shown with another code than it was given',
    rule: 'money',
    of: ({ lines }) => (must(lines.find(ok('reservation'))).got['code'] = 'OTHER-OTHER'),
  },
  {
    what: 'two reservations have one code',
    rule: 'money',
    of: ({ lines }) => {
      const [first, second] = twoOf(lines.filter(ok('confirm')), (a, b) => a.got['code'] !== b.got['code']);
      second.got['code'] = first.got['code'];
    },
  },
  {
    what: 'the sum is another than that of the seats',
    rule: 'money',
    of: ({ lines }) => add(must(lines.find(ok('confirm'))).got, 'total', 1),
  },
];

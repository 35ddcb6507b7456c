import type { Rule } from '../rules/rules.ts';
import { falsifiedAnswers } from './falsified-answers.ts';
import {
  SEQUENCE,
  MARK,
  SEATS,
  ENDS,
  EXPIRES,
  USED,
  REMAINING,
  is,
  ok,
  asked,
  seatsOf,
  must,
  putOff,
  last,
  twoOf,
  isOnly,
  drop,
  add,
  remove,
  insert,
} from './falsify.ts';
import type { Recorded } from './recorded.ts';

export interface Falsification {
  readonly what: string;
  /** That has to be called broken, whatever else is. */
  readonly rule: Rule;
  readonly of: (recorded: Recorded) => void;
}

/** Each in one place of a history and log that were recorded of a real server. */
export const falsifications: readonly Falsification[] = [
  {
    what: 'a confirmed seat is another’s in the log',
    rule: 'acknowledged',
    of: ({ rows }) => {
      const [first, second] = twoOf(rows.filter(is('reserved')), (a, b) => a[MARK] !== b[MARK]);
      [first[MARK], second[MARK]] = [second[MARK], first[MARK]];
    },
  },
  {
    what: 'what was confirmed is not in the log',
    rule: 'acknowledged',
    of: (recorded) => remove(recorded, last(recorded.rows.filter(is('reserved')))),
  },
  {
    what: 'what was confirmed is in the log for other seats',
    rule: 'acknowledged',
    of: ({ rows, lines }) => {
      const { got } = last(lines.filter((line) => ok('confirm')(line) && seatsOf(line).length === 1));
      const row = rows.find((each) => each[SEQUENCE] === got['sequence']);
      got['seats'] = [(row?.[SEATS][0] ?? 0) + 1];
    },
  },
  {
    what: 'two changes that were made long after each other stand the other way round',
    rule: 'order',
    of: (recorded) => {
      const { rows, lines } = recorded;
      const made = rows.filter(is('queued'));
      const [first, second] = [must(made[0]), last(made)];
      const [a, b] = [first[SEQUENCE], second[SEQUENCE]];
      for (const { op, got } of lines) {
        if (op !== 'line_join') continue;
        const entry = got['entry'];
        if (entry === a) got['entry'] = b;
        else if (entry === b) got['entry'] = a;
      }
      [first[MARK], second[MARK]] = [second[MARK], first[MARK]];
    },
  },
  {
    what: 'an operation is told later than what came of it',
    rule: 'order',
    of: ({ lines }) => {
      const line = must(lines.find(ok('confirm')));
      const later = last(lines.filter(ok('confirm')));
      line.start = later.start + 1_000_000;
      line.end = line.start + 1_000;
    },
  },
  {
    what: 'a seat is held that is reserved',
    rule: 'oneOwner',
    of: ({ rows }) => {
      const given = new Set(rows.map((row) => row[ENDS]));
      const taken = last(rows.filter((row) => is('reserved')(row) && !given.has(row[SEQUENCE])));
      const other = must(rows.find((row) => row[MARK] !== taken[MARK] && is('held')(row)));
      rows.push([
        rows.length + 1,
        taken[1],
        'held',
        'clock',
        other[MARK],
        taken[SEATS],
        null,
        other[EXPIRES],
        0,
        null,
      ]);
    },
  },
  {
    what: 'a change names a seat twice',
    rule: 'oneOwner',
    of: ({ rows }) => {
      const row = must(rows.find(is('held')));
      row[SEATS] = [...row[SEATS], row[SEATS][0] ?? 1];
    },
  },
  ...['released', 'expired', 'extended'].map((cause) => ({
    what: `somebody else’s hold is ${cause}`,
    rule: 'oneOwner' as const,
    of: ({ rows }: Recorded) => {
      const row = must(rows.find(is(cause)));
      row[MARK] = must(rows.find((other) => other[MARK] !== null && other[MARK] !== row[MARK]))[MARK];
    },
  })),
  {
    what: 'somebody else’s reservation is cancelled',
    rule: 'oneOwner',
    of: ({ rows }) => {
      const row = must(rows.find(is('cancelled')));
      row[MARK] = must(rows.find((other) => other[MARK] !== null && other[MARK] !== row[MARK]))[MARK];
    },
  },
  {
    what: 'seats were given back by nobody',
    rule: 'explained',
    of: ({ lines }) => {
      for (const line of lines) if (line.op === 'release') line.outcome = 'refused';
    },
  },
  {
    what: 'nobody asked for a hold that is in the log',
    rule: 'explained',
    of: ({ lines }) => drop(lines, must(lines.find((line) => ok('hold')(line) && isOnly(lines, line)))),
  },
  {
    what: 'one extension with one key happened twice',
    rule: 'explained',
    of: ({ rows }) => {
      const index = rows.findIndex(is('extended'));
      const row = must(rows[index]);
      insert(rows, index + 1, [...row]);
      must(rows[index + 1])[USED] = (row[USED] ?? 0) + 1;
      must(rows[index + 1])[EXPIRES] = (row[EXPIRES] ?? 0) + 2_000;
    },
  },
  {
    what: 'one may have fewer seats than somebody had',
    rule: 'limit',
    of: ({ header }) => (header['max_seats_per_user'] = 1),
  },
  {
    what: 'a hold was made longer more often than one may',
    rule: 'over',
    of: ({ rows }) => (must(rows.find(is('extended')))[USED] = 9),
  },
  {
    what: 'an extension is not counted',
    rule: 'over',
    of: ({ rows }) => (must(rows.find(is('extended')))[USED] = 0),
  },
  {
    what: 'an extension gives ten seconds more than it should',
    rule: 'over',
    of: ({ rows }) => {
      const row = must(rows.find(is('extended')));
      row[EXPIRES] = (row[EXPIRES] ?? 0) + 10_000;
    },
  },
  {
    what: 'a hold ends before its time',
    rule: 'kept',
    of: ({ header, lines, rows }) => {
      // As if a hold were promised for a minute: those that ran out then did so too early.
      header['hold_ttl_ms'] = 60_000;
      for (const { got } of lines) add(got, 'expires_in_ms', 58_000);
      for (const row of rows) putOff(row, 58_000);
    },
  },
  {
    what: 'a hold is given less time than the rules say',
    rule: 'kept',
    of: ({ header }) => (header['hold_ttl_ms'] = 5_000),
  },
  {
    what: 'a hold is given more time than the rules say',
    rule: 'over',
    of: ({ header }) => (header['hold_ttl_ms'] = 500),
  },
  {
    what: 'a hold was confirmed after its end',
    rule: 'over',
    of: ({ lines, rows }) => {
      for (const { got } of lines) add(got, 'expires_in_ms', -1_990);
      for (const row of rows) putOff(row, -1_990);
    },
  },
  {
    what: 'somebody was promised more time than the log says',
    rule: 'promises',
    of: ({ lines }) => add(must(lines.filter(ok('hold'))[5]).got, 'expires_in_ms', 1_000),
  },
  {
    what: 'another number of seats was left',
    rule: 'firstFree',
    of: ({ rows }) => {
      const row = must(rows.find(is('reserved')));
      row[REMAINING] = (row[REMAINING] ?? 0) + 1;
    },
  },
  {
    what: 'half of what was asked for is held',
    rule: 'whole',
    of: ({ lines }) => {
      const line = must(lines.find((each) => ok('hold')(each) && asked(each).length > 1));
      line.asked['seats'] = [...asked(line), 399];
    },
  },
  {
    what: 'fewer of the best seats are held than were asked for',
    rule: 'whole',
    of: ({ lines }) => {
      const line = must(lines.find((each) => ok('hold')(each) && 'best' in each.asked));
      line.asked['best'] = { quantity: seatsOf(line).length + 1 };
    },
  },
  {
    what: 'a hall was shown with one seat in another state',
    rule: 'reads',
    of: ({ lines }) => {
      const { got } = last(lines.filter(ok('states')));
      const states = String(got['states']);
      got['states'] = `${states.startsWith('a') ? 'h' : 'a'}${states.slice(1)}`;
    },
  },
  {
    what: 'an old hall was shown',
    rule: 'fresh',
    of: ({ lines }) => {
      const reads = lines.filter(ok('states'));
      last(reads).got = { ...must(reads[0]).got };
    },
  },
  {
    what: 'a hall was shown that was one change behind what had been told',
    rule: 'fresh',
    of: ({ lines, rows }) => {
      const made = last(rows.filter(is('reserved')));
      const told = must(lines.find(({ op, got }) => op === 'confirm' && got['sequence'] === made[SEQUENCE]));
      const before = must(lines.find((line) => ok('states')(line)));
      const start = (told.end ?? 0) + 1;
      // Which seats it shows is another rule's business.
      const got = { ...before.got, sequence: made[SEQUENCE] - 1 };
      lines.push({ ...before, n: 1e6, start, end: start + 1, got });
    },
  },
  {
    what: 'a hall was shown before it was so',
    rule: 'order',
    of: ({ lines }) => {
      const reads = lines.filter(ok('states'));
      must(reads[0]).got = { ...last(reads).got };
    },
  },
  {
    what: 'somebody who watched did not learn of the last changes',
    rule: 'converged',
    of: ({ lines }) => {
      const watch = last(lines.filter(ok('watch')));
      watch.got = { ...must(lines.find(ok('snapshot'))).got };
      // They watched for another minute, and were told nothing.
      watch.end = (watch.end ?? 0) + 60_000_000;
    },
  },
  ...falsifiedAnswers,
];

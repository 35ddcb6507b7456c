import { describe, expect, it } from 'vitest';
import { held, log, reserved } from '../verify-log/made-log.ts';
import { audit, type Evidence } from './audit.ts';
import { Records } from './records.ts';

/** Ann and Bob had their turns and bought; the log's clock begins at 1,000. */
function evidence(
  change: (records: Records) => void = () => undefined,
  more: Partial<Evidence> = {},
): Evidence {
  const records = new Records();
  for (const [i, userId] of ['ann', 'bob'].entries()) {
    const person = records.person(userId);
    person.number = i + 1;
    person.passes.push({ place: i + 1, givenAt: 900, endsAt: 60_000 });
    person.reservation = { sequence: i + 3, seatIds: [i + 1] };
    person.ending = 'bought';
  }
  change(records);
  return {
    log: log(held('m1', 1), held('m2', 2), reserved('m1', 2, 1), reserved('m2', 2, 2)),
    records,
    samples: [{ at: 2_600, state: 'open', serving: 2, waiting: 0, active: 0 }],
    ...{ preQueued: 0, seed: '0'.repeat(32), shown: undefined },
    ...more,
  };
}

const rulesBroken = async (given: Evidence) => (await audit(given)).violations.map(({ rule }) => rule);
const bob = ({ people }: Records) => people[1] ?? expect.unreachable();

describe('what the clients of a sale were told', () => {
  it('agrees with the log when every rule held', async () => {
    expect(await audit(evidence())).toEqual({ changes: 4, sold: 2, violations: [] });
  });

  it.each<[string, string, Evidence]>([
    [
      'a ticket that the log has not',
      'log and tickets agree',
      evidence((r) => (bob(r).reservation = { sequence: 2, seatIds: [2] })),
    ],
    [
      'other seats than the log has',
      'log and tickets agree',
      evidence((r) => (bob(r).reservation = { sequence: 4, seatIds: [3] })),
    ],
    [
      'a reservation that nobody was told of',
      'log and tickets agree',
      evidence((r) => (bob(r).reservation = undefined)),
    ],
    [
      'a browser’s ticket that the log has not',
      'log and tickets agree',
      evidence(undefined, { shown: { sequence: 9, seatCount: 1 } }),
    ],
    [
      'a seat taken after the turn',
      'no seat without a pass',
      evidence((r) => bob(r).passes.splice(0, 1, { place: 2, givenAt: -9_000, endsAt: -2_000 })),
    ],
    [
      'more who held than had a pass',
      'no seat without a pass',
      evidence(
        (r) => {
          for (const person of r.people) person.passes.length = 0;
        },
        { log: log(held('m1', 1), held('m2', 2)) },
      ),
    ],
    ['one number for two people', 'a number is one person’s', evidence((r) => (bob(r).number = 1))],
    [
      'a place that does not follow from the seed',
      'the shuffle can be checked',
      evidence(undefined, { preQueued: 2, seed: '1'.repeat(32) }),
    ],
    [
      'somebody before their place',
      'in order of place',
      evidence(undefined, { samples: [{ at: 2_600, state: 'open', serving: 1, waiting: 0, active: 0 }] }),
    ],
    [
      'somebody who does not know how it ended',
      'nobody is lost',
      evidence((r) => (bob(r).ending = 'unknown outcome')),
    ],
    [
      'a log that was changed',
      'the log proves itself',
      evidence(undefined, {
        log: log(held('m1', 1), held('m2', 1), reserved('m1', 2, 1), reserved('m2', 2, 2)),
      }),
    ],
  ])('shows %s', async (_, rule, given) => {
    expect(await rulesBroken(given)).toContain(rule);
  });
});

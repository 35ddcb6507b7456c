import { describe, expect, it } from 'vitest';
import type { Records } from '../src/records/records.ts';
import type { Evidence } from '../src/verdicts/evidence.ts';
import { judge } from '../src/verdicts/judge.ts';
import { ann, bob, evidence, ticket, watcher } from './made-evidence.ts';
import { cancelled, held, log, reserved } from './verify-log/made-log.ts';

describe('what everybody was told', () => {
  it('agrees with the log when every promise held', async () => {
    const { verdicts, violations } = await judge(evidence());
    expect(violations).toEqual([]);
    expect(verdicts.map(({ standing }) => standing)).toEqual(Array<string>(7).fill('held'));
  });

  it('may be as far from the log as the clocks could not be told apart', async () => {
    const early = (records: Records) =>
      bob(records).passes.splice(0, 1, { place: 2, givenAt: -9_000, endsAt: -2_000 });
    for (const [clockUncertainMs, count] of [
      [1_000, 1],
      [2_000, 0],
    ] as const) {
      const { violations } = await judge(evidence(early, { clockUncertainMs }));
      expect(violations.filter(({ rule }) => rule === 'no seat without a pass')).toHaveLength(count);
    }
  });

  it('is called not checked where nothing could be compared, never held', async () => {
    const { verdicts } = await judge(evidence(({ tried }) => (tried.retries = 0), { log: undefined }));
    const unchecked = verdicts.filter(({ standing }) => standing === 'not checked');
    expect(unchecked.map(({ promise }) => promise)).toEqual(['kept', 'first-come', 'retries']);
  });

  it('is no violation when a seat was given back before it was sold again', async () => {
    const given = evidence(
      (records) => {
        ann(records).reservation = { ...ticket(2, 1), cancelledAt: 994 };
        ann(records).holds.length = 0;
        ann(records).holds.push({
          seatIds: [1],
          askedAt: 990,
          answeredAt: 1_000,
          endsAt: 60_000,
          doneAt: 1_001,
        });
        bob(records).reservation = ticket(5, 1);
        bob(records).holds.length = 0;
        bob(records).holds.push({
          seatIds: [1],
          askedAt: 1_003,
          answeredAt: 1_004,
          endsAt: 60_000,
          doneAt: 1_005,
        });
      },
      {
        log: log(
          ...[held('m1', 1), reserved('m1', 3, 1), cancelled('m1', 2, 1)],
          ...[held('m2', 1), reserved('m2', 3, 1)],
        ),
        ...{ streams: [watcher(5, 'raaa')], finalStates: { sequence: 5, states: 'raaa' } },
      },
    );
    expect((await judge(given)).violations).toEqual([]);
  });

  it.each<[string, string, string, Evidence]>([
    [
      'two tickets for one seat',
      'one-owner',
      'one seat, one ticket',
      evidence((r) => (bob(r).reservation = ticket(4, 1))),
    ],
    [
      'two tickets for one seat, of which the later was given back',
      'one-owner',
      'one seat, one ticket',
      evidence((r) => {
        ann(r).reservation = { ...ticket(3, 1), answeredAt: 1_200 };
        bob(r).reservation = { ...ticket(4, 1), cancelledAt: 1_100 };
      }),
    ],
    [
      'two tickets for one seat, of which the earlier was given back when there were two',
      'one-owner',
      'one seat, one ticket',
      evidence((r) => {
        ann(r).reservation = { ...ticket(3, 1), cancelledAt: 1_100 };
        bob(r).reservation = ticket(4, 1);
      }),
    ],
    [
      'a ticket that the log has not',
      'kept',
      'log and tickets agree',
      evidence((r) => (bob(r).reservation = ticket(2, 2))),
    ],
    [
      'other seats than the log has',
      'kept',
      'log and tickets agree',
      evidence((r) => (bob(r).reservation = ticket(4, 3))),
    ],
    [
      'a reservation that nobody was told of',
      'kept',
      'log and tickets agree',
      evidence((r) => (bob(r).reservation = undefined)),
    ],
    [
      'a browser’s ticket that the log has not',
      'kept',
      'log and tickets agree',
      evidence(undefined, { others: new Set([9]) }),
    ],
    [
      'a hold that the log has not',
      'kept',
      'a hold is written down',
      evidence((r) =>
        ann(r).holds.push({ seatIds: [4], askedAt: 990, answeredAt: 999, endsAt: 60_000, doneAt: 1_000 }),
      ),
    ],
    [
      'a hold of which the log has one seat only',
      'kept',
      'a hold is written down',
      evidence((r) =>
        ann(r).holds.push({ seatIds: [1, 4], askedAt: 990, answeredAt: 999, endsAt: 60_000, doneAt: 1_000 }),
      ),
    ],
    [
      'a ticket that is there still, though it was given back',
      'kept',
      'a ticket is there when asked for again',
      evidence((r) => (ann(r).reservation = { ...ticket(3, 1), cancelledAt: 1_100 }), {
        askedAgain: [{ userId: 'ann', reservationIds: ['rehearsal-a.3'] }],
      }),
    ],
    [
      'a ticket that is gone when asked for again',
      'kept',
      'a ticket is there when asked for again',
      evidence(undefined, { askedAgain: [{ userId: 'ann', reservationIds: [] }] }),
    ],
    [
      'a log that was changed',
      'kept',
      'the log proves itself',
      evidence(undefined, {
        log: log(held('m1', 1), held('m2', 2), reserved('m1', 2, 1), reserved('m2', 2, 2)).with(
          2,
          '[2,1001,"held","user","m2",[3],null,60000,0,null,"00"]',
        ),
      }),
    ],
    [
      'a held seat that another was given',
      'first-come',
      'a hold is one person’s',
      evidence((r) =>
        bob(r).holds.push({
          seatIds: [1],
          askedAt: 1_001,
          answeredAt: 1_001,
          endsAt: 60_000,
          doneAt: undefined,
        }),
      ),
    ],
    [
      'somebody who overtook',
      'first-come',
      'in order of arrival',
      evidence((r) => {
        ann(r).reservation = { ...ticket(3, 1), askedAt: 1_500, answeredAt: 1_501 };
      }),
    ],
    [
      'a seat taken after the turn',
      'first-come',
      'no seat without a pass',
      evidence((r) => bob(r).passes.splice(0, 1, { place: 2, givenAt: -9_000, endsAt: -2_000 })),
    ],
    [
      'one number for two people',
      'first-come',
      'a number is one person’s',
      evidence((r) => (bob(r).number = 1)),
    ],
    [
      'a place that does not follow from the seed',
      'first-come',
      'the shuffle can be checked',
      evidence(undefined, { shuffle: { preQueued: 2, seed: '1'.repeat(32) } }),
    ],
    [
      'somebody let in before their place',
      'first-come',
      'in order of place',
      evidence(undefined, {
        lineSamples: [{ at: 2_600, state: 'open', serving: 1, waiting: 0, active: 0, seatsLeft: 2 }],
      }),
    ],
    [
      'somebody who did not see the last change',
      'live-hall',
      'everybody sees every change',
      evidence(undefined, { streams: [watcher(3, 'rhaa')] }),
    ],
    [
      'somebody who ended with another hall',
      'live-hall',
      'everybody ends with the same hall',
      evidence(undefined, { streams: [watcher(4, 'rraa'), watcher(4, 'raaa')] }),
    ],
    [
      'a refusal of seats that were free',
      'honest-refusals',
      'a refusal is true',
      evidence((r) =>
        r.refusedSeats({
          userId: 'ann',
          seatIds: [4],
          reason: 'seat_held',
          askedAt: 1_000,
          answeredAt: 1_001,
        }),
      ),
    ],
    ...(
      [
        ['released', 'held'],
        ['expired', 'held'],
        ['cancelled', 'reserved'],
        ['unblocked', 'blocked'],
      ] as const
    ).map(([cause, before]): [string, string, string, Evidence] => [
      `a refusal of a seat long after it was ${cause}`,
      'honest-refusals',
      'a refusal is true',
      evidence(
        (r) =>
          r.refusedSeats({
            ...{ userId: 'ann', seatIds: [4], reason: 'seat_held', askedAt: 90_000, answeredAt: 90_001 },
          }),
        {
          log: log(
            ...[held('m1', 1), held('m2', 2), reserved('m1', 2, 1), reserved('m2', 2, 2)],
            ...[
              [before, 'user', 'm3', [4], null, null, null, 1],
              [cause, 'user', 'm3', [4], null, null, null, null],
            ],
          ),
        },
      ),
    ]),
  ])('shows %s', async (_, promise, rule, given) => {
    const { verdicts, violations } = await judge(given);
    expect(violations).toContainEqual(expect.objectContaining({ promise, rule }));
    expect(verdicts.find((verdict) => verdict.promise === promise)?.standing).toBe('broken');
  });
});

import { describe, expect, it } from 'vitest';
import { checkMemory, checkShown } from '../../src/audit/check-memory.ts';
import { Findings } from '../../src/audit/findings.ts';
import { Fold } from '../../src/audit/fold.ts';
import { copyHall, type HallCopy } from '../../src/audit/hall-copy.ts';
import type { UserPlace } from '../../src/domain/user-place.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, EPOCH, LOG_KEY, smallEvent } from '../support/hall.ts';

const SEATS = 12_000;

describe('the comparison of memory with the log', () => {
  it('lets those who buy go first now and then, and takes nothing that they do for a contradiction', async () => {
    const map = emptyHall(smallEvent({ layout: { rows: SEATS / 40, seatsPerRow: 40 } }));
    const findings = new Findings();
    const { sequence, head } = map;
    const fold = new Fold({ sequence, head, logKey: LOG_KEY, seatCount: SEATS }, findings);
    const sell = (seatId: number) => {
      const changes = [
        ...done(map, hold(`user${seatId}`, seatId), at(0)).changes,
        ...done(map, confirm(`user${seatId}`, [seatId]), at(1, { key: { keyPrint: seatId, wishPrint: 1 } }))
          .changes,
      ];
      return changes;
    };
    for (let seatId = 1; seatId <= 5_000; seatId++) sell(seatId).forEach((change) => fold.take(change));

    const hall = {
      seatMap: map,
      time: () => ({ now: at(1).now, correctionMs: 0 }),
      refresh() {},
      reload() {},
    };
    const copy = copyHall('default', hall, { shown: () => [], told: () => undefined });
    let soldMeanwhile = 0;
    await checkMemory(copy, fold, EPOCH, findings, async () => {
      sell(5_001 + soldMeanwhile++);
      await Promise.resolve();
    });

    expect(findings.all()).toEqual([]);
    // Places, seats and keys are each gone through in portions.
    expect(soldMeanwhile).toBeGreaterThanOrEqual(2 + SEATS / 2_000 + 2);
  });

  /** What memory and log agree on: ann has seat 1, bob holds 2, seats 3 and on are free. Then something is another. */
  const compared = async (
    differs: (copy: HallCopy) => Partial<HallCopy>,
    { epoch = EPOCH, startsLate = false } = {},
  ): Promise<string[]> => {
    const map = emptyHall();
    const findings = new Findings();
    const { sequence, head } = map;
    const changes = [
      ...done(map, confirm('ann', [1]), at(0, { key: { keyPrint: 1, wishPrint: 1 } })).changes,
      ...done(map, hold('bob', 2), at(0)).changes,
    ];
    const [first] = changes;
    const start = startsLate && first !== undefined ? first : { sequence, head, hash: head };
    const fold = new Fold(
      { sequence: start.sequence, head: start.hash, logKey: LOG_KEY, seatCount: 9 },
      findings,
    );
    for (const change of startsLate ? changes.slice(1) : changes) fold.take(change);
    const hall = {
      ...{ seatMap: map, refresh() {}, reload() {} },
      time: () => ({ now: at(0).now, correctionMs: 0 }),
    };
    const copy = copyHall('default', hall, { shown: () => [], told: () => undefined });
    await checkMemory({ ...copy, ...differs(copy) }, fold, epoch, findings, () => Promise.resolve());
    return findings.all().map(({ what, seatIds }) => [what, ...seatIds].join(' '));
  };
  const placesAnd = (place: Partial<UserPlace>) => (copy: HallCopy) => {
    const none = { hold: undefined, ended: [], reservations: [], keys: [] };
    return { places: [...copy.places, { userId: 'mallory', ...none, ...place }] };
  };
  const heldBy = (userId: string, seatId: number) => ({
    hold: { userId, seatIds: [seatId], expiresAt: at(120_000).now, extensionsUsed: 0 },
  });

  it.each<[string, (copy: HallCopy) => Partial<HallCopy>, readonly string[]]>([
    ['is as it should be', () => ({}), []],
    [
      'has another number of seats',
      ({ states }) => ({ states: `${states}a` }),
      ['the hall in memory has another number of seats'],
    ],
    [
      'has a hold that the log does not know',
      (copy) => ({ ...placesAnd(heldBy('mallory', 5))(copy), holdCount: 2 }),
      ['memory has a hold that the log does not know 5'],
    ],
    [
      'has somebody else’s hold twice',
      (copy) => ({ ...placesAnd(heldBy('mallory', 2))(copy), holdCount: 2 }),
      ['memory has a hold that the log does not know 2'],
    ],
    [
      'has a reservation under another number',
      placesAnd({ userId: 'ann', reservations: [{ sequence: 2, seatIds: [1] }] }),
      ['memory has a reservation that the log does not know 1'],
    ],
    [
      'answers a retry with another wish',
      placesAnd({ userId: 'ann', keys: [{ keyPrint: 1, wishPrint: 2, sequence: 1, atMinute: 0 }] }),
      ['memory answers a retry with another’s success'],
    ],
    [
      'keeps a key that the log has forgotten',
      placesAnd({ keys: [{ keyPrint: 1, wishPrint: 2, sequence: 77, atMinute: 0 }] }),
      [],
    ],
    [
      'has forgotten a key that is a day old',
      ({ time }) => ({ places: [], holdCount: 0, time: { ...time, now: time.now + 24 * 3_600_000 } }),
      ['memory lacks a reservation 1', 'memory lacks a hold 2'],
    ],
    [
      'has forgotten a key by a clock that is set',
      ({ time }) => {
        const correctionMs = 24 * 3_600_000;
        return { places: [], holdCount: 0, time: { now: time.now + correctionMs, correctionMs } };
      },
      ['memory lacks a reservation 1', 'memory lacks a hold 2', 'memory has forgotten a key of a retry'],
    ],
    [
      'still has a hold whose time was over long ago',
      ({ time }) => ({ time: { ...time, now: at(120_000 + 30_001).now } }),
      ['a hold has not been ended although its time is over'],
    ],
    [
      'still has a hold whose time has just been over',
      ({ time }) => ({ time: { ...time, now: at(120_000 + 30_000).now } }),
      [],
    ],
    [
      'has a line that is out of order',
      () => ({
        line: [2, 1].map((sequence) => ({ sequence, userId: 'eve', wish: { seatId: 1 } })),
      }),
      ['memory has a place in line that the log does not know', 'the line in memory is out of order'],
    ],
  ])('finds what is wrong where memory %s', async (_what, differs, found) => {
    expect(await compared(differs)).toEqual(found);
  });

  it('compares nothing where memory is of another history', async () => {
    const found = ['the hall in memory is of another history'];
    expect(await compared(() => ({ head: 'ab', states: '' }))).toEqual(found);
    expect(await compared(() => ({ states: '' }), { epoch: 'e2' })).toEqual(found);
  });

  it('leaves out what a log does not tell whose beginning is archived', async () => {
    expect(await compared(() => ({}), { startsLate: true })).toEqual([]);
    const lost = await compared(() => ({ places: [], holdCount: 0 }), { startsLate: true });
    expect(lost).toEqual(['memory lacks a hold 2']);
    // Seat 1 may have been anybody's.
    const wrong = await compared(({ states }) => ({ states: `a${states.slice(1)}`, availableCount: 8 }), {
      startsLate: true,
    });
    expect(wrong).toEqual([]);
  });
});

describe('what everybody is shown', () => {
  const copy = { ...{ sequence: 7, head: 'abcd'.repeat(16), states: 'ahr' }, told: undefined };
  const shown = (differs: object) =>
    [
      { name: 'the list of seats', etag: 'W/"e1.abcd:7"', states: 'ahr', position: 'e1.abcd:7', ...differs },
    ] as const;
  const found = (differs: Partial<Pick<HallCopy, 'told'>>, view: object = {}) => {
    const findings = new Findings();
    checkShown({ ...copy, shown: shown(view), ...differs }, 'e1.abcd:7', findings);
    return findings.all().map(({ check, what }) => `${check}: ${what}`);
  };

  it('is found to be of another change than it says', () => {
    const other = 'views: the list of seats says it is of another change than it is';
    expect(found({})).toEqual([]);
    expect(found({}, { position: 'e1.abcd:6' })).toEqual([other]);
    expect(found({}, { etag: 'W/"e1.abcd:6"' })).toEqual([other]);
    expect(found({}, { states: 'ahh' })).toEqual([
      'views: the list of seats shows other seats than memory has',
    ]);
  });

  it('is found to be of another history, or not to have been told', () => {
    const untold = 'streams: those who watch have been told another history, or not all of it';
    expect(found({ told: { sequence: 7, head: copy.head } })).toEqual([]);
    expect(found({ told: { sequence: 6, head: copy.head } })).toEqual([untold]);
    expect(found({ told: { sequence: 7, head: 'ef' } })).toEqual([untold]);
  });
});

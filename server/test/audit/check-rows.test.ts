import { describe, expect, it } from 'vitest';
import { checkEvent, checkSeats, ReservationCheck } from '../../src/audit/check-rows.ts';
import { Findings } from '../../src/audit/findings.ts';
import { Fold } from '../../src/audit/fold.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, LOG_KEY } from '../support/hall.ts';
import type { AuditedEvent, AuditedReservation, AuditedSeat } from '../../src/ports/audit-ledger.ts';

const TTL = 120_000;
const bound = { holdTtlMs: TTL, holdExtensions: 2, sinceSequence: 0 };

/** A log in which ann bought seats 1 and 2 and bob holds 3 until `TTL`. */
function foldOf(findings: Findings): Fold {
  const map = emptyHall();
  const { sequence, head } = map;
  const fold = new Fold({ sequence, head, logKey: LOG_KEY, seatCount: 9 }, findings);
  for (const { changes } of [done(map, confirm('ann', [1, 2]), at(0)), done(map, hold('bob', 3), at(0))]) {
    for (const change of changes) fold.take(change);
  }
  return fold;
}

const said = (findings: Findings) => findings.all().map(({ what, severity }) => [what, severity]);

describe('a row of a seat', () => {
  const held: AuditedSeat = {
    ...{ seatId: 3, state: 'held', userId: 'bob', expiresAt: at(TTL).now },
    ...{ extensionsUsed: 0, reservation: null },
  };
  const check = (seat: AuditedSeat, now: number, by = bound) => {
    const findings = new Findings();
    checkSeats([seat], foldOf(findings), now, by, findings);
    return said(findings).map(([what]) => what);
  };
  const tooLong = ['a hold lasts longer than the rules allow'];

  it('may last as long as the rules allow, rounded up to a millisecond', () => {
    expect(check(held, at(0).now)).toEqual([]);
    expect(check(held, at(0).now - 1)).toEqual([]);
    expect(check(held, at(0).now - 2)).toEqual(tooLong);
    // Under other rules it would have ended earlier.
    expect(check(held, at(0).now, { ...bound, holdTtlMs: TTL - 2 })).toEqual(tooLong);
    expect(check(held, at(0).now, { ...bound, holdTtlMs: TTL - 2, sinceSequence: 2 })).toEqual([]);
  });

  it('may be extended as often as the rules allow', () => {
    const findings = new Findings();
    const fold = foldOf(findings);
    const times = (extensionsUsed: number, ms: number) => ({ extensionsUsed, expiresAt: at(ms).now });
    const checkAs = (extensionsUsed: number, ms: number) => {
      const seat = fold.seats[2];
      if (seat === undefined) throw new Error('no seat');
      Object.assign(seat, times(extensionsUsed, ms));
      const found = new Findings();
      checkSeats([{ ...held, ...times(extensionsUsed, ms) }], fold, at(0).now, bound, found);
      return said(found).map(([what]) => what);
    };
    expect(checkAs(2, 3 * TTL + 1)).toEqual([]);
    expect(checkAs(2, 3 * TTL + 2)).toEqual(tooLong);
    expect(checkAs(3, TTL)).toEqual(tooLong);
  });

  it('is left alone where the hall has no such seat, or nobody knows of it', () => {
    expect(check({ ...held, seatId: 10 }, at(0).now)).toEqual([]);
    const findings = new Findings();
    const late = new Fold({ sequence: 5, head: 'ab', logKey: LOG_KEY, seatCount: 9 }, findings);
    checkSeats([held], late, at(0).now, bound, findings);
    expect(said(findings)).toEqual([]);
  });

  it.each<[Partial<AuditedSeat>, string]>([
    [{ userId: null }, 'a seat’s user is not whom the log says'],
    [{ extensionsUsed: 1 }, 'a hold’s time is not what the log says'],
    [{ expiresAt: at(TTL + 1).now }, 'a hold’s time is not what the log says'],
    [{ state: 'available' }, 'a seat’s state is not what the log says'],
    [{ state: 'blocked' }, 'a seat’s state is not what the log says'],
  ])('with %j is wrong', (differs, what) => {
    expect(check({ ...held, ...differs }, at(0).now)).toEqual([what]);
  });
});

describe('a row of a reservation', () => {
  const own: AuditedReservation = {
    ...{ sequence: 1, userId: 'ann', code: 'AAAAA', seatIds: [1, 2], createdAt: at(0).now },
    ...{ cancelledAt: null, origin: null, successor: null, amountCount: null },
  };
  const check = (...rows: AuditedReservation[]) => {
    const findings = new Findings();
    const fold = foldOf(findings);
    const createdAt = fold.reservations.get(1)?.createdAt ?? NaN;
    const reservations = new ReservationCheck(fold, findings);
    reservations.take(rows.map((row) => ({ ...row, createdAt })));
    reservations.finish();
    return said(findings).map(([what]) => what);
  };

  it('has an amount for each seat, or none', () => {
    expect(check(own)).toEqual([]);
    expect(check({ ...own, amountCount: 2 })).toEqual([]);
    expect(check({ ...own, amountCount: 1 })).toEqual(['a reservation has not an amount for each seat']);
    expect(check({ ...own, amountCount: 0 })).toEqual(['a reservation has not an amount for each seat']);
  });

  it('may name its seats in any order, and none twice or more', () => {
    expect(check({ ...own, seatIds: [2, 1] })).toEqual([]);
    const wrong = ['a reservation’s seats are not what the log says'];
    for (const seatIds of [[1], [1, 1], [1, 2, 3], []]) expect(check({ ...own, seatIds })).toEqual(wrong);
  });

  it('may come from before the beginning of a log that is archived', () => {
    const findings = new Findings();
    const late = new Fold({ sequence: 5, head: 'ab', logKey: LOG_KEY, seatCount: 9 }, findings);
    const reservations = new ReservationCheck(late, findings);
    reservations.take([own]);
    reservations.finish();
    expect(said(findings)).toEqual([]);
    expect(reservations.count).toBe(1);
  });
});

describe('an event’s own row', () => {
  const event: AuditedEvent = {
    ...{ now: 0, correctionMs: 0, epoch: 'e1', logKey: LOG_KEY, sequence: 0, head: 'ab', prunedTo: 0 },
    ...{ startHead: 'ab', version: 1, holdTtlMs: TTL, holdExtensions: 2, seatCount: 9, availableCount: 9 },
    ...{ countedAvailable: 9, seatRows: 9, lowestSeat: 1, highestSeat: 9, hasItsPlan: true, cursorsAhead: 0 },
    unknownEntries: [],
  };
  const check = (differs: Partial<AuditedEvent>) => {
    const findings = new Findings();
    checkEvent({ ...event, ...differs }, findings);
    return said(findings);
  };
  const seats = [['the hall has not as many seats as the event says', 'true']];

  it.each<[Partial<AuditedEvent>, readonly (readonly string[])[]]>([
    [{}, []],
    [{ seatRows: 8 }, seats],
    [{ lowestSeat: 0 }, seats],
    [{ highestSeat: 10 }, seats],
    [{ hasItsPlan: false }, [['the plan is missing, or is not what its name says', 'true']]],
    [{ availableCount: 8 }, [['the count of available seats is not that of the seats', 'derived']]],
    [{ startHead: null }, [['the kept log does not say where it begins', 'true']]],
    [{ unknownEntries: [4, 7] }, [['somebody was let in with a reservation that does not exist', 'true']]],
    [{ cursorsAhead: 1 }, [['a webhook has been told more than has happened', 'true']]],
  ])('with %j', (differs, found) => {
    expect(check(differs)).toEqual(found);
  });
});

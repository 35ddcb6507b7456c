import { describe, expect, it } from 'vitest';
import { Findings } from '../../src/audit/findings.ts';
import { Fold } from '../../src/audit/fold.ts';
import type { Change, Sealable, Unnumbered } from '../../src/domain/change.ts';
import { firstHead, seal } from '../../src/domain/log-chain.ts';
import { EPOCH, LOG_KEY } from '../support/hall.ts';

const FIRST = firstHead(EPOCH, 'default');
const SEATS = 4;

/** A log whose numbers and hashes are right, whatever it tells. */
function logOf(told: readonly Unnumbered[], from = { sequence: 0, head: FIRST }): Change[] {
  let { head } = from;
  return told.map((each, i) => {
    const numbered: Sealable = { ...each, sequence: from.sequence + i + 1, at: 1_000 + i, hash: '' };
    const change = seal(head, numbered, LOG_KEY);
    head = change.hash;
    return change;
  });
}

const user = (userId: string, ...seatIds: number[]) => ({ actor: 'user', userId, seatIds }) as const;
const time = { expiresAt: 121_000, extensionsUsed: 0 };
const held = (userId: string, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'held', ...user(userId, ...seatIds), ...time, key: null },
});
const extended = (userId: string, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'extended', ...user(userId, ...seatIds), expiresAt: 241_000, extensionsUsed: 1, key: null },
});
const released = (userId: string, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'released', ...user(userId, ...seatIds), ...time },
});
const expired = (userId: string, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'expired', ...user(userId, ...seatIds), ...time, actor: 'clock' },
});
const reserved = (userId: string, remainingSeats: number, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'reserved', ...user(userId, ...seatIds), remainingSeats, key: null },
});
const cancelled = (userId: string, reservation: number, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'cancelled', ...user(userId, ...seatIds), reservation },
});
const blocked = (...seatIds: number[]): Unnumbered => ({
  cause: 'blocked',
  actor: 'organiser:mina',
  seatIds,
});
const unblocked = (...seatIds: number[]): Unnumbered => ({
  cause: 'unblocked',
  actor: 'organiser:mina',
  seatIds,
});
const queued = (userId: string, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'queued', ...user(userId, ...seatIds), wish: { seatId: 1 } },
});
const leftLine = (userId: string, entry: number): Unnumbered => ({
  ...{ cause: 'left_line', ...user(userId), entry, wish: { seatId: 1 } },
});
const offered = (userId: string, entry: number, ...seatIds: number[]): Unnumbered => ({
  ...{ cause: 'offered', ...user(userId, ...seatIds), ...time, entry, wish: { seatId: 1 } },
});

function foldOf(told: readonly Unnumbered[], start = { sequence: 0, head: FIRST }) {
  const findings = new Findings();
  const fold = new Fold({ ...start, logKey: LOG_KEY, seatCount: SEATS }, findings);
  for (const change of logOf(told, start)) fold.take(change);
  const found = findings.all().map(({ what, sequence, seatIds }) => ({ what, sequence, seatIds }));
  return { fold, found };
}
const letters = ({ seats }: Fold) => seats.map(({ letter }) => letter).join('');

describe('what a log amounts to', () => {
  it('is told by each of its changes', () => {
    const { fold, found } = foldOf([
      held('ann', 1, 2),
      extended('ann', 1, 2),
      reserved('ann', 2, 1, 2),
      cancelled('ann', 3, 2),
      held('bob', 2),
      released('bob', 2),
      held('bob', 3),
      expired('bob', 3),
      blocked(4),
      unblocked(4),
      blocked(3),
      queued('eve'),
      queued('gil'),
      leftLine('gil', 13),
      cancelled('ann', 3, 1),
      offered('eve', 12, 1),
    ]);
    expect(found).toEqual([]);
    expect(letters(fold)).toBe('haba');
    expect(fold.availableCount).toBe(2);
    expect(fold.seats[0]).toMatchObject({ userId: 'eve', expiresAt: 121_000, sequence: 16 });
    expect([...fold.line.places]).toEqual([]);
    expect(fold.reservations.get(3)).toMatchObject({ seatIds: [1], cancelledAt: 1_014, isHandedOn: false });
  });

  it('is of a reservation what is left of it, until nothing is', () => {
    const part = foldOf([reserved('ann', 1, 1, 2, 3), cancelled('ann', 1, 2)]);
    expect(part.fold.reservations.get(1)).toMatchObject({ seatIds: [1, 3], cancelledAt: null });
    const whole = foldOf([reserved('ann', 1, 1, 2, 3), cancelled('ann', 1, 2), cancelled('ann', 1, 1, 3)]);
    expect(whole.fold.reservations.get(1)).toMatchObject({ seatIds: [1, 3], cancelledAt: 1_002 });
  });

  it('is a hold that began with its first seat, also when others join it or its time is extended', () => {
    const { fold } = foldOf([held('ann', 1), held('ann', 2), held('bob', 3), extended('ann', 1, 2)]);
    expect(fold.seats.map(({ sequence }) => sequence)).toEqual([1, 1, 3, 0]);
    const anew = foldOf([
      held('ann', 1),
      expired('ann', 1),
      { ...held('ann', 1), expiresAt: 500_000 } as Unnumbered,
    ]);
    expect(anew.fold.seats[0]).toMatchObject({ sequence: 3, expiresAt: 500_000 });
  });

  it.each<[string, readonly Unnumbered[], { seatIds?: number[]; sequence?: number }]>([
    ['a change names a seat that the hall lacks', [held('ann', SEATS + 1)], { seatIds: [5] }],
    ['a seat is held that was not free', [held('ann', 1), held('bob', 1)], { seatIds: [1] }],
    ['a seat is held that was not free', [blocked(2), queued('eve'), offered('eve', 2, 2)], { seatIds: [2] }],
    ['a hold is extended or ended that its user did not have', [extended('ann', 1)], { seatIds: [1] }],
    [
      'a hold is extended or ended that its user did not have',
      [held('ann', 1), released('bob', 1)],
      { seatIds: [1] },
    ],
    [
      'a hold is extended or ended that its user did not have',
      [reserved('ann', 3, 1), expired('ann', 1)],
      { seatIds: [1] },
    ],
    ['a seat is reserved that was another’s', [held('ann', 1), reserved('bob', 3, 1)], { seatIds: [1] }],
    [
      'a seat is reserved that was another’s',
      [reserved('ann', 3, 1), reserved('ann', 3, 1)],
      { seatIds: [1] },
    ],
    ['a seat is reserved that was another’s', [blocked(1), reserved('ann', 3, 1)], { seatIds: [1] }],
    [
      'a reservation loses a seat that it did not have',
      [reserved('ann', 3, 1), cancelled('ann', 1, 2)],
      { seatIds: [2] },
    ],
    [
      'a reservation loses a seat that it did not have',
      [reserved('ann', 3, 1), reserved('ann', 2, 2), cancelled('ann', 1, 2)],
      { seatIds: [2] },
    ],
    ['a seat is blocked that was not free', [held('ann', 1), blocked(1)], { seatIds: [1] }],
    ['a seat is unblocked that was not blocked', [unblocked(1)], { seatIds: [1], sequence: 1 }],
    ['a change about the line names a seat', [queued('eve', 1)], { seatIds: [1], sequence: 1 }],
    ['a reservation tells another number of seats left', [reserved('ann', 4, 1)], { sequence: 1 }],
    ['a reservation tells another number of seats left', [held('bob', 2), reserved('ann', 3, 1)], {}],
    [
      'a reservation is cancelled that was never made',
      [held('ann', 1), cancelled('ann', 1)],
      { sequence: 2 },
    ],
    [
      'somebody else’s reservation is cancelled',
      [reserved('ann', 3, 1), cancelled('bob', 1, 1)],
      { sequence: 2 },
    ],
    ['a place in line ends that nobody had', [queued('eve'), leftLine('eve', 2)], { sequence: 2 }],
    [
      'a place in line ends that nobody had',
      [queued('eve'), leftLine('eve', 1), leftLine('eve', 1)],
      { sequence: 3 },
    ],
    ['somebody else’s place in line ends', [queued('eve'), offered('gil', 1, 1)], { sequence: 2 }],
  ])('contradicts itself where %s', (what, told, about) => {
    const { found } = foldOf(told);
    const last = told.length;
    expect(found).toEqual([{ what, sequence: last, seatIds: [], ...about }]);
  });

  it('ends where the log has a hole, and hears of a change that is not what its hash says', () => {
    const findings = new Findings();
    const fold = new Fold({ sequence: 0, head: FIRST, logKey: LOG_KEY, seatCount: SEATS }, findings);
    const [first, second, third] = logOf([held('ann', 1), released('ann', 1), held('bob', 2)]);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no log');
    fold.take({ ...first, at: 7 });
    expect(fold.isWhole).toBe(true);
    fold.take(third);
    expect(fold.isWhole).toBe(false);
    expect(fold.sequence).toBe(1);
    expect(findings.all()).toMatchObject([
      { what: 'a change is not what its hash says', sequence: 1 },
      { what: 'a change is missing', sequence: 2 },
    ]);
  });

  describe('whose beginning is archived', () => {
    const start = { sequence: 100, head: 'ab'.repeat(32) };

    it('says nothing of what nobody knows, and all of what it tells', () => {
      const { fold, found } = foldOf(
        [
          released('ann', 1),
          cancelled('bob', 7, 2),
          reserved('cem', 77, 3),
          leftLine('dan', 9),
          unblocked(4),
          held('eve', 4),
        ],
        start,
      );
      expect(found).toEqual([]);
      expect(letters(fold)).toBe('aarh');
      expect(letters(foldOf([], start).fold)).toBe('????');
    });

    it('contradicts itself about a seat of which something is known', () => {
      const { found } = foldOf([held('ann', 1), held('bob', 1), cancelled('bob', 101)], start);
      expect(found).toEqual([{ what: 'a seat is held that was not free', sequence: 102, seatIds: [1] }]);
      const others = foldOf([reserved('ann', 0, 1), cancelled('bob', 101, 1)], start);
      expect(others.found).toMatchObject([{ what: 'somebody else’s reservation is cancelled' }]);
    });
  });
});

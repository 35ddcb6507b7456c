import { describe, expect, it } from 'vitest';
import { gatheringOf, WaitingLine, type DoorRules } from '../../src/domain/waiting-line.ts';

const OPENS = 1_000_000;
const rules: DoorRules = {
  admittedPerMinute: 60,
  activeMax: 5,
  turnTtlMs: 60_000,
  opensAtMs: OPENS,
  closesAtMs: null,
  preQueueMs: 600_000,
  isPaused: false,
  proofOfWorkBits: 0,
};
const lineOf = (people: number, nowMs = OPENS - 1) => {
  const line = new WaitingLine();
  for (let i = 0; i < people; i++) line.join(rules, nowMs);
  return line;
};
/** Advances once a second. */
const runFor = (line: WaitingLine, fromMs: number, seconds: number, given: DoorRules = rules) => {
  for (let s = 0; s <= seconds; s++) line.advance(given, fromMs + s * 1_000, 0);
  return line.state();
};

describe('a waiting line', () => {
  it('says when people may come, and numbers who does', () => {
    const line = new WaitingLine();
    expect(gatheringOf(rules, OPENS - 600_001)).toEqual({ is: 'early', opensInMs: 1 });
    expect(gatheringOf(rules, OPENS - 600_000)).toEqual({ is: 'now' });
    const closing = { ...rules, closesAtMs: OPENS + 60_000 };
    expect(gatheringOf(closing, OPENS + 59_999)).toEqual({ is: 'now' });
    expect(gatheringOf(closing, OPENS + 60_000)).toEqual({ is: 'closed' });
    expect(gatheringOf({ ...rules, opensAtMs: null }, 0)).toEqual({ is: 'now' });
    expect(line.join(rules, OPENS - 600_000)).toBe(1);
    expect(line.join(rules, OPENS + 1)).toBe(2);
  });

  it('lets nobody in before the doors open', () => {
    const line = lineOf(10);
    expect(runFor(line, OPENS - 60_000, 59)).toMatchObject({ serving: 0, preQueued: null });
  });

  it('counts as early only those who came before the opening', () => {
    const line = lineOf(3);
    line.join(rules, OPENS);
    expect(line.advance(rules, OPENS + 500, 0)).toMatchObject({ preQueued: 3, joined: 4 });
  });

  it('stands still when the opening is put off, and takes those who are there for early', () => {
    const line = lineOf(3);
    line.advance(rules, OPENS, 0);
    line.advance(rules, OPENS + 1_000, 0);
    line.join(rules, OPENS + 1_001);
    const later = { ...rules, opensAtMs: OPENS + 60_000 };
    expect(runFor(line, OPENS + 2_000, 20, later)).toMatchObject({ serving: 1, preQueued: 3 });
    const untouched = lineOf(3);
    untouched.advance({ ...rules, activeMax: 0 }, OPENS, 0);
    untouched.join(later, OPENS + 1);
    expect(untouched.advance(later, OPENS + 1_000, 0)).toMatchObject({ serving: 0, preQueued: null });
    expect(untouched.advance(later, OPENS + 60_000, 0)).toMatchObject({ preQueued: 4 });
  });

  it('lets in at its rate, and not all the time at once that nobody looked', () => {
    const line = lineOf(100);
    const open = { ...rules, activeMax: 1_000 };
    line.advance(open, OPENS, 0);
    expect(runFor(line, OPENS, 10, open).serving).toBe(10);
    // An hour in which no server was there.
    expect(line.advance(open, OPENS + 3_600_000, 0).serving).toBe(11);
  });

  it('lets in one after the other where the rate is slower than one a second', () => {
    const slow = { ...rules, admittedPerMinute: 6 };
    const line = lineOf(100);
    line.advance(slow, OPENS, 0);
    expect(runFor(line, OPENS, 50, slow).serving).toBe(5);
  });

  it('never has more inside than may be there', () => {
    const line = lineOf(100);
    for (let s = 0; s < 300; s++) {
      expect(line.advance(rules, OPENS + s * 1_000, 0).active).toBeLessThanOrEqual(5);
    }
  });

  it('makes room when somebody finishes or leaves, and when a turn is over', () => {
    const line = lineOf(100);
    line.advance(rules, OPENS, 0);
    expect(runFor(line, OPENS, 20)).toMatchObject({ serving: 5, active: 5 });
    line.finish(2);
    expect(runFor(line, OPENS + 21_000, 5)).toMatchObject({ serving: 6, active: 5 });
    // The first five have been in for a minute; the sixth has not.
    expect(runFor(line, OPENS + 27_000, 40)).toMatchObject({ overTo: 5, active: 5, serving: 10 });
  });

  it('passes over those who left before their turn', () => {
    const line = lineOf(20);
    for (const place of [2, 3, 5]) line.finish(place);
    line.advance(rules, OPENS, 0);
    expect(runFor(line, OPENS, 20)).toMatchObject({ serving: 8, active: 5 });
    expect(line.turn(rules, 3, OPENS + 20_000)).toEqual({ is: 'done' });
  });

  it('takes several short steps to pass over a crowd that has left', () => {
    const line = lineOf(25_010);
    for (let place = 1; place <= 25_000; place++) line.finish(place);
    line.advance(rules, OPENS, 0);
    const { serving } = line.advance(rules, OPENS + 1_000, 0);
    expect(serving).toBeGreaterThan(10_000);
    expect(serving).toBeLessThan(10_010);
    expect(runFor(line, OPENS + 2_000, 10)).toMatchObject({ serving: 25_005, active: 5 });
  });

  it('tells each place its turn, and when it ends', () => {
    const line = lineOf(10);
    line.advance(rules, OPENS, 0);
    runFor(line, OPENS, 3);
    expect(line.turn(rules, 1, OPENS + 3_000)).toMatchObject({ is: 'served', endsAtMs: OPENS + 61_000 });
    expect(line.turn(rules, 3, OPENS + 3_000)).toMatchObject({ is: 'served', endsAtMs: OPENS + 63_000 });
    expect(line.turn(rules, 4, OPENS + 3_000)).toEqual({ is: 'waiting' });
    expect(line.turn(rules, 1, OPENS + 60_999)).toMatchObject({ is: 'served' });
    expect(line.turn(rules, 1, OPENS + 61_000)).toEqual({ is: 'over' });
  });

  it('stands still while it is paused; those inside keep their turn', () => {
    const line = lineOf(10);
    line.advance(rules, OPENS, 0);
    runFor(line, OPENS, 3);
    expect(runFor(line, OPENS + 4_000, 30, { ...rules, isPaused: true, proofOfWorkBits: 0 })).toMatchObject({
      serving: 3,
    });
    expect(line.turn(rules, 3, OPENS + 34_000)).toMatchObject({ is: 'served' });
    expect(line.advance(rules, OPENS + 35_000, 0).serving).toBe(4);
  });

  it('lets nobody in once the sale has closed, and goes on where it was when it is opened again', () => {
    const line = lineOf(10);
    line.advance(rules, OPENS, 0);
    runFor(line, OPENS, 3);
    const closed = { ...rules, closesAtMs: OPENS + 4_000 };
    expect(runFor(line, OPENS + 4_000, 30, closed)).toMatchObject({ serving: 3 });
    expect(line.advance(rules, OPENS + 35_000, 0)).toMatchObject({ serving: 4, preQueued: 10 });
  });

  it('counts no time twice when servers differ a little about what time it is', () => {
    const line = lineOf(100);
    const open = { ...rules, activeMax: 1_000 };
    line.advance(open, OPENS, 0);
    for (let s = 1; s <= 20; s++) {
      line.advance(open, OPENS + s * 1_000, 0);
      line.advance(open, OPENS + s * 1_000 - 900, 0);
    }
    expect(line.state().serving).toBe(20);
  });

  it('goes on when the clock has been set back', () => {
    const line = lineOf(100);
    line.advance(rules, OPENS + 3_600_000, 0);
    expect(runFor(line, OPENS, 3).serving).toBe(3);
  });

  it('forgets all but the numbers when there is no waiting room any more', () => {
    const line = lineOf(10);
    line.advance(rules, OPENS, 0);
    runFor(line, OPENS, 3);
    line.dissolve();
    expect(line.state()).toEqual({ joined: 10, preQueued: null, serving: 0, overTo: 0, active: 0 });
  });

  it('remembers nothing of those who are through', () => {
    const line = lineOf(5_000);
    const wide = { ...rules, admittedPerMinute: 60_000, activeMax: 5_000 };
    line.advance(wide, OPENS, 0);
    runFor(line, OPENS, 6, wide);
    expect(line.rememberedCount).toBeLessThan(10);
    for (let place = 1; place <= 5_000; place++) line.finish(place);
    line.advance(wide, OPENS + 120_000, 0);
    expect(line.state()).toMatchObject({ overTo: 5_000, active: 0 });
    expect(line.rememberedCount).toBe(0);
  });
});

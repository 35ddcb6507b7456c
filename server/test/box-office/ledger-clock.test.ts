import { describe, expect, it } from 'vitest';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';

function clockAt(): { clock: LedgerClock; corrections: number[][]; set: (ms: number) => void } {
  const corrections: number[][] = [];
  let monotonic = 0;
  const clock = new LedgerClock(
    { wallMs: () => 0, monotonicMs: () => monotonic, after: () => () => undefined },
    {
      now: () => Promise.resolve({ now: 0, correctionMs: 0 }),
      correctClock: (known, stepMs) => Promise.resolve(void corrections.push([known, stepMs])),
    },
  );
  return { clock, corrections, set: (ms) => (monotonic = ms) };
}

describe('the ledger clock', () => {
  it('takes the middle of the round trip', () => {
    const { clock, set } = clockAt();
    clock.observe(100, 110, { now: 5_000, correctionMs: 0 });
    set(205);
    expect(clock.now()).toBe(5_100);
  });

  it('keeps a better reading against a worse one', () => {
    const { clock } = clockAt();
    clock.observe(100, 101, { now: 5_000.5, correctionMs: 0 });
    clock.observe(200, 300, { now: 5_140, correctionMs: 0 });
    expect(clock.at(1_000)).toBe(5_900);
  });

  it('replaces a good reading when drift has made it worse than a new one', () => {
    const { clock } = clockAt();
    clock.observe(0, 1, { now: 5_000.5, correctionMs: 0 });
    clock.observe(3_600_000, 3_600_010, { now: 3_605_105, correctionMs: 0 });
    expect(clock.at(3_600_005)).toBe(3_605_105);
  });

  it('learns from a slow reading no more than that the clock is a little different', () => {
    const { clock, corrections } = clockAt();
    clock.observe(0, 1, { now: 5_000.5, correctionMs: 0 });
    // The answer took 300 ms, all of them on the way there, and the clock is 5 ms ahead of what it was.
    clock.observe(100, 400, { now: 5_405, correctionMs: 0 });
    expect(clock.at(400)).toBeCloseTo(5_405);
    clock.observe(500, 510, { now: 5_510, correctionMs: 0 });
    expect(clock.at(510)).toBeCloseTo(5_515);
    // The same the other way round.
    clock.observe(600, 900, { now: 5_590, correctionMs: 0 });
    expect(clock.at(600)).toBeCloseTo(5_590);
    expect(corrections).toEqual([]);
  });

  it('does not believe a reading that contradicts what it knew, but has the ledger corrected', () => {
    const { clock, corrections } = clockAt();
    clock.observe(0, 1, { now: 5_000.5, correctionMs: 0 });
    clock.observe(100, 140, { now: 305_120, correctionMs: 0 });
    expect(clock.at(120)).toBe(5_120);
    expect(corrections).toEqual([[0, 300_000]]);
  });

  it('follows a correction that another instance has made', () => {
    const { clock, corrections } = clockAt();
    clock.observe(0, 1, { now: 5_000.5, correctionMs: 0 });
    clock.observe(100, 140, { now: 5_130, correctionMs: -300_000 });
    expect(clock.correctionMs).toBe(-300_000);
    expect(clock.at(120)).toBeCloseTo(5_120);
    expect(corrections).toEqual([]);
  });

  it('corrects a second step that comes together with the correction of the first', () => {
    const { clock, corrections } = clockAt();
    clock.observe(0, 1, { now: 5_000.5, correctionMs: 0 });
    clock.observe(100, 101, { now: 65_100.5, correctionMs: -300_000 });
    expect(corrections).toEqual([[-300_000, 60_000]]);
    expect(clock.at(100)).toBeCloseTo(5_100);
  });

  it('gives in when others undo its correction: then its own machine has slept', async () => {
    const { clock, corrections } = clockAt();
    clock.observe(0, 1, { now: 5_000.5, correctionMs: 0 });
    clock.observe(100, 101, { now: 65_100.5, correctionMs: 0 });
    await Promise.resolve();
    clock.observe(200, 201, { now: 65_200.5, correctionMs: 1 });
    expect(corrections).toHaveLength(1);
    expect(clock.at(200.5)).toBeCloseTo(65_200.5);
  });
});

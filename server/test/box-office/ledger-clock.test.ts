import { describe, expect, it } from 'vitest';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';

function clockAt(): { clock: LedgerClock; set: (ms: number) => void } {
  let monotonic = 0;
  const clock = new LedgerClock(
    { wallMs: () => 0, monotonicMs: () => monotonic },
    { now: () => Promise.resolve(0) },
  );
  return { clock, set: (ms) => (monotonic = ms) };
}

describe('the ledger clock', () => {
  it('takes the middle of the round trip', () => {
    const { clock, set } = clockAt();
    clock.observe(100, 110, 5_000);
    set(205);
    expect(clock.now()).toBe(5_100);
  });

  it('keeps a better reading against a worse one', () => {
    const { clock } = clockAt();
    clock.observe(100, 101, 5_000.5);
    clock.observe(200, 300, 5_140);
    expect(clock.at(1_000)).toBe(5_900);
  });

  it('replaces a good reading when drift has made it worse than a new one', () => {
    const { clock } = clockAt();
    clock.observe(0, 1, 5_000.5);
    clock.observe(3_600_000, 3_600_010, 3_605_105);
    expect(clock.at(3_600_005)).toBe(3_605_105);
  });

  it('believes a reading that contradicts what it knew: the clock was set', () => {
    const { clock } = clockAt();
    clock.observe(0, 1, 5_000.5);
    clock.observe(100, 140, 305_120);
    expect(clock.at(120)).toBe(305_120);
  });
});

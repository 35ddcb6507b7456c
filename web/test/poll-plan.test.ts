import { describe, expect, it } from 'vitest';
import { nextAskMs, retryMs } from '#lib/waiting/poll-plan.ts';
import { lineStatus } from './support/line.ts';

describe('when the waiting page asks again', () => {
  it('is never sooner than the server says, and a little later for each', () => {
    const status = lineStatus({ poll_after_ms: 4_000 });
    expect(nextAskMs(status, 3, 0)).toBe(4_000);
    expect(nextAskMs(status, 3, 0.999)).toBeGreaterThan(4_900);
  });

  it('is rarer for whoever is far from their turn', () => {
    const status = lineStatus({ poll_after_ms: 2_000, admitted_per_minute: 60 });
    expect(nextAskMs(status, 5, 0)).toBe(2_000);
    expect(nextAskMs(status, 100, 0)).toBe(10_000);
    expect(nextAskMs(status, 100_000, 0)).toBe(60_000);
    expect(nextAskMs(lineStatus({ poll_after_ms: 30_000 }), 100, 0)).toBe(30_000);
  });

  it('is often enough to notice a turn that comes sooner than anybody thought', () => {
    expect(nextAskMs(lineStatus(), 100_000, 0, 40_000)).toBe(10_000);
    expect(nextAskMs(lineStatus({ poll_after_ms: 2_000 }), 100_000, 0, 4_000)).toBe(2_000);
  });

  it('is spread over half a minute where millions wait for one opening, and over nothing where hundreds do', () => {
    const before = { state: 'pre_queue', poll_after_ms: 1_000 } as const;
    expect(nextAskMs(lineStatus({ ...before, joined: 3_000_000 }), undefined, 0)).toBe(1_000);
    expect(nextAskMs(lineStatus({ ...before, joined: 3_000_000 }), undefined, 0.8)).toBe(25_200);
    expect(nextAskMs(lineStatus({ ...before, joined: 100_000 }), undefined, 0.5)).toBe(11_125);
    expect(nextAskMs(lineStatus({ ...before, joined: 500 }), undefined, 0.8)).toBe(1_280);
    const open = lineStatus({ poll_after_ms: 1_000, joined: 3_000_000 });
    expect(nextAskMs(open, undefined, 0.8)).toBe(1_200);
  });

  it('keeps within bounds whatever it is told', () => {
    expect(nextAskMs(lineStatus({ poll_after_ms: 0 }), undefined, 0)).toBe(1_000);
    expect(nextAskMs(lineStatus({ poll_after_ms: 9_999_999 }), undefined, 0)).toBe(60_000);
  });

  it('backs off while the server can’t be reached, but not for ever', () => {
    const waits = [1, 2, 3, 9, 30].map((failures) => retryMs(failures, () => 1));
    expect(waits).toEqual([1_000, 2_000, 4_000, 20_000, 20_000]);
  });
});

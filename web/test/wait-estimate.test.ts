import { describe, expect, it } from 'vitest';
import { estimateWait, roundedMinutes, WATCHED_MAX_MS, withSample } from '#lib/waiting/wait-estimate.ts';

const MINUTE_MS = 60_000;
const question = { ahead: 59, admittedPerMinute: 60, isFull: false, seatsLeft: 60, samples: [], nowMs: 0 };

describe('how long it may take', () => {
  it('goes by the rate of the doors, and never promises to be quicker', () => {
    expect(estimateWait(question)).toEqual({ fromMs: MINUTE_MS, toMs: 1.5 * MINUTE_MS });
    const samples = [0, 30, 60].map((second) => ({ atMs: second * 1_000, serving: second * 40 }));
    expect(estimateWait({ ...question, samples, nowMs: MINUTE_MS })?.fromMs).toBe(MINUTE_MS);
  });

  it('is not known while the hall is full and nobody has been seen to go in', () => {
    expect(estimateWait({ ...question, isFull: true })).toBeUndefined();
    const still = [0, 30_000].map((atMs) => ({ atMs, serving: 7 }));
    expect(estimateWait({ ...question, isFull: true, samples: still, nowMs: 30_000 })).toBeUndefined();
  });

  it('is not known where others may take the last seats before', () => {
    expect(estimateWait({ ...question, seatsLeft: 59 })).toBeUndefined();
    expect(estimateWait({ ...question, ahead: 0, seatsLeft: 0 })).toBeUndefined();
  });

  it('goes by how the doors really moved once they have been watched', () => {
    const samples = [0, 30_000, 60_000].map((atMs) => ({ atMs, serving: atMs / 2_000 }));
    const { fromMs = 0, toMs = 0 } =
      estimateWait({ ...question, isFull: true, samples, nowMs: 60_000 }) ?? {};
    // Thirty went in within the minute: sixty take about two.
    expect(fromMs).toBeGreaterThan(1.4 * MINUTE_MS);
    expect(fromMs).toBeLessThan(2 * MINUTE_MS);
    expect(toMs).toBeGreaterThan(2 * MINUTE_MS);
    expect(toMs).toBeLessThan(2.6 * MINUTE_MS);
  });

  it('is vaguer the fewer people were seen', () => {
    const width = (perMinute: number) => {
      const samples = [0, 60_000].map((atMs) => ({ atMs, serving: (atMs / MINUTE_MS) * perMinute }));
      const range = estimateWait({ ...question, admittedPerMinute: 600, samples, nowMs: 60_000 });
      return (range?.toMs ?? 0) / (range?.fromMs ?? 1);
    };
    expect(width(4)).toBeGreaterThan(width(100));
  });

  it('forgets how it went long ago, and all of it when the line began anew', () => {
    const old = withSample([{ atMs: 0, serving: 5 }], { atMs: WATCHED_MAX_MS + 1, serving: 9 });
    expect(old).toEqual([{ atMs: WATCHED_MAX_MS + 1, serving: 9 }]);
    expect(withSample([{ atMs: 0, serving: 5 }], { atMs: 10, serving: 1 })).toEqual([
      { atMs: 10, serving: 1 },
    ]);
  });

  it('is said in whole minutes, coarser the longer it is', () => {
    const said = (from: number, to: number) => {
      const rounded = roundedMinutes({ fromMs: from * MINUTE_MS, toMs: to * MINUTE_MS });
      return [rounded.from, rounded.to];
    };
    expect(said(0.2, 0.9)).toEqual([0, 0]);
    expect(said(0.5, 1.4)).toEqual([1, 2]);
    expect(said(4.2, 7.3)).toEqual([4, 8]);
    expect(said(13, 22)).toEqual([10, 25]);
    expect(said(62, 100)).toEqual([60, 105]);
  });
});

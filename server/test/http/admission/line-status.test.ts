import type { LineStatus } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { pollAfterMs } from '../../../src/http/admission/line-status.ts';

const NOW = Date.parse('2027-01-01T11:00:00Z');

function gathering(joined: number, untilOpenMs: number): LineStatus {
  return {
    event: 'gala',
    state: 'pre_queue',
    server_time: new Date(NOW).toISOString(),
    opens_at: new Date(NOW + untilOpenMs).toISOString(),
    gathers_at: null,
    joined,
    pre_queued: null,
    serving_number: 0,
    over_number: 0,
    waiting: joined,
    active: 0,
    admitted_per_minute: 600,
    seats_left: 9,
    order: 'shuffle',
    seed_hash: null,
    seed: null,
    proof_of_work_bits: 0,
    poll_after_ms: 0,
  };
}

describe('when a page is to ask again before the opening', () => {
  it('is soon in a small crowd, and rarer the larger it is: together they ask as often', () => {
    expect(pollAfterMs(gathering(50, 600_000), null)).toBe(10_000);
    expect(pollAfterMs(gathering(300_000, 600_000), null)).toBe(10_000);
    expect(pollAfterMs(gathering(900_000, 600_000), null)).toBe(30_000);
  });

  it('is once a minute at least, and at the opening', () => {
    expect(pollAfterMs(gathering(3_000_000, 600_000), null)).toBe(60_000);
    expect(pollAfterMs(gathering(3_000_000, 7_000), null)).toBe(7_000);
    expect(pollAfterMs(gathering(3_000_000, 200), null)).toBe(1_000);
  });
});

describe('when somebody who waits is to ask again', () => {
  it('is soon near the turn, and rarer the farther it is, but once a minute at least', () => {
    const open: LineStatus = { ...gathering(100_000, -60_000), state: 'open', serving_number: 1_000 };
    const untilAsked = [1_001, 1_200, 4_000, 61_000].map((place) => pollAfterMs(open, place));
    expect(untilAsked).toEqual([2_000, 2_000, 30_000, 60_000]);
  });
});

import type { LineStatus } from '@jari/contract';

/** How a line stands: open, in order of arrival, a hundred in it. */
export function lineStatus(more: Partial<LineStatus> = {}): LineStatus {
  return {
    event: 'gala',
    state: 'open',
    server_time: '2030-01-01T10:00:00.000Z',
    opens_at: '2030-01-01T09:00:00.000Z',
    gathers_at: '2030-01-01T08:00:00.000Z',
    joined: 100,
    pre_queued: 100,
    serving_number: 0,
    seats_left: 9,
    over_number: 0,
    waiting: 100,
    active: 0,
    admitted_per_minute: 60,
    order: 'arrival',
    seed_hash: null,
    seed: null,
    proof_of_work_bits: 0,
    poll_after_ms: 2_000,
    ...more,
  };
}

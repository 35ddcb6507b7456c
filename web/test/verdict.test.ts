import type { Problem, Reservation, ReservationResult } from '@jari/contract';
import { reasons, reasonsByPrecedence, type Reason } from '@jari/contract/reasons';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '@jari/client/outcome';
import { verdictOn } from '#lib/reserve/verdict.ts';

const reservation: Reservation = {
  id: 'default.17',
  code: '7KQ4M-2XF8T',
  event: 'default',
  status: 'active',
  seats: [{ id: 5, label: 'B2', section: null, category: 'standard', amount: null }],
  currency: null,
  total: null,
  user_name: 'Alice',
  phone: '+821012345678',
  sequence: 17,
  created_at: '2026-01-01T00:00:00Z',
};

const answered = (status: Reservation['status']): Outcome<ReservationResult> => ({
  ok: true,
  sentAt: 0,
  value: { success: true, reservation: { ...reservation, status } },
});

const refusedFor = (reason: Reason, more: Partial<Problem> = {}): Outcome<ReservationResult> => ({
  ok: false,
  failure: {
    kind: 'refused',
    problem: {
      type: `urn:jari:problem:${reason}`,
      title: reasons[reason].title.en,
      status: reasons[reason].status,
      detail: '',
      success: false,
      reason,
      request_id: 'r-1',
      retryable: reasons[reason].retryable,
      ...more,
    },
  },
});

describe('what an attempt to reserve came to', () => {
  it('is a reservation only while the record is active: a replay after a cancel is none', () => {
    expect(verdictOn(answered('active'), [5]).is).toBe('reserved');
    expect(verdictOn(answered('cancelled'), [5]).is).toBe('cancelled');
  });

  it('is unknown without a trustworthy answer', () => {
    for (const because of ['offline', 'timeout', 'network', 'bad_answer'] as const) {
      expect(verdictOn({ ok: false, failure: { kind: 'unreachable', because } }, [5]).is).toBe('unknown');
    }
  });

  it.each(reasonsByPrecedence)('after %s follows what the registry says', (reason) => {
    const expected = { retry: 'failed', choose_again: 'lost', correct: 'refused', stop: 'refused' } as const;
    expect(verdictOn(refusedFor(reason), [5]).is).toBe(expected[reasons[reason].then]);
  });

  it('marks the fields that the server names', () => {
    const errors = [{ field: 'body/phone', message: 'is not a number' }];
    expect(verdictOn(refusedFor('validation', { errors }), [5])).toEqual({
      is: 'faulty',
      faults: { phone: 'phone_wrong' },
    });
  });

  it('names the seats that stood in the way, or else those that were asked for', () => {
    expect(verdictOn(refusedFor('already_reserved', { seat_ids: [6] }), [5, 6])).toMatchObject({
      seatIds: [6],
    });
    expect(verdictOn(refusedFor('hold_expired', { seat_ids: [] }), [5, 6])).toMatchObject({
      seatIds: [5, 6],
    });
  });
});

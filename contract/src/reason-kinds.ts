/**
 * Everything that can go wrong, in order of precedence, and what it means to a program. The words are in
 * reason-words.ts, so that a browser pays for them only when something has gone wrong.
 *
 * When several reasons apply to one request, the one that stands first here is given, so that the same
 * request is always refused in the same words.
 */

/**
 * What comes next for the person who was refused.
 *
 * - `retry`: send the very same request again, with the same key; nothing was done.
 * - `choose_again`: the seats are the obstacle; other seats (or the same ones, chosen afresh) may do.
 * - `correct`: something in the request has to be changed before it is sent again.
 * - `stop`: sending it again, in whatever form, is of no use here.
 */
export type Then = 'retry' | 'choose_again' | 'correct' | 'stop';

export interface ReasonKind {
  /** HTTP status of the answer. */
  readonly status: number;
  /** True when the same request may succeed later without being changed. */
  readonly retryable: boolean;
  readonly then: Then;
}

export const reasonKinds = {
  internal: { status: 500, retryable: true, then: 'retry' },
  unavailable: { status: 503, retryable: true, then: 'retry' },
  overloaded: { status: 503, retryable: true, then: 'retry' },
  rate_limited: { status: 429, retryable: true, then: 'retry' },
  too_large: { status: 413, retryable: false, then: 'correct' },
  validation: { status: 400, retryable: false, then: 'correct' },
  unauthorized: { status: 401, retryable: false, then: 'stop' },
  forbidden: { status: 403, retryable: false, then: 'stop' },
  not_your_role: { status: 403, retryable: false, then: 'stop' },
  missing_user: { status: 400, retryable: false, then: 'retry' },
  not_found: { status: 404, retryable: false, then: 'stop' },
  idempotency_mismatch: { status: 422, retryable: false, then: 'correct' },
  changed_meanwhile: { status: 412, retryable: false, then: 'correct' },
  not_on_sale: { status: 409, retryable: true, then: 'retry' },
  challenge_required: { status: 428, retryable: false, then: 'correct' },
  not_admitted: { status: 403, retryable: true, then: 'retry' },
  turn_missed: { status: 410, retryable: false, then: 'stop' },
  duplicate: { status: 409, retryable: false, then: 'stop' },
  no_hold: { status: 409, retryable: false, then: 'choose_again' },
  hold_expired: { status: 409, retryable: false, then: 'choose_again' },
  already_admitted: { status: 409, retryable: false, then: 'stop' },
  already_reserved: { status: 409, retryable: false, then: 'choose_again' },
  seat_blocked: { status: 409, retryable: false, then: 'choose_again' },
  seat_held: { status: 409, retryable: true, then: 'choose_again' },
  nothing_to_wait_for: { status: 409, retryable: false, then: 'choose_again' },
  limit_exceeded: { status: 409, retryable: false, then: 'correct' },
  line_full: { status: 409, retryable: true, then: 'choose_again' },
  leaves_single_seat: { status: 409, retryable: false, then: 'choose_again' },
  not_together: { status: 409, retryable: true, then: 'choose_again' },
  sold_out: { status: 409, retryable: true, then: 'choose_again' },
  rehearsal_running: { status: 409, retryable: true, then: 'retry' },
  contention: { status: 409, retryable: true, then: 'retry' },
  intentional_failure: { status: 503, retryable: true, then: 'retry' },
} as const satisfies Record<string, ReasonKind>;

export type Reason = keyof typeof reasonKinds;

/** All reasons in order of precedence, most important first. */
export const reasonsByPrecedence = Object.keys(reasonKinds) as readonly Reason[];

/** True when `value` is a reason this version knows; answers of a newer server may hold others. */
export function isReason(value: unknown): value is Reason {
  return typeof value === 'string' && Object.hasOwn(reasonKinds, value);
}

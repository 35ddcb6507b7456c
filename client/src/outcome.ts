import type { Problem } from '@jari/contract';

/**
 * What came of a request. Refusals are values, not exceptions, because each of them has a screen of its own.
 *
 * `refused`: the server answered, and nothing was done unless it broke over it. `unreachable`: no answer that can be
 * trusted came back, so a command may or may not have been carried out; only a retry with the same key tells.
 */
export type Failure =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'unreachable'; readonly because: 'offline' | 'timeout' | 'network' | 'bad_answer' };

export type Outcome<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** `performance.now()` when the request left: remaining times in the answer are never counted from later. */
      readonly sentAt: number;
      /** Names the version of what was answered, where the server says one; for `If-Match`. */
      readonly etag?: string;
    }
  | { readonly ok: false; readonly failure: Failure };

/** Nobody answered, or the server says itself that asking once more may help. */
export function isPassing(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.problem.retryable;
}

/** The reason code of a refusal; undefined when the server was not reached. */
export function reasonOf(failure: Failure): Problem['reason'] | undefined {
  return failure.kind === 'refused' ? failure.problem.reason : undefined;
}

/** Refused by the door of a waiting room, whatever was asked for. */
export function isTurnedAway(failure: Failure): boolean {
  return ['not_admitted', 'turn_missed'].includes(reasonOf(failure) ?? '');
}

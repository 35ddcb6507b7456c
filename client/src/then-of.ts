import { reasonKinds, type Then } from '@jari/contract/reason-kinds';
import type { Failure } from './outcome.ts';

/** What the visitor can do about a refusal; undefined when the server was not reached. */
export function thenOf(failure: Failure): Then | undefined {
  return failure.kind === 'refused' ? reasonKinds[failure.problem.reason].then : undefined;
}

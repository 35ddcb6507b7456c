import type { Failure } from './outcome.ts';

/** Nobody has said what came of a command, or the server broke over it: it may have been carried out all the same. */
export function isUnsure(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.problem.status >= 500;
}

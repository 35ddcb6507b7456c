import type { PromiseName, Violation } from '../promises.ts';

export type Standing = 'held' | 'broken' | 'not checked';

/** What a rehearsal says about one promise. */
export interface PromiseVerdict {
  readonly promise: PromiseName;
  readonly standing: Standing;
  /** How often it could have been broken. */
  readonly checked: number;
  readonly broken: number;
  /** The first of what broke it. */
  readonly examples: readonly Violation[];
}

const EXAMPLES_MAX = 10;

/** @param known more than stand in `violations`, when those were too many to be kept */
export function verdictOn(
  promise: PromiseName,
  checked: number,
  violations: readonly Violation[],
  known = 0,
): PromiseVerdict {
  const own = violations.filter((violation) => violation.promise === promise);
  const broken = Math.max(own.length, known);
  const standing = broken > 0 ? 'broken' : checked === 0 ? 'not checked' : 'held';
  return { promise, standing, checked, broken, examples: own.slice(0, EXAMPLES_MAX) };
}

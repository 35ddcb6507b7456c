import type { PromiseName } from '@jari/contract';

/**
 * The seven promises of Jari, in the order in which docs/verification.md has them. What a rehearsal finds is always found
 * against one of them.
 */
export const promises: readonly PromiseName[] = [
  'one-owner',
  'kept',
  'first-come',
  'retries',
  'live-hall',
  'honest-refusals',
  'own-things',
];

export type { PromiseName };

/** Something that may not happen, as seen from outside. */
export interface Violation {
  readonly promise: PromiseName;
  /** Which part of the promise, in a few words. */
  readonly rule: string;
  readonly what: string;
}

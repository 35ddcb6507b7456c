import type { Operation } from '../input/operation.ts';

/** So far may what a server believes of the ledger's clock be from it: by so much nothing is called early or late. */
const TOLERANCE_US = 100_000;

/**
 * How the clock by which holds run stands to the history's. Whoever was told that a hold of which the log says the end
 * has so much time left was told so between asking and being answered; from a few of those it is known to a millisecond.
 */
export class SteadyClock {
  /** The clock's own time at the history's beginning is between these, in microseconds. */
  private low = -Infinity;
  private high = Infinity;

  get isKnown(): boolean {
    return this.high !== Infinity;
  }

  /** False when what was told is a contradiction to what others were told; then nothing is learned from it. */
  learn(operation: Operation, expiresAtMs: number, leftMs: number): boolean {
    if (!this.agrees(operation, expiresAtMs, leftMs)) return false;
    const [low, high] = boundsOf(operation, expiresAtMs, leftMs);
    this.low = Math.max(this.low, low);
    this.high = Math.min(this.high, high);
    return true;
  }

  /** Whether what was told can be of the hold that ends then, by what is known. */
  agrees(operation: Operation, expiresAtMs: number, leftMs: number): boolean {
    const [low, high] = boundsOf(operation, expiresAtMs, leftMs);
    return low <= this.high + TOLERANCE_US && high >= this.low - TOLERANCE_US;
  }

  /** By the history's clock, when a hold was over at the soonest. */
  earliestUs(expiresAtMs: number): number {
    return this.isKnown ? 1_000 * expiresAtMs - Math.max(this.low, this.high) - TOLERANCE_US : -Infinity;
  }

  /** By the history's clock, when a hold was over at the latest. */
  latestUs(expiresAtMs: number): number {
    return this.isKnown ? 1_000 * expiresAtMs - Math.min(this.low, this.high) + TOLERANCE_US : Infinity;
  }
}

/** Between which the clock's own time at the history's beginning is, by one answer. */
function boundsOf({ startUs, endUs }: Operation, expiresAtMs: number, leftMs: number): [number, number] {
  // What is left is told rounded down.
  return [1_000 * (expiresAtMs - leftMs - 1) - endUs, 1_000 * (expiresAtMs - leftMs) - startUs];
}

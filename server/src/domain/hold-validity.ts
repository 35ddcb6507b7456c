import type { Hold } from './seat.ts';

/**
 * The rule about time: when a hold protects its seats and when it no longer does.
 *
 *   … valid for its user …│ E │… settling …│ E + settleMs │… free for everybody …
 *
 * What counts for a command is the moment it *arrived*, not the moment its turn came: a confirm that
 * arrives before expiry wins, however long it waits. Others may take the seats only `settleMs` after expiry, which gives a
 * confirm that arrived at another instance in time to be recorded. Within one instance the order of
 * arrival is total, and `settleMs` is 0.
 */
export interface HoldTiming {
  /** When the command arrived, in milliseconds by the ledger's steady clock. */
  readonly arrivedAt: number;
  /** When it is decided, by the same clock. */
  readonly now: number;
  /**
   * How far the steady clock is ahead of the wall clock. Promised times run by the steady clock, which does
   * not jump when somebody sets the machine's time; what an organiser announces is meant by the wall clock.
   */
  readonly correctionMs: number;
  readonly settleMs: number;
  /**
   * How long after expiry a confirm that arrived in time may still be recorded. It only bounds the harm of
   * a clock that we misjudged; nobody else can have taken the seat before, because that needs a change.
   */
  readonly graceMs: number;
}

/** The wall clock's time when a command is decided. */
export function wallNow({ now, correctionMs }: HoldTiming): number {
  return now - correctionMs;
}

/** True when the hold's user may still rely on it. */
export function isValid(hold: Hold, timing: HoldTiming): boolean {
  return timing.arrivedAt < hold.expiresAt && timing.now < mustBeRecordedBy(hold, timing);
}

/** True when the hold's seats may be given to somebody else. */
export function isOver(hold: Hold, timing: HoldTiming): boolean {
  return timing.arrivedAt >= mayBeTakenFrom(hold, timing);
}

/** What an append that relies on the hold being valid passes to the ledger as `notAfter`. */
export function mustBeRecordedBy(hold: Hold, timing: HoldTiming): number {
  return hold.expiresAt + timing.graceMs;
}

/** What an append that relies on the hold having expired passes to the ledger as `notBefore`. */
export function mayBeTakenFrom(hold: Hold, timing: HoldTiming): number {
  return hold.expiresAt + timing.settleMs;
}

import type { Change } from '../../../src/domain/change.ts';

interface Kept {
  heldSince: number | undefined;
  keptMs: number;
  endedAt: number;
}

/**
 * How long users keep seats from others by holding them, by the log alone. What others had as long as a hold
 * lasts to take was not kept from them; what the organiser ended or the user reserved is another story.
 */
export class KeptTime {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly rules: {
      readonly keptMaxMs: number;
      readonly restMs: number;
      readonly toleranceMs: number;
    },
  ) {}

  /** By how much the user has kept the seat too long with this change. */
  follow(change: Extract<Change, { userId: string }>, seatId: number, at: number): number {
    const { keptMaxMs, restMs, toleranceMs } = this.rules;
    const name = `${seatId} ${change.userId}`;
    const kept = this.kept.get(name) ?? { heldSince: undefined, keptMs: 0, endedAt: -Infinity };
    this.kept.set(name, kept);
    if (change.cause === 'offered') {
      // Whoever stood in line for it has it as if it were new.
      this.kept.set(name, { heldSince: at, keptMs: 0, endedAt: change.expiresAt });
      return 0;
    }
    if (change.cause === 'held' || change.cause === 'extended') {
      if (at - kept.endedAt >= restMs) kept.keptMs = 0;
      kept.heldSince ??= at;
      kept.endedAt = change.expiresAt;
      return 0;
    }
    if (change.actor.startsWith('organiser') || change.cause === 'reserved' || change.cause === 'cancelled') {
      this.kept.delete(name);
      return 0;
    }
    kept.endedAt = Math.min(kept.endedAt, at);
    kept.keptMs += kept.endedAt - (kept.heldSince ?? at);
    kept.heldSince = undefined;
    return Math.max(0, kept.keptMs - keptMaxMs - toleranceMs);
  }
}

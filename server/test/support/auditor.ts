import type { Change } from '../../src/domain/change.ts';
import { KeptTime } from './kept-time.ts';

export interface AuditRules {
  readonly maxSeatsPerUser: number;
  readonly holdTtlMs: number;
  readonly holdExtensions: number;
  readonly settleMs: number;
  readonly graceMs: number;
  /** True time at which the sale opened; null when it always was. */
  readonly saleOpensAt: number | null;
  /** True time at which it closed; null when it never did. */
  readonly saleClosesAt: number | null;
  /** How long after it arrived a command may be recorded: what counts for closing is its arrival. */
  readonly lateMs: number;
  /** How wrong the instances may be about the time. */
  readonly toleranceMs: number;
  /** True time at which a change was recorded. */
  readonly recordedAt: (change: Change) => number;
}

/**
 * Goes through an event's log and says everything that breaks a promise. It shares no code with the domain:
 * it keeps its own books, seat by seat, so that a mistake there does not excuse itself here.
 */
export function audit(changes: readonly Change[], rules: AuditRules): string[] {
  const complaints: string[] = [];
  const held = new Map<number, { userId: string; expiresAt: number }>();
  const reserved = new Map<number, { userId: string; reservation: number }>();
  const blocked = new Set<number>();
  const kept = new KeptTime(rules, rules.toleranceMs);
  const opensAt = rules.saleOpensAt === null ? -Infinity : rules.saleOpensAt - rules.toleranceMs;

  const closedAt =
    rules.saleClosesAt === null ? Infinity : rules.saleClosesAt + rules.lateMs + rules.toleranceMs;

  changes.forEach((change, i) => {
    const complain = (what: string) => complaints.push(`#${change.sequence} ${change.cause}: ${what}`);
    const at = rules.recordedAt(change);
    if (change.sequence !== i + 1) complain(`expected number ${i + 1}`);
    if (change.cause === 'offered' && (at < opensAt || at >= closedAt)) complain('outside the sale');
    if ((change.cause === 'held' || change.cause === 'reserved') && change.actor === 'user' && at < opensAt) {
      complain(`${opensAt - at} ms before the sale`);
    }
    if (at >= closedAt && 'userId' in change && change.actor === 'user') {
      const isPromised = change.seatIds.every((id) => held.get(id)?.userId === change.userId);
      if (
        change.cause === 'held' ||
        change.cause === 'extended' ||
        change.cause === 'queued' ||
        (change.cause === 'reserved' && !isPromised)
      ) {
        complain(`${at - closedAt} ms after the sale`);
      }
    }
    for (const seatId of change.seatIds) {
      const hold = held.get(seatId);
      const owner = reserved.get(seatId);
      const tooLongMs = 'userId' in change ? kept.follow(change, seatId, at) : 0;
      if (tooLongMs > 0) complain(`seat ${seatId} was kept ${tooLongMs} ms too long`);
      switch (change.cause) {
        case 'held':
        case 'offered':
          if (hold) complain(`seat ${seatId} is held by ${hold.userId}`);
          if (owner) complain(`seat ${seatId} is reserved by ${owner.userId}`);
          if (blocked.has(seatId)) complain(`seat ${seatId} is blocked`);
          held.set(seatId, { userId: change.userId, expiresAt: change.expiresAt });
          break;
        case 'extended':
          if (hold?.userId !== change.userId) complain(`seat ${seatId} is not held by ${change.userId}`);
          held.set(seatId, { userId: change.userId, expiresAt: change.expiresAt });
          break;
        case 'released':
          if (hold?.userId !== change.userId) complain(`seat ${seatId} is not held by ${change.userId}`);
          held.delete(seatId);
          break;
        case 'expired':
          if (hold?.userId !== change.userId) complain(`seat ${seatId} is not held`);
          else if (at < hold.expiresAt + rules.settleMs - rules.toleranceMs) {
            complain(`seat ${seatId} taken ${hold.expiresAt - at} ms early`);
          }
          held.delete(seatId);
          break;
        case 'reserved':
          if (owner) complain(`seat ${seatId} is reserved by ${owner.userId} already`);
          if (hold && hold.userId !== change.userId) complain(`seat ${seatId} is held by ${hold.userId}`);
          if (hold && at >= hold.expiresAt + rules.graceMs + rules.toleranceMs) {
            complain(`seat ${seatId} confirmed ${at - hold.expiresAt} ms late`);
          }
          if (blocked.has(seatId)) complain(`seat ${seatId} is blocked`);
          held.delete(seatId);
          reserved.set(seatId, { userId: change.userId, reservation: change.sequence });
          break;
        case 'cancelled':
          if (owner?.reservation !== change.reservation) complain(`seat ${seatId} is not in it`);
          reserved.delete(seatId);
          break;
        case 'blocked':
          if (hold ?? owner) complain(`seat ${seatId} was not free`);
          blocked.add(seatId);
          break;
        case 'unblocked':
          blocked.delete(seatId);
          break;
        case 'queued':
        case 'left_line':
          complain(`nothing can become of seat ${seatId}`);
      }
    }
    const counts = new Map<string, number>();
    for (const { userId } of [...held.values(), ...reserved.values()]) {
      counts.set(userId, (counts.get(userId) ?? 0) + 1);
    }
    for (const [userId, count] of counts) {
      // The organiser's desk has no limit.
      if (count > rules.maxSeatsPerUser && userId !== 'desk') complain(`${userId} has ${count} seats`);
    }
  });
  return complaints;
}

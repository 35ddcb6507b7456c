import type { Findings } from './findings.ts';
import type { Recorded } from './recorded.ts';
import { KeptTime } from './kept-time.ts';

export interface AuditRules {
  readonly settleMs: number;
  readonly graceMs: number;
  /** The longest that anybody could keep a seat, by all rules that the event had in the run. */
  readonly keptMaxMs: number;
  /** After how long a seat that came back is like any other. */
  readonly restMs: number;
  /** How long after it arrived a command may be recorded: what counts for closing is its arrival. */
  readonly lateMs: number;
  /** How wrong the instances may be about the time. */
  readonly toleranceMs: number;
  /** How far the ledger's wall clock may be from the truth; Infinity where it is set meanwhile. */
  readonly wallErrorMs: number;
}

/** Seats sold at the organiser's desk have no limit. */
export const DESK = 'desk';

/**
 * Goes along an event's log, as it is recorded, and says everything that breaks a promise. It shares no code with the
 * domain: it keeps its own books, seat by seat.
 */
export class LogAuditor {
  private readonly held = new Map<number, { userId: string; expiresAt: number }>();
  private readonly reserved = new Map<number, { userId: string; reservation: number }>();
  private readonly blocked = new Set<number>();
  private readonly kept: KeptTime;
  private sequence = 0;
  /** Used keys, and which change used them. */
  private readonly keys = new Map<string, number>();

  private isSilent = false;

  constructor(
    private readonly rules: AuditRules,
    private readonly findings: Findings,
  ) {
    this.kept = new KeptTime(rules);
  }

  /** Goes along a log that was looked at before. */
  takeAsRead(log: readonly Recorded[]): void {
    this.isSilent = true;
    for (const recorded of log) this.see(recorded);
    this.isSilent = false;
  }

  see({ change, trueAt: at, ledgerAt, event }: Recorded): void {
    const { rules, held, reserved, blocked } = this;
    const { cause } = change;
    const complain = (invariant: string, what: string) => {
      if (!this.isSilent) this.findings.add(invariant, `change ${change.sequence}, ${cause}: ${what}`);
    };

    if (change.sequence !== ++this.sequence) complain('gap', `expected number ${this.sequence}`);
    this.checkSale({ change, trueAt: at, ledgerAt, event }, complain);
    if ('key' in change && change.key !== null) {
      const name = `${change.userId} ${change.key.keyPrint}`;
      const earlier = this.keys.get(name);
      if (earlier !== undefined) complain('one_key_one_effect', `the key of change ${earlier} once more`);
      this.keys.set(name, change.sequence);
    }
    for (const seatId of change.seatIds) {
      const hold = held.get(seatId);
      const owner = reserved.get(seatId);
      const tooLongMs = 'userId' in change ? this.kept.follow(change, seatId, at) : 0;
      if (tooLongMs > 0) complain('kept_too_long', `seat ${seatId} was kept ${tooLongMs} ms too long`);
      switch (cause) {
        case 'held':
        case 'offered':
          if (hold) complain('two_holders', `seat ${seatId} is held by ${hold.userId}`);
          if (owner) complain('two_owners', `seat ${seatId} is reserved by ${owner.userId}`);
          if (blocked.has(seatId)) complain('blocked', `seat ${seatId} is blocked`);
          held.set(seatId, { userId: change.userId, expiresAt: change.expiresAt });
          break;
        case 'extended':
          if (hold?.userId !== change.userId)
            complain('not_theirs', `seat ${seatId} is not ${change.userId}'s`);
          if (hold && change.actor === 'user' && ledgerAt >= hold.expiresAt + rules.graceMs)
            complain('extended_late', `seat ${seatId} ${ledgerAt - hold.expiresAt} ms after its hold`);
          held.set(seatId, { userId: change.userId, expiresAt: change.expiresAt });
          break;
        case 'released':
          if (hold?.userId !== change.userId)
            complain('not_theirs', `seat ${seatId} is not ${change.userId}'s`);
          held.delete(seatId);
          break;
        case 'expired':
          if (hold?.userId !== change.userId) complain('not_theirs', `seat ${seatId} is not held`);
          else if (ledgerAt < hold.expiresAt + rules.settleMs) {
            complain('expired_early', `seat ${seatId}, ${hold.expiresAt + rules.settleMs - ledgerAt} ms`);
          } else if (at < hold.expiresAt + rules.settleMs - rules.toleranceMs) {
            complain('expired_early', `seat ${seatId}, ${hold.expiresAt - at} ms by true time`);
          }
          held.delete(seatId);
          break;
        case 'reserved':
          if (owner) complain('two_owners', `seat ${seatId} is reserved by ${owner.userId} already`);
          if (hold && hold.userId !== change.userId)
            complain('held_by_another', `seat ${seatId} is held by ${hold.userId}`);
          if (hold && ledgerAt >= hold.expiresAt + rules.graceMs)
            complain('confirmed_late', `seat ${seatId}, ${ledgerAt - hold.expiresAt} ms after its hold`);
          if (blocked.has(seatId)) complain('blocked', `seat ${seatId} is blocked`);
          held.delete(seatId);
          reserved.set(seatId, { userId: change.userId, reservation: change.sequence });
          break;
        case 'cancelled':
          if (owner?.reservation !== change.reservation)
            complain('not_theirs', `seat ${seatId} is not in it`);
          reserved.delete(seatId);
          break;
        case 'blocked':
          if (hold ?? owner) complain('not_free', `seat ${seatId} was not free`);
          blocked.add(seatId);
          break;
        case 'unblocked':
          if (!blocked.delete(seatId)) complain('not_blocked', `seat ${seatId} was not blocked`);
          break;
        case 'queued':
        case 'left_line':
          complain('line_seat', `nothing can become of seat ${seatId}`);
      }
    }
    if (cause === 'held' || cause === 'offered' || cause === 'reserved') {
      const count = this.countOf(change.userId);
      const { maxSeatsPerUser } = event.rules;
      if (count > maxSeatsPerUser && change.userId !== DESK && change.actor !== 'recipient')
        complain('limit', `${change.userId} has ${count} seats of ${maxSeatsPerUser}`);
      if (cause === 'reserved') {
        const free = event.layout;
        const seatCount = 'planId' in free ? free.seatCount : free.rows * free.seatsPerRow;
        const left = seatCount - held.size - reserved.size - blocked.size;
        if (change.remainingSeats !== left)
          complain('remaining', `says that ${change.remainingSeats} seats are left of ${left}`);
      }
    }
  }

  private checkSale(
    { change, trueAt: at, event }: Recorded,
    complain: (invariant: string, what: string) => void,
  ): void {
    const { wallErrorMs, lateMs } = this.rules;
    if (wallErrorMs === Infinity) return;
    const { cause } = change;
    const isTaking = cause === 'held' || cause === 'reserved' || cause === 'offered';
    const opensAt = (event.saleOpensAt ?? -Infinity) - wallErrorMs;
    const closedAt = (event.saleClosesAt ?? Infinity) + wallErrorMs;
    const isUsers = change.actor === 'user' || cause === 'offered';
    if (!isUsers || !('userId' in change)) return;
    if (isTaking && at < opensAt) complain('before_sale', `${opensAt - at} ms`);
    const isPromised =
      cause === 'reserved' && change.seatIds.every((id) => this.held.get(id)?.userId === change.userId);
    const isNew = (isTaking && !isPromised) || cause === 'extended' || cause === 'queued';
    // Also an offer: what it follows from came in time, and need not have changed anything itself.
    if (isNew && at >= closedAt + lateMs) complain('after_sale', `${at - closedAt} ms`);
  }

  private countOf(userId: string): number {
    let count = 0;
    for (const hold of this.held.values()) if (hold.userId === userId) count++;
    for (const owner of this.reserved.values()) if (owner.userId === userId) count++;
    return count;
  }
}

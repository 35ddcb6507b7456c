import type { Change } from '../../../src/domain/change.ts';
import type { Recorded } from './recorded.ts';
import type { Findings } from './findings.ts';
import type { AuditRules } from './log-auditor.ts';

interface Waiting {
  readonly entry: number;
  readonly userId: string;
  /** Undefined where the choice is left to the house. */
  readonly seatId: number | undefined;
  readonly quantity: number;
}

/**
 * Goes through an event's log and says where somebody who waited was passed over, or got what was not theirs. As the
 * other auditor it keeps its own books, and shares no code with the domain.
 *
 * Of those who leave the choice to the house it can't know which seats would have been right: it looks only at
 * single seats of the same kind of wish.
 */
export function auditLine(
  log: readonly Recorded[],
  rules: Pick<AuditRules, 'lateMs' | 'wallErrorMs'>,
  findings: Findings,
): void {
  const waiting = new Map<number, Waiting>();
  const held = new Map<number, string>();
  const reserved = new Map<number, string>();
  const blocked = new Set<number>();
  const count = (seats: ReadonlyMap<number, string>, userId: string) =>
    [...seats.values()].filter((owner) => owner === userId).length;
  let maxSeatsPerUser = 0;
  const couldHave = ({ userId, quantity }: Waiting) =>
    count(held, userId) === 0 && count(reserved, userId) + quantity <= maxSeatsPerUser;
  const isFree = (seatId: number) => !held.has(seatId) && !reserved.has(seatId) && !blocked.has(seatId);

  // Where the time of a hold changes with its seats, those that stay are given back and taken by two changes at once.
  let before: Change | undefined;
  const isKept = ({ sequence, at, userId }: Extract<Change, { userId: string }>, seatId: number) =>
    before?.cause === 'released' &&
    before.sequence === sequence - 1 &&
    before.at === at &&
    before.userId === userId &&
    before.seatIds.includes(seatId);

  for (const { change, trueAt: at, event } of log) {
    const complain = (what: string) =>
      findings.add('line', `change ${change.sequence}, ${change.cause}: ${what}`);
    const { saleOpensAt, saleClosesAt } = event;
    ({ maxSeatsPerUser } = event.rules);
    const isSurelyOpen =
      (saleOpensAt === null || at >= saleOpensAt + rules.lateMs + rules.wallErrorMs) &&
      (saleClosesAt === null || at < saleClosesAt - rules.wallErrorMs);

    if ('entry' in change) {
      const own = waiting.get(change.entry);
      if (own === undefined) complain(`nobody has place ${change.entry}`);
      else if (own.userId !== change.userId) complain(`place ${change.entry} is ${own.userId}'s`);
      waiting.delete(change.entry);
      if (change.cause === 'offered' && own !== undefined) {
        if (!couldHave(own)) complain(`${own.userId} could not have it`);
        if (change.seatIds.length !== own.quantity) complain(`not what ${own.userId} waits for`);
        if (own.seatId !== undefined && change.seatIds[0] !== own.seatId) complain('another seat');
        for (const other of waiting.values()) {
          const isAhead = other.entry < own.entry && couldHave(other);
          const wantsIt = other.seatId !== undefined && change.seatIds.includes(other.seatId);
          if (isAhead && wantsIt) complain(`${other.userId} was there before`);
        }
      }
    }
    const isTaken = (change.cause === 'held' || change.cause === 'reserved') && change.actor === 'user';
    if (isTaken && isSurelyOpen) {
      for (const seatId of change.seatIds.filter((id) => isFree(id) && !isKept(change, id))) {
        for (const other of waiting.values()) {
          const wantsIt = other.seatId === seatId && other.userId !== change.userId;
          if (wantsIt && couldHave(other)) complain(`${other.userId} waits for seat ${seatId}`);
        }
      }
    }
    if (change.cause === 'queued') {
      const { userId, wish, sequence: entry } = change;
      const seatId = 'seatId' in wish ? wish.seatId : undefined;
      if (seatId !== undefined && isFree(seatId)) complain(`seat ${seatId} is free`);
      const quantity = 'quantity' in wish ? wish.quantity : 1;
      waiting.set(entry, { entry, userId, seatId, quantity });
    }
    for (const seatId of change.seatIds) {
      held.delete(seatId);
      reserved.delete(seatId);
      blocked.delete(seatId);
      if (change.cause === 'held' || change.cause === 'extended' || change.cause === 'offered') {
        held.set(seatId, change.userId);
      } else if (change.cause === 'reserved') reserved.set(seatId, change.userId);
      else if (change.cause === 'blocked') blocked.add(seatId);
    }
    before = change;
  }
}

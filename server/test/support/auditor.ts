import type { Change } from '../../src/domain/change.ts';

/**
 * Goes through an event's log and says everything that breaks a promise. It shares no code with the domain:
 * it keeps its own books, seat by seat, so that a mistake there does not excuse itself here.
 */
export function audit(
  changes: readonly Change[],
  rules: { maxSeatsPerUser: number; settleMs: number },
): string[] {
  const complaints: string[] = [];
  const held = new Map<number, { userId: string; expiresAt: number }>();
  const reserved = new Map<number, { userId: string; reservationId: string }>();
  const blocked = new Set<number>();

  changes.forEach((change, i) => {
    const complain = (what: string) => complaints.push(`#${change.sequence} ${change.cause}: ${what}`);
    if (change.sequence !== i + 1) complain(`expected number ${i + 1}`);
    for (const seatId of change.seatIds) {
      const hold = held.get(seatId);
      const owner = reserved.get(seatId);
      switch (change.cause) {
        case 'held':
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
          if (hold === undefined || hold.userId !== change.userId) complain(`seat ${seatId} is not held`);
          else if (change.at < hold.expiresAt + rules.settleMs) complain(`seat ${seatId} taken early`);
          held.delete(seatId);
          break;
        case 'reserved':
          if (owner) complain(`seat ${seatId} is reserved by ${owner.userId} already`);
          if (hold && hold.userId !== change.userId) complain(`seat ${seatId} is held by ${hold.userId}`);
          if (blocked.has(seatId)) complain(`seat ${seatId} is blocked`);
          held.delete(seatId);
          reserved.set(seatId, change);
          break;
        case 'cancelled':
          if (owner?.reservationId !== change.reservationId) complain(`seat ${seatId} is not in it`);
          reserved.delete(seatId);
          break;
        case 'blocked':
          if (hold ?? owner) complain(`seat ${seatId} was not free`);
          blocked.add(seatId);
          break;
        case 'unblocked':
          blocked.delete(seatId);
          break;
      }
    }
    const counts = new Map<string, number>();
    for (const { userId } of [...held.values(), ...reserved.values()]) {
      counts.set(userId, (counts.get(userId) ?? 0) + 1);
    }
    for (const [userId, count] of counts) {
      if (count > rules.maxSeatsPerUser) complain(`${userId} has ${count} seats`);
    }
  });
  return complaints;
}

import type { Violation } from '../promises.ts';
import type { KnownReservation, PersonRecord } from '../records/records.ts';

/** Promise 1: no seat is on two tickets that were good at the same time, by what their owners were told. */
export function* oneOwner(people: readonly PersonRecord[]): Iterable<Violation> {
  const tickets = new Map<number, { readonly userId: string; readonly ticket: KnownReservation }[]>();
  for (const { userId, reservation: ticket } of people) {
    if (ticket === undefined) continue;
    for (const seatId of ticket.seatIds) {
      const before = tickets.get(seatId) ?? [];
      tickets.set(seatId, before);
      for (const other of before) {
        if (areGoodTogether(other.ticket, ticket)) {
          const what = `seat ${String(seatId)} is on the tickets of ${other.userId} and ${userId}`;
          yield { promise: 'one-owner', rule: 'one seat, one ticket', what };
        }
      }
      before.push({ userId, ticket });
    }
  }
}

/** A ticket that was cancelled makes room for the next, which is made and answered after that was asked for. */
function areGoodTogether(one: KnownReservation, other: KnownReservation): boolean {
  const endsBefore = (first: KnownReservation, second: KnownReservation) =>
    first.cancelledAt !== undefined &&
    first.sequence < second.sequence &&
    (first.cancelledAt === 'unknown' || first.cancelledAt <= second.answeredAt);
  return !endsBefore(one, other) && !endsBefore(other, one);
}

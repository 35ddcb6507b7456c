import type { TakenHold } from '../../src/domain/command.ts';
import {
  HOLD_END_MEMORY_MS,
  type CancelReasons,
  type HoldEnd,
  type HoldEndReason,
} from '../../src/ports/cancel-reasons.ts';
import { isOrganisers } from './memory-event-records.ts';
import type { MemoryStore } from './memory-store.ts';

/** Why reservations and holds were taken away, without durability, for tests. */
export class MemoryCancelReasons implements CancelReasons {
  constructor(private readonly store: () => MemoryStore) {}

  async put(eventId: string, reservation: number, reason: string): Promise<void> {
    await Promise.resolve();
    this.store().cancelReasons.set(`${eventId}.${reservation}`, reason);
  }

  async withdraw(eventId: string, reservation: number): Promise<void> {
    await Promise.resolve();
    this.store().cancelReasons.delete(`${eventId}.${reservation}`);
  }

  async find(eventId: string, reservation: number): Promise<string | undefined> {
    await Promise.resolve();
    return this.store().cancelReasons.get(`${eventId}.${reservation}`);
  }

  async findAll(eventId: string, reservations: readonly number[]): Promise<ReadonlyMap<number, string>> {
    await Promise.resolve();
    const known = this.store().cancelReasons;
    return new Map(
      reservations.flatMap((reservation) => {
        const reason = known.get(`${eventId}.${reservation}`);
        return reason === undefined ? [] : [[reservation, reason] as const];
      }),
    );
  }

  async putForHolds(eventId: string, holds: readonly TakenHold[], why: HoldEndReason): Promise<void> {
    await Promise.resolve();
    const { holdEnds } = this.store();
    for (const [key, end] of holdEnds) {
      if (end.eventId === eventId && end.at < why.at - HOLD_END_MEMORY_MS) holdEnds.delete(key);
    }
    for (const { userId, seatIds } of holds)
      holdEnds.set(`${eventId} ${userId}`, { eventId, seatIds, ...why });
  }

  async findForHold(eventId: string, userId: string): Promise<HoldEnd | undefined> {
    await Promise.resolve();
    const end = this.store().holdEnds.get(`${eventId} ${userId}`);
    const taken = this.store()
      .events.get(eventId)
      ?.changes.slice(end?.afterSequence)
      .find(
        (change) =>
          change.cause === 'released' &&
          isOrganisers(change) &&
          change.userId === userId &&
          change.seatIds.every((id) => end?.seatIds.includes(id)),
      );
    if (end === undefined || taken === undefined) return undefined;
    const { seatIds, sequence } = taken;
    return { seatIds: [...seatIds], at: end.at, reason: end.reason, sequence };
  }
}

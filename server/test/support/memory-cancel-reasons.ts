import type { TakenHold } from '../../src/domain/command.ts';
import { HOLD_END_MEMORY_MS, type CancelReasons, type HoldEnd } from '../../src/ports/cancel-reasons.ts';

/** Why reservations and holds were taken away, without durability, for tests. */
export class MemoryCancelReasons implements CancelReasons {
  private readonly reasons = new Map<string, string>();
  private readonly holdEnds = new Map<string, HoldEnd>();

  async put(eventId: string, reservation: number, reason: string): Promise<void> {
    await Promise.resolve();
    this.reasons.set(`${eventId}.${reservation}`, reason);
  }

  async withdraw(eventId: string, reservation: number): Promise<void> {
    await Promise.resolve();
    this.reasons.delete(`${eventId}.${reservation}`);
  }

  async find(eventId: string, reservation: number): Promise<string | undefined> {
    await Promise.resolve();
    return this.reasons.get(`${eventId}.${reservation}`);
  }

  async putForHolds(eventId: string, holds: readonly TakenHold[], reason: string, at: number): Promise<void> {
    await Promise.resolve();
    for (const [key, end] of this.holdEnds) {
      if (key.startsWith(`${eventId} `) && end.at < at - HOLD_END_MEMORY_MS) this.holdEnds.delete(key);
    }
    for (const { userId, seatIds } of holds)
      this.holdEnds.set(`${eventId} ${userId}`, { seatIds, at, reason });
  }

  async withdrawForHolds(eventId: string, userIds: readonly string[]): Promise<void> {
    await Promise.resolve();
    for (const userId of userIds) this.holdEnds.delete(`${eventId} ${userId}`);
  }

  async findForHold(eventId: string, userId: string): Promise<HoldEnd | undefined> {
    await Promise.resolve();
    return this.holdEnds.get(`${eventId} ${userId}`);
  }
}

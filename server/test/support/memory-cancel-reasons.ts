import type { CancelReasons } from '../../src/ports/cancel-reasons.ts';

/** Why reservations were taken away, without durability, for tests. */
export class MemoryCancelReasons implements CancelReasons {
  private readonly reasons = new Map<string, string>();

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
}

import type { Ledger } from '../ports/ledger.ts';

/** Every so many times all events are gone through, and not only those that are open here. */
const ALL_EVERY = 60;

/**
 * Has the ledger forget what is kept only for a day. An event that nobody asks for is open nowhere, and names and
 * phones of its cancelled reservations must go all the same: so now and then, and at first, it is all events' turn.
 */
export class Forgetting {
  private round = 0;

  constructor(private readonly ledger: Pick<Ledger, 'listEvents' | 'forget'>) {}

  /** Forgets what was before a time by the wall clock, in these events or all, until it is told to stop. */
  async forget(openIds: Iterable<string>, before: number, isStopped: () => boolean): Promise<void> {
    const eventIds = new Set(openIds);
    try {
      if (this.round++ % ALL_EVERY === 0) {
        for (const { eventId } of await this.ledger.listEvents()) eventIds.add(eventId);
      }
      for (const eventId of eventIds) {
        while (!isStopped() && (await this.ledger.forget(eventId, before)) > 0);
      }
    } catch {
      // A ledger that is away is noticed by whoever needs it; what is old waits for the next time.
    }
  }
}

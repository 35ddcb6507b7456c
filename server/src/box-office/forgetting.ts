import type { Ledger } from '../ports/ledger.ts';

/** Every so many times all events are gone through, and not only those that are open here. */
const ALL_EVERY = 60;

type ForgettingLedger = Pick<Ledger, 'listEvents' | 'forget' | 'forgetPersons' | 'sealPersons'>;

/**
 * Has the ledger forget what is kept for a time only, and encrypt with the newest key what is not. An event that nobody
 * asks for is open nowhere, and the names and phones in it must go all the same: so now and then, and at first, it is
 * all events' turn.
 */
export class Forgetting {
  private round = 0;

  constructor(private readonly ledger: ForgettingLedger) {}

  /** Forgets what was before a time by the wall clock, in these events or all, until it is told to stop. */
  async forget(
    openIds: Iterable<string>,
    time: { readonly before: number; readonly now: number },
    isStopped: () => boolean,
  ): Promise<void> {
    const eventIds = new Set(openIds);
    const isForAll = this.round++ % ALL_EVERY === 0;
    try {
      if (isForAll) for (const { eventId } of await this.ledger.listEvents()) eventIds.add(eventId);
      for (const eventId of eventIds) {
        while (!isStopped() && (await this.ledger.forget(eventId, time.before)) > 0);
        while (!isStopped() && (await this.ledger.forgetPersons(eventId, time.now)) > 0);
        if (isForAll) await this.ledger.sealPersons(eventId, isStopped);
      }
    } catch {
      // A ledger that is away is noticed by whoever needs it; what is old waits for the next time.
    }
  }
}

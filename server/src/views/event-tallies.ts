import type { EventRecords, EventTally } from '../ports/event-records.ts';

/** How old the tally of an event may be that nobody buys from at this server. */
const AGE_MAX_MS = 10_000;

/**
 * Tallies of events whose box offices are not open here. Counting reads every seat, so it is done again only when
 * the number of free seats is another, or some time has passed.
 */
export class EventTallies {
  private readonly known = new Map<string, { readonly tally: EventTally; readonly atMs: number }>();

  constructor(
    private readonly records: Pick<EventRecords, 'tally'>,
    private readonly monotonicMs: () => number,
  ) {}

  /** @param wanted the events with how many of their seats are free */
  async of(wanted: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, EventTally>> {
    const now = this.monotonicMs();
    const stale = [...wanted].filter(([eventId, available]) => {
      const known = this.known.get(eventId);
      return known === undefined || known.tally.available !== available || now - known.atMs >= AGE_MAX_MS;
    });
    for (const tally of await this.records.tally(stale.map(([eventId]) => eventId))) {
      this.known.set(tally.eventId, { tally, atMs: now });
    }
    const tallies = [...wanted.keys()].flatMap((eventId) => this.known.get(eventId)?.tally ?? []);
    return new Map(tallies.map((tally) => [tally.eventId, tally]));
  }
}

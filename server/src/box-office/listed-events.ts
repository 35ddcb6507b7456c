import type { Clock } from '../ports/clock.ts';
import type { Ledger, ListedEvent } from '../ports/ledger.ts';
import type { BoxOffice } from './box-office.ts';

/** How old the ledger's list may be: the longest that another instance's new event goes unlisted here. */
const LIST_AGE_MAX_MS = 1_000;

/**
 * All events with what is left of them: those that are open here as they are at this moment, the others from
 * the ledger's list, which is read at most once a second however many ask. No box office is opened for it.
 */
export class ListedEvents {
  private list: readonly ListedEvent[] = [];
  private freshUntilMs = -Infinity;
  /** Grows when what is being read may already be old. */
  private generation = 0;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly ledger: Pick<Ledger, 'listEvents'>,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
    private readonly peek: (eventId: string) => BoxOffice | undefined,
  ) {}

  /** By id. Rejects when the ledger cannot be reached. */
  async all(): Promise<readonly ListedEvent[]> {
    while (this.clock.monotonicMs() >= this.freshUntilMs) {
      await (this.reading ??= this.read(this.generation));
    }
    return this.list;
  }

  /** An event was made or changed here: whoever asks from now on finds it. */
  forget(): void {
    this.generation++;
    this.freshUntilMs = -Infinity;
    this.reading = undefined;
  }

  /** How many seats of a listed event are available, as far as this instance knows. */
  availableCount({ eventId, availableCount }: ListedEvent): number {
    return this.peek(eventId)?.seatMap.availableCount ?? availableCount;
  }

  private async read(generation: number): Promise<void> {
    try {
      const list = await this.ledger.listEvents();
      if (generation !== this.generation) return;
      this.list = list;
      this.freshUntilMs = this.clock.monotonicMs() + LIST_AGE_MAX_MS;
    } finally {
      if (generation === this.generation) this.reading = undefined;
    }
  }
}

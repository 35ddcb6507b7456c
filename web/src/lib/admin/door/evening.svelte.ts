import type { Failure } from '@jari/client/outcome';
import { DoorBook } from '#lib/door/door-book.ts';
import type { DoorState } from '#lib/door/door-store.ts';
import { hearNews, prepare } from '#lib/door/door-sync.ts';
import { adminRequest } from '../admin-api.ts';

/** The console hears of the doors as often as they hear of each other. */
const HEAR_EVERY_MS = 3_000;

/** What happens at all doors of an event, as the console watches it: by the doors’ own rule, and kept nowhere. */
export class Evening {
  state = $state.raw<DoorState>();
  /** Why the last question came to nothing. */
  failure = $state.raw<Failure>();
  /** Counts up whenever the book has changed. */
  version = $state(0);
  readonly book = new DoorBook();
  private isHearing = false;

  constructor(private readonly event: string) {}

  /** Goes on until what it gives is called. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const again = async () => {
      await this.hear();
      if (!isOver) timer = setTimeout(() => void again(), HEAR_EVERY_MS);
    };
    void again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }

  async hear(): Promise<void> {
    if (this.isHearing) return;
    this.isHearing = true;
    const outcome = this.state
      ? await hearNews(adminRequest, this.state)
      : await prepare(adminRequest, this.event, '');
    this.isHearing = false;
    this.failure = outcome.ok ? undefined : outcome.failure;
    if (!outcome.ok) return;
    const { state, guests, entries, isWhole } = outcome.value;
    this.state = state;
    this.book.take(outcome.value);
    if (isWhole || guests.length + entries.length > 0) this.version++;
  }
}

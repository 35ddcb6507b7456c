import { setTimeout as delay } from 'node:timers/promises';
import type { History } from '../history/history.ts';
import type { MarkedEvent } from '../organiser/marked-event.ts';
import type { Records } from '../records/records.ts';
import { addressesTowards } from '../wire/addresses.ts';
import { Wire } from '../wire/wire.ts';
import type { HallView } from './hall-view.ts';
import { StreamWatch } from './stream-watch.ts';

/** Behind the people's own, so that no limit of an address is shared. */
const FIRST_ADDRESS = 40_000;
const STREAMS_PER_ADDRESS = 20;
/** So many note when they saw what; the others only what. */
const TIMING_MAX = 10;
/** How long after the last command everybody must have seen everything. */
const CONVERGES_WITHIN_MS = 10_000;

/** Those who watch the hall live: a sample of the crowd, each with a stream of their own. */
export class StreamWatches {
  readonly all: readonly StreamWatch[];
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    url: string,
    event: MarkedEvent,
    records: Records,
    count: number,
    history: History | undefined,
  ) {
    const addressOf = addressesTowards(url);
    this.all = Array.from({ length: count }, (_, i) => {
      const wire = new Wire(url, addressOf(FIRST_ADDRESS + Math.floor(i / STREAMS_PER_ADDRESS)), history);
      return new StreamWatch(`watcher ${String(i + 1)}`, wire, event, records, i < TIMING_MAX);
    });
  }

  /** What the crowd sees of the hall; the first who watches stands for all. */
  get hall(): HallView {
    const [first] = this.all;
    if (first === undefined) throw new Error('nobody watches');
    return first.hall;
  }

  start(): void {
    this.running = Promise.all(this.all.map((watch) => watch.run()));
  }

  /** Resolves when everybody has seen a change, or it is time to call those who have not late. */
  async haveSeen(sequence: number): Promise<void> {
    const giveUpAt = performance.now() + CONVERGES_WITHIN_MS;
    const isBehind = () => this.all.some((watch) => watch.sequence < sequence);
    while (isBehind() && performance.now() < giveUpAt) await delay(50);
  }

  async stop(): Promise<void> {
    for (const watch of this.all) watch.stop();
    await this.running;
  }
}

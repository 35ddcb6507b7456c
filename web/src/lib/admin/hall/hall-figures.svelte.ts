import type { Figures } from '@jari/contract';
import type { Failure } from '@jari/client/outcome';
import type { QueueSample } from './figure-series.ts';
import { hallApi } from './hall-api.ts';
import type { LiveHall } from './live-hall.svelte.ts';
import { QueueMemory } from './queue-memory.ts';

/** Without news the waiting room and the refusals may move all the same. */
const REFRESH_MS = 10_000;
/** After news, so that a rush is asked about once in a while and not with every change. */
const SOON_MS = 2_000;

/** The event's figures, kept as current as anybody can read them. */
export class HallFigures {
  current = $state.raw<Figures>();
  failure = $state.raw<Failure>();
  queue = $state.raw<readonly QueueSample[]>([]);
  private readonly memory: QueueMemory;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSoon = false;
  private isStopped = false;
  private stopListening: (() => void) | undefined;

  constructor(private readonly live: LiveHall) {
    this.memory = new QueueMemory(live.event);
    this.queue = this.memory.samples;
  }

  start(): void {
    this.stopListening = this.live.onChanges(() => this.askSoon());
    void this.ask();
  }

  stop(): void {
    this.isStopped = true;
    this.stopListening?.();
    clearTimeout(this.timer);
  }

  private askSoon(): void {
    if (this.isSoon) return;
    this.isSoon = true;
    this.askIn(SOON_MS);
  }

  private askIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // A page that nobody looks at asks nothing; it is asked when it comes back.
      if (document.visibilityState === 'visible') void this.ask();
      else this.askIn(REFRESH_MS);
    }, ms);
  }

  private async ask(): Promise<void> {
    this.isSoon = false;
    const outcome = await hallApi.figures(this.live.event);
    if (this.isStopped) return;
    if (outcome.ok) {
      this.current = outcome.value;
      this.failure = undefined;
      const { queue, server_time: time } = outcome.value;
      if (queue) {
        const at = Math.floor(Date.parse(time) / 1_000);
        this.queue = this.memory.add({ at, waiting: queue.waiting, admitted: queue.admitted });
      }
    } else this.failure = outcome.failure;
    this.askIn(this.isSoon ? SOON_MS : REFRESH_MS);
  }
}

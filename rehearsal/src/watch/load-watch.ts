import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What playing the crowd cost this process in one second. */
export interface LoadSample {
  readonly at: number;
  /** How late this process was itself: what it measures of others is wrong by up to this. */
  readonly lagMs: number;
  /** Of one core. */
  readonly cpuShare: number;
}

const EVERY_MS = 1_000;
const RESOLUTION_MS = 10;

/** Looks at the player itself, so that its limits are not taken for the server's. */
export class LoadWatch {
  readonly samples: LoadSample[] = [];
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private timer: NodeJS.Timeout | undefined;
  private cpu = process.cpuUsage();
  private lookedAt = performance.now();

  start(): void {
    this.delay.enable();
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  get last(): LoadSample | undefined {
    return this.samples.at(-1);
  }

  private look(): void {
    const now = performance.now();
    const used = process.cpuUsage(this.cpu);
    this.samples.push({
      at: Date.now(),
      // The monitor counts the time between its own ticks.
      lagMs: Math.max(0, this.delay.percentile(99) / 1e6 - RESOLUTION_MS),
      cpuShare: (used.user + used.system) / 1_000 / (now - this.lookedAt),
    });
    this.cpu = process.cpuUsage();
    this.lookedAt = now;
    this.delay.reset();
  }
}

/** How much the last append counts beside all before it. */
const NEWS = 0.5;

/** How quickly an event's appends go, and so how long a queue of commands will take. */
export class AppendPace {
  private appendMs = 0;

  constructor(private readonly batchSizeMax: number) {}

  note(appendMs: number): void {
    this.appendMs += NEWS * (appendMs - this.appendMs);
  }

  /** What one append can take goes with the next one, so it does not wait. */
  waitMs(queueLength: number): number {
    return Math.floor(queueLength / this.batchSizeMax) * this.appendMs;
  }
}

/** How much the last batch counts beside all before it. */
const NEWS = 0.5;
/** Fewer than this are no queue: they go with the next batch, however long the one before it takes. */
const QUEUE_MIN = 64;

/** How quickly an event's commands are recorded, and so how long a queue of them will take. */
export class AppendPace {
  private batchMs = 0;
  private notedAt = 0;
  private hasQueue = false;

  constructor(private readonly batchSizeMax: number) {}

  /**
   * A batch has been recorded. What counts is the time since the one before it, if commands were waiting all the while:
   * with several servers it holds the tries at which another was quicker, too.
   *
   * @param appendMs how long its append took
   * @param waiting how many commands wait now
   */
  note(appendMs: number, now: number, waiting: number): void {
    const tookMs = this.hasQueue ? now - this.notedAt : appendMs;
    this.batchMs += NEWS * (tookMs - this.batchMs);
    this.notedAt = now;
    this.hasQueue = waiting > 0;
  }

  /**
   * About how long a command that comes now will wait: as long as the batches before it take (what one can take goes
   * with the next one), and at least as long as the first in the queue has waited already.
   */
  waitMs(queueLength: number, firstHasWaitedMs: number): number {
    const ofBatches = Math.floor(queueLength / this.batchSizeMax) * this.batchMs;
    return queueLength < QUEUE_MIN ? ofBatches : Math.max(ofBatches, firstHasWaitedMs);
  }
}

import { HallWatcher } from '../rig/hall-watcher.ts';

/** One who watches the hall, and remembers what was known when. */
export class Watcher extends HallWatcher {
  /** By `performance.now()`. */
  private readonly seen: { readonly at: number; readonly sequence: number }[] = [];
  /** How often the hall began anew because its history was another one. */
  restarts = 0;

  constructor(gatewayUrl: string, eventId: string) {
    super(gatewayUrl, eventId, {
      onChanges: () => this.note(),
      onLoaded: ({ anew }) => {
        if (anew && this.seen.length > 0) this.restarts += 1;
        this.note();
      },
    });
  }

  /** When it first knew a change after a moment; undefined: it never did. */
  knewAt(sequence: number, after: number): number | undefined {
    return this.seen.find((each) => each.at >= after && each.sequence >= sequence)?.at;
  }

  private note(): void {
    // The log is moved forward before or after we are told; the next turn knows.
    queueMicrotask(() => this.seen.push({ at: performance.now(), sequence: this.sequence ?? -1 }));
  }
}

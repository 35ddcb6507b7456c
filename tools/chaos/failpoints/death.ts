import { appendFileSync, writeSync } from 'node:fs';

/** When a server has to die, and what it tells of the points it comes by. */
export interface DeathWish {
  /** A name of points.ts; undefined: nowhere. */
  readonly at: string | undefined;
  /** The how-manieth time it comes by, from 1. */
  readonly time: number;
  /** A file to which the name of every point is added when it is come by first; undefined: none. */
  readonly seenFile: string | undefined;
}

/** Ends this process at the point it was told to, as a power cut would: nothing of it runs any more. */
export class Death {
  private readonly seen = new Set<string>();
  private at: string | undefined;
  private timesLeft: number;

  constructor(private readonly wish: DeathWish) {
    this.at = wish.at;
    this.timesLeft = wish.time;
  }

  /** Another point than it was started with: one that is to die in the midst of a sale need not be started for it. */
  wishFor(at: string, time: number): void {
    this.at = at;
    this.timesLeft = time;
  }

  /** To be called at every point. Does not return where the wish is fulfilled. */
  passes(point: string): void {
    if (this.wish.seenFile !== undefined && !this.seen.has(point)) {
      this.seen.add(point);
      appendFileSync(this.wish.seenFile, `${point}\n`);
    }
    if (point === this.at && --this.timesLeft === 0) die(point);
  }

  /** True where a point is the one, and this time is the time: for what has to be prepared. */
  isNextAt(point: string): boolean {
    return point === this.at && this.timesLeft === 1;
  }
}

/** What the last line of such a process begins with. */
export const DIED_AT = 'died at failpoint: ';

function die(point: string): never {
  writeSync(2, `${DIED_AT}${point}\n`);
  process.kill(process.pid, 'SIGKILL');
  // The signal is delivered before this can be reached; the types do not know.
  throw new Error('still alive');
}

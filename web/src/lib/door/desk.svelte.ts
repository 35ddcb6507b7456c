import type { Guest } from '@jari/contract';
import type { Door } from './door.svelte.ts';
import type { OwnScan } from './door-store.ts';
import type { Signal } from './signals.ts';
import { isAtOnce, judgeAgain, judgeGuest, type Verdict } from './verdict.ts';

/**
 * Whoever stands at the door just now, and what has become of them. While something is written the next guest may
 * come; of one who has gone nothing is said on the screen any more, only heard.
 */
export class Desk {
  verdict = $state.raw<Verdict>();
  /** How many have been let in on it; undefined: nobody yet. */
  letIn = $state<number>();
  /** The record could not be kept. */
  isLost = $state(false);
  /** It was a mistake and was taken back. */
  isUndone = $state(false);
  /** The scan on the screen, as long as it can be taken back here. */
  lastScan = $state.raw<OwnScan>();
  /** One guest at a time, whether the camera, a reader or a thumb brings them. */
  private line: Promise<void> = Promise.resolve();

  constructor(
    private readonly door: Door,
    private readonly signal: (signal: Signal) => void,
    /** How a verdict that is not a yes sounds. */
    private readonly soundOf: (verdict: Verdict) => Signal,
  ) {}

  /** Somebody shows a ticket or says a code. */
  hear(text: string): void {
    this.inTurn(async () => this.show(await this.door.judge(text)));
  }

  /** Somebody was found on the list. */
  meet(guest: Guest): void {
    this.inTurn(() => this.show(judgeGuest(guest, this.door.book)));
  }

  async admit(count: number): Promise<void> {
    if (this.verdict?.kind !== 'welcome' || this.letIn !== undefined) return;
    const now = judgeAgain(this.verdict, this.door.book);
    if (now.kind !== 'welcome' || now.standing.left < count) {
      this.put(now);
      this.signal(this.soundOf(now));
      return;
    }
    this.letIn = count;
    const shown = this.verdict;
    try {
      const scan = await this.door.admit(shown.reservation, count);
      if (this.verdict === shown) this.lastScan = scan;
      this.signal('yes');
    } catch {
      if (this.verdict === shown) this.isLost = true;
      this.signal('no');
    }
  }

  async undo(): Promise<void> {
    const { lastScan: scan, verdict: shown } = this;
    if (scan === undefined) return;
    // Once, however often a thumb hits.
    this.lastScan = undefined;
    try {
      await this.door.undo(scan);
      if (this.verdict === shown) this.isUndone = true;
      this.signal('ask');
    } catch {
      // It can be tried again: nothing was written.
      if (this.verdict === shown) this.lastScan = scan;
      this.signal('no');
    }
  }

  /** The screen is clear for whoever comes next. */
  next(): void {
    this.verdict = undefined;
  }

  /** What goes wrong with one guest is no yes to them, and must not keep those behind them out. */
  private inTurn(work: () => Promise<void>): void {
    this.line = this.line.then(work).catch(() => {
      this.next();
      this.signal('no');
    });
  }

  private async show(next: Verdict): Promise<void> {
    this.put(next);
    if (isAtOnce(next)) await this.admit(1);
    else this.signal(this.soundOf(next));
  }

  private put(next: Verdict): void {
    this.verdict = next;
    this.letIn = undefined;
    this.isLost = false;
    this.lastScan = undefined;
    this.isUndone = false;
  }
}

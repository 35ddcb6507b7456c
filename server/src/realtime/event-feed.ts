import type { Change } from '../domain/change.ts';
import { RecentChanges } from './recent-changes.ts';
import type { StreamClient } from './stream-client.ts';

/** Who is further behind than this gets the whole hall instead of what happened. */
export const CHANGES_BEHIND_MAX = 1_000;

/** Telling everybody may take one part in this many of the process's time. */
const TELLING_SHARE = 4;

interface Newcomer {
  readonly client: StreamClient;
  /** The last change it knows, or undefined when it knows nothing. */
  readonly after: number | undefined;
}

/**
 * Tells one event's changes to everybody who watches it.
 *
 *   quiet ──changes──► telling is due ──► told to all, newcomers admitted ──► quiet
 *
 * Changes that come while telling is due are told together: one text, made once, one write per client. How
 * soon it is due depends on how long the last round took, so that ten thousand watchers slow the news down
 * by some milliseconds rather than the sale.
 *
 * Newcomers are admitted only when nothing is waiting to be told, and within one turn of the event loop get
 * their snapshot (or what they missed) and join the others. So no change is lost in between, or told twice.
 */
export class EventFeed {
  private readonly recent: RecentChanges;
  private readonly live = new Set<StreamClient>();
  private newcomers: Newcomer[] = [];
  /** The last change that the live clients know. */
  private told: number;
  private isDue = false;
  private lastRoundMs = 0;
  private lastRoundEndedAt = 0;

  /**
   * @param sequence the last change that the hall contains now
   * @param snapshot the whole hall as of the last change heard, as a stream's text
   */
  constructor(
    sequence: number,
    private readonly snapshot: () => string,
    private readonly onCut: () => void,
  ) {
    this.recent = new RecentChanges(sequence);
    this.told = sequence;
  }

  get lastSequence(): number {
    return this.recent.last;
  }

  hear(changes: readonly Change[]): void {
    this.recent.add(changes);
    if (this.live.size > 0 || this.newcomers.length > 0) this.makeDue();
    else this.noteTold();
  }

  /** True when what comes after `sequence` can be had from memory. */
  covers(sequence: number): boolean {
    return this.recent.covers(sequence);
  }

  /** What comes after `sequence`, oldest first. Only if `covers` it. */
  changesAfter(sequence: number, limit: number): ReturnType<RecentChanges['after']> {
    return this.recent.after(sequence, limit);
  }

  /** Lets a client in: at once, or at the end of the round that is due. */
  admit(client: StreamClient, after: number | undefined): void {
    if (client.isGone) return;
    const newcomer = { client, after };
    if (this.isDue || this.mustWait(newcomer)) this.newcomers.push(newcomer);
    else this.join(newcomer);
  }

  forget(client: StreamClient): void {
    this.live.delete(client);
  }

  private makeDue(): void {
    if (this.isDue) return;
    this.isDue = true;
    const restMs = this.lastRoundMs * (TELLING_SHARE - 1);
    const delayMs = this.lastRoundEndedAt + restMs - performance.now();
    if (delayMs > 0) setTimeout(() => this.tell(), delayMs);
    else setImmediate(() => this.tell());
  }

  private tell(): void {
    const startedAt = performance.now();
    const text = this.textAfter(this.told);
    if (text !== '') {
      const bytes = Buffer.from(text);
      for (const client of this.live) if (!client.write(bytes)) this.onCut();
    }
    this.isDue = false;
    this.noteTold();
    const newcomers = this.newcomers;
    this.newcomers = [];
    for (const newcomer of newcomers) {
      if (this.mustWait(newcomer)) this.newcomers.push(newcomer);
      else this.join(newcomer);
    }
    this.lastRoundEndedAt = performance.now();
    this.lastRoundMs = this.lastRoundEndedAt - startedAt;
  }

  /** One that has seen more than we (on another instance) waits until we know it too. */
  private mustWait({ client, after }: Newcomer): boolean {
    return !client.isGone && after !== undefined && after > this.lastSequence;
  }

  private join({ client, after }: Newcomer): void {
    if (client.isGone) return;
    const canResume =
      after !== undefined && this.recent.covers(after) && this.lastSequence - after <= CHANGES_BEHIND_MAX;
    client.welcome(canResume ? this.textAfter(after) : this.snapshot());
    this.live.add(client);
  }

  private textAfter(sequence: number): string {
    let text = '';
    for (const change of this.recent.after(sequence)) text += change.toStreamText();
    return text;
  }

  /** Only what everybody has been told may be forgotten. */
  private noteTold(): void {
    this.told = this.lastSequence;
    this.recent.keep(CHANGES_BEHIND_MAX);
  }
}

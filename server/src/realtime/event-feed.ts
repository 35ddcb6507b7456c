import type { Change } from '../domain/change.ts';
import { agrees, type ClaimedPosition, type Position } from '../domain/log-chain.ts';
import { RecentChanges } from './recent-changes.ts';
import type { StreamClient } from './stream-client.ts';

/** Who is further behind than this gets the whole hall instead of what happened. */
export const CHANGES_BEHIND_MAX = 1_000;

/** Telling everybody may take one part in this many of the process's time. */
const TELLING_SHARE = 4;

interface Newcomer {
  readonly client: StreamClient;
  /** Where it is, or undefined when it knows nothing. */
  readonly claim: ClaimedPosition | undefined;
}

/**
 * What a watcher's position is to the changes kept here. `older` than what is kept; `ahead` of it, because it
 * comes from another instance; or `foreign`, of a history that is not ours.
 */
export type Standing = 'continues' | 'older' | 'ahead' | 'foreign';

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
  private recent: RecentChanges;
  private readonly live = new Set<StreamClient>();
  private newcomers: Newcomer[] = [];
  /** The last change that the live clients know. */
  private told: number;
  private isDue = false;
  private lastRoundMs = 0;
  private lastRoundEndedAt = 0;

  /**
   * @param position where the hall is now
   * @param snapshot the whole hall as of the last change heard, as a stream's bytes
   */
  constructor(
    position: Position,
    private readonly snapshot: () => Buffer,
    private readonly onCut: () => void,
  ) {
    this.recent = new RecentChanges(position);
    this.told = position.sequence;
  }

  /** Where the event is as far as was heard here. */
  get position(): Position {
    return this.recent.last;
  }

  hear(changes: readonly Change[]): void {
    this.recent.add(changes);
    if (this.live.size > 0 || this.newcomers.length > 0) this.makeDue();
    else this.noteTold();
  }

  /** The history told so far is not the ledger's (any more): everybody gets the hall as it is. */
  restart(position: Position): void {
    this.recent = new RecentChanges(position);
    this.told = position.sequence;
    const newcomers = this.newcomers.splice(0);
    if (this.live.size > 0) {
      const bytes = this.snapshot();
      for (const client of this.live) client.welcome(bytes);
    }
    for (const newcomer of newcomers) this.join(newcomer);
  }

  standing(claim: ClaimedPosition): Standing {
    const { epoch, sequence } = this.position;
    if (claim.epoch !== epoch) return 'foreign';
    if (claim.sequence > sequence) return 'ahead';
    const head = this.recent.headAt(claim.sequence);
    if (head === undefined) return 'older';
    return agrees(claim, head) ? 'continues' : 'foreign';
  }

  /** What comes after `sequence`, oldest first. Only for a position that `continues`. */
  changesAfter(sequence: number, limit: number): ReturnType<RecentChanges['after']> {
    return this.recent.after(sequence, limit);
  }

  /** Lets a client in: at once, or at the end of the round that is due. */
  admit(client: StreamClient, claim: ClaimedPosition | undefined): void {
    if (client.isGone) return;
    const newcomer = { client, claim };
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
    const bytes = this.bytesAfter(this.told);
    if (bytes.length > 0) {
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
  private mustWait({ client, claim }: Newcomer): boolean {
    return !client.isGone && claim !== undefined && this.standing(claim) === 'ahead';
  }

  private join({ client, claim }: Newcomer): void {
    if (client.isGone) return;
    const canResume =
      claim !== undefined &&
      this.standing(claim) === 'continues' &&
      this.position.sequence - claim.sequence <= CHANGES_BEHIND_MAX;
    client.welcome(canResume ? this.bytesAfter(claim.sequence) : this.snapshot());
    this.live.add(client);
  }

  private bytesAfter(sequence: number): Buffer {
    let text = '';
    for (const change of this.recent.after(sequence)) text += change.toStreamText();
    return Buffer.from(text);
  }

  /** Only what everybody has been told may be forgotten. */
  private noteTold(): void {
    this.told = this.position.sequence;
    this.recent.keep(CHANGES_BEHIND_MAX);
  }
}

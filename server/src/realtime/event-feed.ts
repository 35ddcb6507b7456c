import { POSITION_EVENT, type StreamPosition } from '@jari/contract';
import type { Change } from '../domain/change.ts';
import { agrees, type ClaimedPosition, type Position } from '../domain/log-chain.ts';
import { streamMessage } from './change-text.ts';
import { SIGN_OF_LIFE, type Heartbeat } from './heartbeats.ts';
import { RecentChanges } from './recent-changes.ts';
import type { StreamClient } from './stream-client.ts';

/** Who is further behind than this gets the whole hall instead of what happened. */
export const CHANGES_BEHIND_MAX = 1_000;

/** How long one turn of the event loop may be spent telling; then whoever buys has a turn. */
const SLICE_MS = 1;

/** Who is still to be told what. */
interface Round {
  readonly bytes: Buffer;
  readonly clients: readonly StreamClient[];
  toldCount: number;
}

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
 * Tells one event's changes to everybody who watches it, in rounds.
 *
 *   quiet ──changes──► round is due ──next turn──► telling, slice by slice ──all told──► quiet
 *                            ▲                          └──changes came meanwhile──┐
 *                            └─────────────────────────────────────────────────────┘
 *
 * A round tells all that was heard until it began: one text, made once, one write per client. It yields to
 * the rest of the server every millisecond, so ten thousand watchers slow the news down rather than the sale,
 * and what happens meanwhile is told together in the next round.
 *
 * A newcomer is let in at a moment at which nothing is heard that the next round would tell again: at once
 * when no change waits for a round, else when the next round begins. It gets its snapshot (or what it missed)
 * and joins the others in one turn of the event loop. So no change is lost in between, or told twice.
 */
export class EventFeed {
  private recent: RecentChanges;
  private readonly live = new Set<StreamClient>();
  private newcomers: Newcomer[] = [];
  /** The last change that the live clients know, or that the round on its way tells them. */
  private told: number;
  private round: Round | undefined;
  private isDue = false;

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

  /**
   * Says how far the stream has come, so that whoever lost something on the way learns of it although nothing else
   * happens. While somebody is still to be told something it says nothing: what comes next shows what is missing.
   */
  readonly heartbeat: Heartbeat = (client) => {
    const { position } = this;
    const isTold = this.round === undefined && this.told === position.sequence && this.live.has(client);
    if (!isTold) return SIGN_OF_LIFE;
    const data: StreamPosition = { sequence: position.sequence };
    return Buffer.from(streamMessage(position, POSITION_EVENT, JSON.stringify(data)));
  };

  /** Where the event is as far as was heard here. */
  get position(): Position {
    return this.recent.last;
  }

  hear(changes: readonly Change[]): void {
    this.recent.add(changes);
    if (this.live.size > 0 || this.newcomers.length > 0) this.makeDue();
    else this.noteToldAll();
  }

  /** The history told so far is not the ledger's (any more): everybody gets the hall as it is. */
  restart(position: Position): void {
    this.recent = new RecentChanges(position);
    this.told = position.sequence;
    // Nobody may hear of the old history after having got the new hall.
    this.round = undefined;
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

  /** Lets a client in: at once, or when the next round begins. */
  admit(client: StreamClient, claim: ClaimedPosition | undefined): void {
    if (client.isGone) return;
    const newcomer = { client, claim };
    if (this.told < this.position.sequence || this.mustWait(newcomer)) this.newcomers.push(newcomer);
    else this.join(newcomer);
  }

  forget(client: StreamClient): void {
    this.live.delete(client);
  }

  private makeDue(): void {
    if (this.isDue || this.round !== undefined) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.beginRound();
    });
  }

  private beginRound(): void {
    const bytes = this.bytesAfter(this.told);
    const round = { bytes, clients: bytes.length > 0 ? [...this.live] : [], toldCount: 0 };
    this.noteToldAll();
    for (const newcomer of this.newcomers.splice(0)) {
      if (this.mustWait(newcomer)) this.newcomers.push(newcomer);
      else this.join(newcomer);
    }
    this.round = round;
    this.tell(round);
  }

  private tell(round: Round): void {
    if (this.round !== round) return;
    const { bytes, clients } = round;
    const untilMs = performance.now() + SLICE_MS;
    while (round.toldCount < clients.length && performance.now() < untilMs) {
      if (clients[round.toldCount++]?.write(bytes) === false) this.onCut();
    }
    if (round.toldCount < clients.length) {
      setImmediate(() => this.tell(round));
      return;
    }
    this.round = undefined;
    if (this.told < this.position.sequence) this.makeDue();
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

  /** From here on only what comes is to be told; what was told may be forgotten. */
  private noteToldAll(): void {
    this.told = this.position.sequence;
    this.recent.keep(CHANGES_BEHIND_MAX);
  }
}

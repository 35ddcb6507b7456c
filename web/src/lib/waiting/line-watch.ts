import type { LineStatus } from '@jari/contract';
import type { Outcome } from '@jari/client/outcome';
import { hasEnded, type LineView } from './line-view.ts';
import { PlaceInLine, type PlacePorts } from './place-in-line.ts';
import { nextAskMs, retryMs } from './poll-plan.ts';

/** Why what is shown may be old. */
export type Trouble = 'offline' | 'unreachable' | null;

export interface LineWatchPorts extends PlacePorts {
  readonly random: () => number;
  readonly isOnline: () => boolean;
  /** How long a turn lasts. */
  readonly turnMs: () => number | undefined;
}

/** An answer can only be late, so that of some server times the newest is the truest. */
const TIMES_KEPT = 5;
/** Without a network the browser says when it is back; with nothing to wait for, little can change. */
const IDLE_LOOK_MS = 30_000;

/**
 * Stands in an event's line for this page. It asks how the line stands, which costs the servers nothing however
 * many ask, and something of its own only when it begins, when its turn has come, and when there is reason to doubt.
 */
export class LineWatch {
  trouble: Trouble = null;
  /** When the server last said how the line stands. */
  heardAt: number | undefined;
  readonly mine: PlaceInLine;
  private failures = 0;
  private isAsking = false;
  private isAskedAgain = false;
  private isStopped = false;
  private times: readonly number[] = [];
  private cancelAsk: () => void = () => undefined;

  constructor(private readonly ports: LineWatchPorts) {
    this.mine = new PlaceInLine(ports);
  }

  start(): void {
    this.mine.begin();
    void this.look();
  }

  stop(): void {
    this.isStopped = true;
    this.cancelAsk();
    this.mine.stop();
  }

  get status(): LineStatus | undefined {
    return this.mine.status;
  }

  get view(): LineView {
    return this.mine.view;
  }

  /** When something is that the server dates, on this page's clock. */
  momentOf(iso: string | null): number | undefined {
    if (iso === null || this.times.length === 0) return undefined;
    return Date.parse(iso) - Math.max(...this.times);
  }

  /** Asks now, as when the page or the network came back. `anew`: my own place is in doubt, too. */
  async look({ anew = false } = {}): Promise<void> {
    if (anew) this.mine.isInDoubt = true;
    if (this.isStopped) return;
    if (this.isAsking) {
      this.isAskedAgain = true;
      return;
    }
    this.cancelAsk();
    this.isAsking = true;
    // What breaks on the way, as where code that is wanted now cannot be fetched, is tried again like what has no answer.
    const isReached = this.ports.isOnline() && (await this.ask().catch(() => false));
    this.isAsking = false;
    if (this.isStopped) return;
    this.failures = isReached ? 0 : this.failures + 1;
    this.trouble = isReached ? null : this.ports.isOnline() ? 'unreachable' : 'offline';
    this.ports.onChange();
    const pauseMs = this.isAskedAgain ? 0 : this.pauseMs();
    this.isAskedAgain = false;
    this.cancelAsk = this.ports.after(pauseMs, () => void this.look());
  }

  leave(): Promise<Outcome<undefined>> {
    return this.mine.leave();
  }

  async rejoin(): Promise<Outcome<undefined>> {
    const outcome = await this.mine.giveUp();
    if (outcome.ok) await this.look();
    return outcome;
  }

  /** A command was refused for want of a pass. */
  turnedAway(): void {
    this.mine.refused();
    void this.look();
  }

  heardOfTab(): void {
    if (this.mine.heardOfTab()) void this.look();
  }

  private pauseMs(): number {
    const { failures, ports, status, view } = this;
    if (!ports.isOnline()) return IDLE_LOOK_MS;
    if (failures > 0 || status === undefined) return retryMs(Math.max(1, failures), ports.random);
    const isWaiting = 'number' in view && view.is !== 'inside';
    const isComing = view.is === 'early' && status.opens_at !== null;
    if (!isWaiting && !isComing) return IDLE_LOOK_MS;
    return nextAskMs(status, 'ahead' in view ? view.ahead : undefined, ports.random(), ports.turnMs());
  }

  /** False: something could not be asked. */
  private async ask(): Promise<boolean> {
    const { mine } = this;
    const outcome = await this.ports.api.status();
    if (this.isStopped) return true;
    if (!outcome.ok) return false;
    const status = outcome.value;
    const now = this.ports.now();
    this.times = [...this.times, Date.parse(status.server_time) - now].slice(-TIMES_KEPT);
    this.heardAt = now;
    mine.take(status);
    if (status.state === 'off' || hasEnded(status)) return true;
    if (mine.isInDoubt) return (await mine.find()) !== 'silent';
    if (this.view.is === 'called') return (await mine.askPass()) !== 'silent';
    return true;
  }
}

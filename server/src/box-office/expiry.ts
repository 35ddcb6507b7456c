import TinyQueue from 'tinyqueue';
import { stateAfter, type Change } from '../domain/change.ts';
import type { BoxOffice } from './box-office.ts';
import { USERS_PER_COMMAND } from './users-per-command.ts';

interface Due {
  readonly userId: string;
  readonly at: number;
}

/** How soon holds that could not be ended are tried again. */
const RETRY_MS = 100;
/** The ledger's clock may be set meanwhile: look again at least this often. */
const LOOK_INTERVAL_MS = 60_000;

/**
 * Ends holds when their time is up, so that everybody sees the seats come back within a quarter second.
 * It only asks; the box office decides, by the ledger's clock, whether a hold is over.
 *
 * Entries are never removed from the queue when a hold ends early or is extended: one that finds no hold
 * that is over is dropped when its moment comes.
 */
export class Expiry {
  private queue = new TinyQueue<Due>([], (a, b) => a.at - b.at);
  private cancelTimer: () => void = () => undefined;
  private isStopped = false;

  constructor(
    private readonly office: BoxOffice,
    private readonly settleMs: number,
  ) {
    office.onChanges((changes) => this.note(changes));
    office.onReload(() => this.begin());
    this.begin();
  }

  stop(): void {
    this.isStopped = true;
    this.cancelTimer();
  }

  private begin(): void {
    this.queue = new TinyQueue<Due>([], (a, b) => a.at - b.at);
    for (const { userId, expiresAt } of this.office.seatMap.allHolds()) {
      this.queue.push({ userId, at: expiresAt });
    }
    this.arm();
  }

  private note(changes: readonly Change[]): void {
    const next = this.queue.peek()?.at;
    for (const change of changes) {
      if (stateAfter(change) !== 'held' || !('expiresAt' in change)) continue;
      this.queue.push({ userId: change.userId, at: change.expiresAt });
    }
    if (this.queue.peek()?.at !== next) this.arm();
  }

  private arm(delayMinMs = 1): void {
    this.cancelTimer();
    const next = this.queue.peek();
    if (next === undefined || this.isStopped) return;
    const delayMs = next.at + this.settleMs - this.office.now();
    const boundedMs = Math.min(Math.max(delayMs, delayMinMs), LOOK_INTERVAL_MS);
    this.cancelTimer = this.office.after(boundedMs, () => void this.endDue());
  }

  private async endDue(): Promise<void> {
    const now = this.office.now() - this.settleMs;
    const due = new Set<string>();
    // After an outage there may be very many: those that are left come with the next look, at once.
    for (let next = this.queue.peek(); due.size < USERS_PER_COMMAND; next = this.queue.peek()) {
      if (next === undefined || next.at > now) break;
      this.queue.pop();
      if (this.isOver(next.userId, now)) due.add(next.userId);
    }
    const userIds = [...due];
    const outcome = userIds.length > 0 ? await this.office.submit({ kind: 'expire', userIds }) : undefined;
    // What is still there was not ended, for whatever reason: the ledger is away, or its clock was behind.
    const remaining = userIds.filter((id) => this.isOver(id, now));
    for (const userId of remaining) this.queue.push({ userId, at: now });
    this.arm(outcome !== undefined && remaining.length > 0 ? RETRY_MS : 1);
  }

  private isOver(userId: string, now: number): boolean {
    const hold = this.office.seatMap.hold(userId);
    return hold !== undefined && hold.expiresAt <= now;
  }
}

import type { Change } from '../domain/change.ts';
import type { Answer, AnswerTo, CommandKind, CommandOf } from '../domain/command.ts';
import { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import type { Event } from '../domain/event.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { AppendResult, CatchUp, Ledger, Snapshot } from '../ports/ledger.ts';
import { Attempt, type IdempotencyKey, type Pending } from './attempt.ts';
import type { LedgerClock } from './ledger-clock.ts';
import type { BoxOfficeObserver } from './observer.ts';
import { UsedKeys } from './used-keys.ts';

export interface BoxOfficeOptions {
  readonly failureRate: number;
  /** See HoldTiming. */
  readonly settleMs: number;
  readonly graceMs: number;
  /** Other instances write to the same ledger, so a refusal is checked against it before it is given. */
  readonly isShared: boolean;
  /** Most commands in one append. */
  readonly batchSizeMax: number;
  /** Most commands that may wait; more are refused at once, so that those who wait are served in time. */
  readonly queueLengthMax: number;
  /** How long an append may take before those who wait for it are told that we don't know. */
  readonly patienceMs: number;
}

export const defaultBoxOfficeOptions: BoxOfficeOptions = {
  failureRate: 0.01,
  settleMs: 0,
  graceMs: 10_000,
  isShared: false,
  batchSizeMax: 500,
  queueLengthMax: 20_000,
  patienceMs: 5_000,
};

/** How many changes one catch-up query reads. */
const CATCH_UP_LIMIT = 5_000;
/** How soon a ledger that failed is asked again when no command asks it first. */
const RECOVERY_INTERVAL_MS = 500;
/** How often one batch is decided again before its commands are told `contention`. */
const ATTEMPTS_MAX = 10;

/**
 * One event's box office: takes commands in turn, decides, records, answers. The order in which they arrive
 * here is the order of the event's sequence.
 *
 * Modes, and what leads from one to the next:
 *
 *   idle ──command──► deciding ──► appending ──recorded──► answering ──► deciding, or idle when none wait
 *                        ▲             │
 *                        ├─ conflict: another instance was quicker; catch up with the event locked
 *                        ├─ too early, too late: read the ledger's clock anew
 *                        │             │
 *                        │             ├─ no answer within `patienceMs`: STALLED. All who wait, and all who
 *                        │             │  come, are told `unavailable`; the append itself is never cancelled,
 *                        │             │  and its end ends the mode.
 *                        │             └─ failed: OUT OF DATE. Whether it was recorded is not known; all who
 *                        │                waited are told `unavailable`.
 *                        └─ out of date ──next command or news──► catch up ──► deciding
 *
 * While an append is in flight, commands that arrive form the next batch. There is no timer: a lone command
 * is decided at the end of the current turn of the event loop, and under load hundreds share one commit.
 */
export class BoxOffice {
  private readonly map: CommittedSeatMap;
  private readonly usedKeys: UsedKeys;
  private queue: Pending[] = [];
  private news: (readonly Change[])[] = [];
  private working: Promise<void> | undefined;
  private isOutOfDate = false;
  private isStalled = false;
  private isClosed = false;
  /** How long the last append took. */
  private appendMs = 0;
  private readonly listeners: ((changes: readonly Change[], origin: 'here' | 'elsewhere') => void)[] = [];

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: LedgerClock,
    snapshot: Snapshot,
    private readonly options: BoxOfficeOptions,
    private readonly observer: BoxOfficeObserver,
  ) {
    this.map = new CommittedSeatMap(snapshot);
    this.usedKeys = new UsedKeys(snapshot.idempotency);
  }

  /** What the ledger has confirmed so far. For reading only. */
  get seatMap(): CommittedSeatMap {
    return this.map;
  }

  get queueLength(): number {
    return this.queue.length;
  }

  /** The ledger's clock as far as this process knows it. */
  now(): number {
    return this.clock.now();
  }

  /**
   * Puts a command in the queue. Resolves with the answer once it is durable, or with a refusal; never
   * rejects. `unavailable` means that the outcome is not known: send it again with the same key.
   */
  submit<K extends CommandKind>(
    command: CommandOf<K>,
    idempotency?: IdempotencyKey,
  ): Promise<AnswerTo<K> | Refusal>;
  submit(command: Pending['command'], idempotency?: IdempotencyKey): Promise<Answer | Refusal> {
    if (this.isClosed || this.isStalled || this.queue.length >= this.options.queueLengthMax) {
      this.observer.answered(command.kind, 'unavailable');
      return Promise.resolve({ refused: 'unavailable' });
    }
    return new Promise((resolve) => {
      const arrivedMonotonicMs = this.clock.monotonicMs();
      this.queue.push({ command, idempotency, arrivedMonotonicMs, resolve, isAnswered: false });
      this.startWorking();
    });
  }

  /** Calls back after every change that has become true, in order of sequence, whoever made it. */
  onChanges(listener: (changes: readonly Change[], origin: 'here' | 'elsewhere') => void): void {
    this.listeners.push(listener);
  }

  /** Takes in what another instance says it has recorded. Gaps are filled from the ledger. */
  hear(changes: readonly Change[]): void {
    this.news.push(changes);
    this.startWorking();
  }

  /** Compares with the ledger as soon as possible. */
  refresh(): void {
    if (this.isClosed) return;
    this.isOutOfDate = true;
    this.startWorking();
  }

  /** Title, times or rules were changed by the organiser. */
  replaceEvent(event: Event): void {
    this.map.event = event;
  }

  /** Refuses new commands, and resolves when those accepted have been answered. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.working;
  }

  private startWorking(): void {
    this.working ??= new Promise((done) => {
      // Whatever arrives in this turn of the event loop shares the first append.
      setImmediate(() => {
        void this.work().finally(() => {
          this.working = undefined;
          done();
          if (this.hasWork()) this.startWorking();
        });
      });
    });
  }

  private hasWork(): boolean {
    return this.queue.length > 0 || this.news.length > 0;
  }

  private async work(): Promise<void> {
    do {
      let batch: readonly Pending[] = [];
      try {
        await this.takeInNews();
        batch = this.queue.splice(0, this.options.batchSizeMax);
        if (batch.length > 0) await this.process(batch);
      } catch (error) {
        this.isOutOfDate = true;
        this.observer.failed(this.map.event.eventId, error);
        this.refuseAll(batch, 'unavailable');
        this.refuseAll(this.queue.splice(0), 'unavailable');
        // Somebody may be watching although nobody asks.
        setTimeout(() => this.refresh(), RECOVERY_INTERVAL_MS).unref();
      }
    } while (this.hasWork());
  }

  private async takeInNews(): Promise<void> {
    for (const changes of this.news.splice(0)) {
      const unseen = changes.filter((change) => change.sequence > this.map.sequence);
      if (unseen.length === 0) continue;
      // Changes that made idempotency records are read from the ledger, because news carry no answers.
      if (unseen[0]?.sequence === this.map.sequence + 1 && !unseen.some(mayHaveUsedKey)) {
        this.absorb(unseen, 'elsewhere');
      } else {
        this.isOutOfDate = true;
      }
    }
    if (this.isOutOfDate) await this.catchUp();
  }

  /** Reads what is missing. Returns whether anything was. */
  private async catchUp(): Promise<boolean> {
    const { eventId } = this.map.event;
    const before = this.map.sequence;
    for (;;) {
      const sent = this.clock.monotonicMs();
      const missed = await this.ledger.changesSince(eventId, this.map.sequence, CATCH_UP_LIMIT);
      this.clock.observe(sent, this.clock.monotonicMs(), missed.now);
      this.absorbMissed(missed);
      if (this.map.sequence >= missed.sequence) break;
      if (missed.changes.length === 0) throw new Error(`the ledger lacks changes after ${this.map.sequence}`);
    }
    this.isOutOfDate = false;
    return this.map.sequence > before;
  }

  private async process(batch: readonly Pending[]): Promise<void> {
    let attempt = this.decideAll(batch);
    if (!attempt.mustBeRecorded && this.options.isShared && (await this.catchUp())) {
      attempt = this.decideAll(batch);
    }
    let result: AppendResult | { ok: false; why: 'nothing' } = attempt.mustBeRecorded
      ? await this.append(batch, () => this.ledger.append(attempt.toBatch()))
      : { ok: false, why: 'nothing' };

    for (let tries = 1; ; tries++) {
      if (result.ok) this.commit(attempt);
      if (result.ok || result.why === 'nothing') {
        this.answerAll(batch, attempt);
        return;
      }
      this.observer.refused(result.why);
      if (tries === ATTEMPTS_MAX) break;
      // After a first conflict the event is locked before deciding, so that no instance starves. A wrong
      // idea of the ledger's clock is put right before that, since it may be why we were refused.
      if (result.why !== 'conflict') await this.clock.synchronise();
      result = await this.append(batch, () =>
        this.ledger.appendLocked(this.map.event.eventId, this.map.sequence, (missed) => {
          this.absorbMissed(missed);
          attempt = this.decideAll(batch);
          return attempt.mustBeRecorded ? attempt.toBatch() : undefined;
        }),
      );
    }
    this.refuseAll(batch, 'contention');
  }

  private decideAll(batch: readonly Pending[]): Attempt {
    const attempt = new Attempt(this.map, this.usedKeys);
    const { failureRate, settleMs, graceMs } = this.options;
    const now = this.clock.now();
    for (const pending of batch) {
      const arrivedAt = this.clock.at(pending.arrivedMonotonicMs);
      attempt.add(pending, { arrivedAt, now, settleMs, graceMs, failureRate });
    }
    return attempt;
  }

  /** Waits for an append for as long as it takes, but does not let people wait longer than `patienceMs`. */
  private async append<R extends { readonly now: number }>(
    batch: readonly Pending[],
    run: () => Promise<R>,
  ): Promise<R> {
    const stall = setTimeout(() => {
      this.isStalled = true;
      this.refuseAll(batch, 'unavailable');
      this.refuseAll(this.queue.splice(0), 'unavailable');
    }, this.options.patienceMs);
    const sent = this.clock.monotonicMs();
    try {
      const result = await run();
      const received = this.clock.monotonicMs();
      this.clock.observe(sent, received, result.now);
      return result;
    } finally {
      clearTimeout(stall);
      this.isStalled = false;
      this.appendMs = this.clock.monotonicMs() - sent;
    }
  }

  private commit(attempt: Attempt): void {
    this.usedKeys.addAll(attempt.newKeys);
    this.absorb(attempt.changes, 'here');
  }

  private absorbMissed(missed: CatchUp): void {
    if (missed.sequence < this.map.sequence) {
      // Only a restored backup or a failover that lost commits can do this. Selling on would sell seats twice.
      throw new Error(
        `the ledger went back from ${this.map.sequence} to ${missed.sequence}; restart to accept`,
      );
    }
    this.usedKeys.addAll(missed.idempotency);
    this.absorb(
      missed.changes.filter((change) => change.sequence > this.map.sequence),
      'elsewhere',
    );
  }

  private absorb(changes: readonly Change[], origin: 'here' | 'elsewhere'): void {
    if (changes.length === 0) return;
    for (const change of changes) this.map.apply(change);
    for (const listener of this.listeners) listener(changes, origin);
  }

  private answerAll(batch: readonly Pending[], attempt: Attempt): void {
    if (attempt.mustBeRecorded) this.observer.recorded(batch.length, attempt.changes.length, this.appendMs);
    batch.forEach((pending, i) => this.answer(pending, attempt.outcomes[i] ?? { refused: 'internal' }));
  }

  private refuseAll(batch: readonly Pending[], refused: Refusal['refused']): void {
    for (const pending of batch) this.answer(pending, { refused });
  }

  /** Those who were told `unavailable` while we stalled are not answered again. */
  private answer(pending: Pending, outcome: Answer | Refusal): void {
    if (pending.isAnswered) return;
    pending.isAnswered = true;
    this.observer.answered(pending.command.kind, isRefusal(outcome) ? outcome.refused : undefined);
    pending.resolve(outcome);
  }
}

/** Confirming and extending are the commands that take a key; see `takeInNews`. */
function mayHaveUsedKey(change: Change): boolean {
  return change.cause === 'reserved' || change.cause === 'extended';
}

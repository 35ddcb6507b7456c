import { MemoryLedger } from '../../../server/test/support/memory-ledger.ts';
import { record } from '../../../server/test/support/memory-log.ts';
import {
  newMemoryStore,
  newStoredEvent,
  type StoredEvent,
} from '../../../server/test/support/memory-store.ts';
import type { Event } from '../../../server/src/domain/event.ts';
import { firstHead, type Position } from '../../../server/src/domain/log-chain.ts';
import type { Batch } from '../../../server/src/ports/batch.ts';
import type { AppendResult, EventPut } from '../../../server/src/ports/ledger.ts';
import { checkRows } from '../checks/rows.ts';
import type { Books } from '../checks/books.ts';
import type { Findings } from '../../../server/test/support/audit/findings.ts';
import type { Scheduler } from '../time/scheduler.ts';

/** What was committed, in order: enough to make the database as it was at any time. */
type Commit =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'correction'; readonly correctionMs: number };

/** The event that everybody wants to see. */
export const EVENT_ID = 'default';

/** What reads the ledger's changes as they are recorded. */
export interface LedgerWatch {
  recorded(batch: Batch, event: Event): void;
  wentBack(length: number): void;
}

/**
 * PostgreSQL with its standbys, simulated: the ledger that passes the conformance suite, the clock of its machine, and
 * what its loss loses.
 *
 * With a synchronous standby whatever was acknowledged is on it. A commit whose wait for the standby was broken off is
 * visible, and yet may be lost until another one is acknowledged. A backup is an older state, whatever was acknowledged
 * since.
 */
export class Database {
  readonly memory: MemoryLedger;
  private readonly commits: Commit[] = [];
  /** So many commits survive a fail-over. */
  private durable = 0;
  /** What the machine's wall clock is ahead of the truth. */
  wallAheadMs = 0;
  /** Until when nobody can reach it. */
  private upAt = 0;
  /** Grows with each life of the server, in which the connections of the one before are dead. */
  era = 0;
  /** Copies of the data that the administrator has: how many commits are in each. */
  private readonly backups: number[] = [];
  books!: Books;
  watch!: LedgerWatch;
  tell: (line: () => string) => void = () => undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly findings: Findings,
    names: { readonly epoch: string; readonly logKey: string },
  ) {
    this.memory = new MemoryLedger({ wallMs: () => this.wallMs() }, { ...newMemoryStore(), ...names });
    this.memory.onRecorded = (batch) => {
      if (batch.changes.length === 0) return;
      this.commits.push({ kind: 'batch', batch });
      this.watch.recorded(batch, this.stored.event);
      checkRows(batch, this.stored, this.books, this.findings);
    };
  }

  get stored(): StoredEvent {
    const stored = this.memory.store.events.get(EVENT_ID);
    if (stored === undefined) throw new Error('the simulation has no event');
    return stored;
  }

  get isUp(): boolean {
    return this.scheduler.now >= this.upAt;
  }

  get position(): Position {
    return this.stored.position;
  }

  wallMs(): number {
    return this.scheduler.now + this.wallAheadMs;
  }

  /** The ledger's steady clock. */
  steadyMs(): number {
    return this.wallMs() + this.memory.store.correctionMs;
  }

  get correctionMs(): number {
    return this.memory.store.correctionMs;
  }

  /** What the steady clock is ahead of the truth: what nobody has corrected yet. */
  get clockErrorMs(): number {
    return this.wallAheadMs + this.memory.store.correctionMs;
  }

  /** The commit just made is acknowledged, and all before it with it. */
  acknowledge(): void {
    this.durable = this.commits.length;
    if (this.books !== undefined) this.books.durableTick = this.books.tick;
  }

  /** A result that is told is acknowledged, unless the ledger refused. */
  acknowledgeResult(result: AppendResult | { readonly ok: false; readonly why: 'nothing' }): void {
    if (result.ok) this.acknowledge();
  }

  async putEvent(...args: Parameters<MemoryLedger['putEvent']>): Promise<EventPut> {
    const result = await this.memory.putEvent(...args);
    if (result.outcome === 'created' || result.outcome === 'updated')
      this.commits.push({ kind: 'event', event: result.event });
    return result;
  }

  async correctClock(known: number, stepMs: number): Promise<void> {
    await this.memory.correctClock(known, stepMs);
    this.tell(() => `  the ledger's clock is corrected by ${-stepMs} ms, now ${this.clockErrorMs} ms wrong`);
    this.commits.push({ kind: 'correction', correctionMs: this.memory.store.correctionMs });
  }

  /**
   * The server dies, and its standby takes over.
   *
   * @param isWatched as for a backup: a correction may be among what only the old server had
   */
  failOver(outageMs: number, skewMs: number, isWatched: boolean): void {
    this.begin(this.durable, outageMs, isWatched);
    this.wallAheadMs += skewMs;
  }

  backUp(): void {
    this.backups.push(this.commits.length);
  }

  /**
   * True when there was a backup. Everything since is lost, whoever was told of it.
   *
   * @param isWatched whether all servers run, and notice when a correction of the clock is lost with the rest. One that starts then
   *   takes the wrong time for the right one, which is a limit that the documents tell: so the clock itself is put right.
   */
  restore(outageMs: number, isWatched: boolean): boolean {
    const length = this.backups.at(-1);
    if (length === undefined) return false;
    this.books.restores++;
    this.begin(length, outageMs, isWatched);
    return true;
  }

  /** The same data in a new database, as after an import. */
  replace(epoch: string): void {
    const { store } = this.memory;
    store.epoch = epoch;
    const { sequence, head } = this.stored.position;
    this.stored.position = { epoch, sequence, head: sequence === 0 ? firstHead(epoch, EVENT_ID) : head };
    this.era++;
    this.books.renameEpoch(this.stored.position);
  }

  private begin(length: number, outageMs: number, isWatched: boolean): void {
    const errorMs = this.clockErrorMs;
    this.era++;
    this.upAt = this.scheduler.now + outageMs;
    this.commits.length = length;
    this.durable = length;
    while ((this.backups.at(-1) ?? 0) > length) this.backups.pop();
    const { epoch, logKey, plans } = this.memory.store;
    const store = { ...newMemoryStore(), epoch, logKey, plans };
    for (const commit of this.commits) {
      const stored = store.events.get(EVENT_ID);
      if (commit.kind === 'correction') store.correctionMs = commit.correctionMs;
      else if (commit.kind === 'batch') {
        if (stored !== undefined) record(stored, commit.batch);
      } else if (stored === undefined) store.events.set(EVENT_ID, newStoredEvent(commit.event, epoch));
      else stored.event = commit.event;
    }
    this.memory.store = store;
    if (!isWatched) this.wallAheadMs += errorMs - this.clockErrorMs;
    const { sequence } = this.stored.position;
    if (sequence < this.books.log.length) this.watch.wentBack(sequence);
    // An older state of a database that has got another name meanwhile.
    this.books.renameEpoch(this.stored.position);
    this.books.durableTick = this.books.tick;
  }
}

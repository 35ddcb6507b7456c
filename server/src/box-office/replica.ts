import type { Change } from '../domain/change.ts';
import { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import type { DraftSeatMap } from '../domain/draft-seat-map.ts';
import { sameLayout } from '../domain/hall-layout.ts';
import { follows } from '../domain/log-chain.ts';
import type { CatchUp, EventLedger, LedgerTime, ReloadReason, Snapshot } from '../ports/ledger.ts';
import type { LedgerClock } from './ledger-clock.ts';

/** How many changes one catch-up query reads. */
const CATCH_UP_LIMIT = 5_000;

export type Origin = 'here' | 'elsewhere';

/**
 * What the ledger has confirmed of one event, kept current by numbered changes. It is never ahead of the
 * ledger; being behind costs only a retry. When the ledger turns out to be another one, to have gone back or
 * to have taken another course, the whole map is loaded anew and those who watch are told.
 */
export class Replica {
  private current: CommittedSeatMap;
  private readonly changeListeners: ((changes: readonly Change[], origin: Origin) => void)[] = [];
  private readonly reloadListeners: ((why: ReloadReason) => void)[] = [];

  constructor(
    private readonly ledger: Pick<EventLedger, 'changesSince' | 'load'>,
    private readonly clock: LedgerClock,
    snapshot: Snapshot,
  ) {
    this.current = new CommittedSeatMap(snapshot);
  }

  get map(): CommittedSeatMap {
    return this.current;
  }

  onChanges(listener: (changes: readonly Change[], origin: Origin) => void): void {
    this.changeListeners.push(listener);
  }

  onReload(listener: (why: ReloadReason) => void): void {
    this.reloadListeners.push(listener);
  }

  /** Takes over what was decided on this map and has been recorded. */
  adopt(draft: DraftSeatMap): void {
    this.current.adopt(draft);
    if (draft.changes.length > 0) this.tell(draft.changes, 'here');
  }

  /** Takes in news. False when they do not continue what is known, so that the ledger must be asked. */
  absorb(changes: readonly Change[], origin: Origin): boolean {
    const unseen = changes.filter((change) => change.sequence > this.current.sequence);
    let head = this.current.head;
    let { sequence } = this.current;
    for (const change of unseen) {
      if (change.sequence !== sequence + 1 || !follows(head, change, this.current.logKey)) return false;
      // The event has another hall by now, which the ledger will say.
      if (change.seatIds.some((id) => id > this.current.seatCount)) return false;
      sequence = change.sequence;
      head = change.hash;
    }
    for (const change of unseen) this.current.apply(change);
    if (unseen.length > 0) this.tell(unseen, origin);
    return true;
  }

  /** Takes in the ledger's answer to what is missing. */
  absorbMissed(missed: CatchUp & { readonly reload: false }, origin: Origin): ReloadReason | undefined {
    // Also back: a fail-over or a backup may have lost the organiser's last word and no change of a seat. An answer that
    // is merely old costs a conflict, after which the ledger is asked again.
    if (missed.event.version !== this.current.event.version) {
      if (!sameLayout(missed.event.layout, this.current.event.layout)) return 'another_hall';
      this.current.event = missed.event;
    }
    if (this.absorb(missed.changes, origin)) return undefined;
    return 'forked';
  }

  /**
   * Asks the ledger for what is missing, and takes it in; `origin` is whose changes they are taken for.
   * Resolves with the changes that it found by their hashes, or with undefined when all was loaded anew.
   */
  async catchUp(origin: Origin = 'elsewhere'): Promise<ReadonlyMap<string, Change> | undefined> {
    const found = new Map<string, Change>();
    for (;;) {
      const missed = await this.timed(() =>
        this.ledger.changesSince(this.current.event.eventId, this.current, CATCH_UP_LIMIT),
      );
      const reason = missed.reload ? missed.why : this.absorbMissed(missed, origin);
      if (missed.reload || reason !== undefined) {
        await this.reload(reason ?? 'forked');
        return undefined;
      }
      for (const change of missed.changes) found.set(change.hash, change);
      if (this.current.sequence >= missed.position.sequence) return found;
      if (missed.changes.length === 0) {
        throw new Error(`the ledger lacks changes after ${this.current.sequence}`);
      }
    }
  }

  async reload(why: ReloadReason): Promise<void> {
    const snapshot = await this.timed(() => this.ledger.load(this.current.event.eventId).then(present));
    this.current = new CommittedSeatMap(snapshot);
    for (const listener of this.reloadListeners) listener(why);
  }

  /** Runs a question to the ledger and reads its clock off the answer. */
  async timed<R extends LedgerTime>(ask: () => Promise<R>): Promise<R> {
    const sent = this.clock.monotonicMs();
    const answer = await ask();
    this.clock.observe(sent, this.clock.monotonicMs(), answer);
    return answer;
  }

  private tell(changes: readonly Change[], origin: Origin): void {
    for (const listener of this.changeListeners) listener(changes, origin);
  }
}

function present(snapshot: Snapshot | undefined): Snapshot {
  if (snapshot === undefined) throw new Error('the event is gone from the ledger');
  return snapshot;
}

import type { Change } from '../domain/change.ts';
import type { Batch } from '../ports/batch.ts';
import type { EventLedger, ReloadReason } from '../ports/ledger.ts';
import { AnswerDesk } from './answer-desk.ts';
import { CommandQueue } from './command-queue.ts';
import { sortFailed } from './failed-flights.ts';
import { Flight, type FlightResult } from './flight.ts';
import type { LedgerClock } from './ledger-clock.ts';
import type { BoxOfficeObserver } from './observer.ts';
import type { BoxOfficeOptions } from './options.ts';
import { Proposal, type Pending } from './proposal.ts';
import type { Replica } from './replica.ts';
import { WorkTurn } from './work-turn.ts';

/** How soon a ledger that failed is asked again when no command asks it first. */
const RECOVERY_INTERVAL_MS = 500;
/** How many batches are decided with the event locked after another instance was quicker. */
const LOCKED_BATCHES = 16;

/** See Recorder. */
export type RecorderMode = 'open' | 'draining' | 'asking' | 'stalled' | 'away';

/**
 * Takes an event's commands in turn, has them decided and recorded, and answered. The order in which they
 * arrive here is the order of the event's sequence.
 *
 *   open      commands are decided and sent to the ledger, up to `appendsInFlightMax` appends at once: each
 *             batch is decided on what the one before it would leave, and expects that in the ledger. They
 *             are answered in the order sent, each when it and all before it are durable.
 *   draining  an append failed, so those sent after it must fail too: nothing is sent until all have ended
 *   asking    one question to the ledger at a time: what is missing, or an append with the event locked
 *   stalled   no answer within `patienceMs`: all who wait, and all who come, are told `unavailable`; the
 *             append itself is never cancelled, and the end of what is on its way ends the mode
 *   away      the ledger did not answer a question: asked again at the next command, news, or timer
 *
 *   open ──an append failed──► draining ──all ended──► asking ──caught up──► open
 *     ├──news with a gap, another instance was quicker, a refusal to be checked──► asking
 *     asking ──failed──► away ──► asking
 *     open, draining, asking ──patience is over──► stalled ──all ended──► as the ends say: open or asking
 *
 * While appends are in flight, commands that arrive form the next batch. There is no timer: a lone command
 * is decided at the end of the current turn of the event loop, and under load hundreds share one commit.
 */
export class Recorder {
  private readonly desk: AnswerDesk;
  private mode: RecorderMode = 'open';
  private readonly queue: CommandQueue;
  /** Sent and not settled, in the order sent. */
  private flights: Flight[] = [];
  /** Taken from the queue for a question to the ledger. */
  private lockedBatch: readonly Pending[] = [];
  private news: (readonly Change[])[] = [];
  private appendCount = 0;
  private mustAsk = false;
  private mustReload = false;
  private lockedBatchesLeft = 0;
  /** The last moment, by our monotonic clock, as of which the replica is known to be the ledger's. */
  private provenAt = -Infinity;
  private readonly turn: WorkTurn;

  constructor(
    private readonly replica: Replica,
    private readonly ledger: EventLedger,
    private readonly clock: LedgerClock,
    private readonly options: BoxOfficeOptions,
    private readonly observer: BoxOfficeObserver,
  ) {
    this.queue = new CommandQueue(clock, options);
    this.turn = new WorkTurn(
      () => this.work(),
      () => this.isIdle(),
    );
    this.desk = new AnswerDesk(this.eventId, ledger, observer, () => this.turn.take());
  }

  /** Who waits, for whoever asks how long. */
  get waiting(): Pick<CommandQueue, 'length' | 'firstArrivedAt'> {
    return this.queue;
  }

  /** True while nobody should begin to wait. */
  get isStalled(): boolean {
    return this.mode === 'stalled';
  }

  /** False while seats cannot be sold, because the ledger does not answer. */
  get isReady(): boolean {
    return this.mode !== 'stalled' && this.mode !== 'away';
  }

  enqueue(pending: Pending): void {
    this.queue.add(pending);
    this.turn.take();
  }

  /** Takes in what another instance says it has recorded. Gaps are filled from the ledger. */
  hear(changes: readonly Change[]): void {
    this.news.push(changes);
    this.turn.take();
  }

  /** Compares with the ledger as soon as possible, unless that has been done within `ageMaxMs`. */
  compare(ageMaxMs: number): void {
    if (this.clock.monotonicMs() - this.provenAt > ageMaxMs) this.refresh();
  }

  /** Compares with the ledger as soon as possible. */
  refresh(): void {
    this.mustAsk = true;
    this.turn.take();
  }

  /** Loads the hall anew as soon as nothing is on its way, although the map seems to be right. */
  reload(): void {
    this.mustReload = true;
    this.refresh();
  }

  /** Resolves when everything that was accepted has been answered. */
  untilIdle(): Promise<void> {
    return this.turn.untilIdle();
  }

  private get eventId(): string {
    return this.replica.map.event.eventId;
  }

  private isIdle(): boolean {
    const isBusy = this.mode === 'asking' || this.flights.length > 0;
    return !isBusy && this.queue.length === 0 && this.desk.isIdle;
  }

  private work(): void {
    if (this.mode === 'away' && (this.queue.length > 0 || this.news.length > 0 || this.mustAsk)) {
      void this.ask([]);
    }
    if (this.mode !== 'open') return;
    this.takeInNews();
    while (this.queue.length > 0 && this.maySend()) this.send();
    if (this.mustAsk && this.flights.length === 0) void this.ask([]);
  }

  /** News of others mean that what is in flight fails: they are taken in when it has ended. */
  private takeInNews(): void {
    if (this.flights.length > 0) return;
    for (const changes of this.news.splice(0)) this.mustAsk ||= !this.replica.absorb(changes, 'elsewhere');
  }

  private maySend(): boolean {
    if (this.mode !== 'open' || this.mustAsk || this.news.length > 0) return false;
    const { appendsInFlightMax, secondBatchSizeMin } = this.options;
    if (this.flights.length === 0) return true;
    return this.flights.length < appendsInFlightMax && this.queue.length >= secondBatchSizeMin;
  }

  private send(): void {
    if (this.lockedBatchesLeft > 0) {
      if (this.flights.length === 0) void this.appendLocked();
      else this.mustAsk = true;
      return;
    }
    const map = this.flights.at(-1)?.proposal.draft ?? this.replica.map;
    let proposal = this.queue.decide(map);
    const provenCount = proposal.countArrivedBy(this.provenAt);
    if (!proposal.mustBeRecorded && this.options.isShared && provenCount < proposal.pendings.length) {
      this.queue.putBack(proposal.pendings);
      if (provenCount === 0) {
        this.mustAsk = true;
        return;
      }
      // The others came after the question, and more will come during the next: nobody waits until nobody comes.
      proposal = this.queue.decide(map, provenCount);
    }
    const after = this.flights.at(-1)?.mark ?? null;
    const mark = proposal.mustBeRecorded ? this.nextMark() : after;
    const flight = new Flight(proposal, mark, this.clock.monotonicMs());
    this.flights.push(flight);
    if (proposal.mustBeRecorded && mark !== null) this.launch(flight, proposal.toBatch({ mark, after }));
    else this.land(flight, 'nothing');
  }

  private launch(flight: Flight, batch: Batch): void {
    const cancelPatience = this.clock.after(this.options.patienceMs, () => this.stall());
    this.ledger.append(batch).then(
      (result) => {
        cancelPatience();
        this.clock.observe(flight.sentAt, this.clock.monotonicMs(), result);
        this.land(flight, result.ok ? 'ok' : result.why);
      },
      (error: unknown) => {
        cancelPatience();
        this.observer.failed(batch.eventId, error);
        this.land(flight, 'unknown');
      },
    );
  }

  /** Settles what has ended, in the order sent. */
  private land(flight: Flight, result: FlightResult): void {
    flight.result = result;
    for (let first = this.flights[0]; first?.isDone === true; first = this.flights[0]) {
      this.flights.shift();
      this.confirm(first);
      this.flights[0]?.proposal.draft.rebase(this.replica.map);
    }
    if (this.flights[0]?.result !== undefined) {
      if (this.mode === 'open') this.mode = 'draining';
      if (this.flights.every((each) => each.result !== undefined)) void this.ask(this.flights.splice(0));
    } else if (this.flights.length === 0 && this.mode !== 'open') {
      this.mode = 'open';
    }
    this.turn.take();
  }

  private confirm({ proposal, sentAt }: Pick<Flight, 'proposal' | 'sentAt'>): void {
    this.replica.adopt(proposal.draft);
    if (proposal.mustBeRecorded) {
      this.provenAt = sentAt;
      const appendMs = this.clock.monotonicMs() - sentAt;
      this.observer.recorded(proposal.pendings.length, proposal.draft.changes.length, appendMs);
    }
    this.desk.answer(proposal);
  }

  /** Asks the ledger what is missing, and what became of appends that failed. */
  private async ask(failed: readonly Flight[]): Promise<void> {
    await this.exclusively(async () => {
      this.lockedBatch = failed.flatMap(({ proposal }) => proposal.pendings);
      this.mustAsk = false;
      this.news = [];
      const sentAt = this.clock.monotonicMs();
      const hasUnknown = failed.some(({ result }) => result === 'unknown');
      const found = await this.replica.catchUp(hasUnknown ? 'here' : 'elsewhere');
      if (this.mustReload) {
        this.mustReload = false;
        await this.replica.reload('audited');
      }
      this.provenAt = sentAt;
      if (failed.some(({ isUntimely }) => isUntimely)) await this.clock.synchronise();
      const { recorded, lost, again, refusals, hasConflict } = sortFailed(failed, found);
      // Seen is not yet durable: with a synchronous standby, only a commit of our own proves it.
      if (recorded.length > 0) await this.proveDurable();
      for (const { flight, isOurs } of recorded) this.desk.answer(flight.proposal, isOurs);
      this.desk.refuse(lost, 'unavailable');
      for (const refusal of refusals) this.observer.refused(refusal);
      if (hasConflict && this.options.isShared) this.lockedBatchesLeft = LOCKED_BATCHES;
      this.decideAgain(again);
    });
  }

  /** After another instance was quicker: the event is locked before deciding, so that no instance starves. */
  private async appendLocked(): Promise<void> {
    this.lockedBatchesLeft--;
    await this.exclusively(async () => {
      let proposal: Proposal | undefined;
      let reload: ReloadReason | undefined;
      const sentAt = this.clock.monotonicMs();
      const result = await this.replica.timed(() =>
        this.ledger.appendLocked(this.eventId, this.replica.map, (missed) => {
          reload = missed.reload ? missed.why : this.replica.absorbMissed(missed, 'elsewhere');
          if (reload !== undefined) return undefined;
          proposal = this.queue.decide(this.replica.map);
          this.lockedBatch = proposal.pendings;
          return proposal.mustBeRecorded ? proposal.toBatch(this.alone()) : undefined;
        }),
      );
      if (reload !== undefined) await this.replica.reload(reload);
      if (proposal === undefined) return;
      if (result.ok || result.why === 'nothing') {
        this.confirm({ proposal, sentAt });
        return;
      }
      this.observer.refused(result.why);
      await this.clock.synchronise();
      this.decideAgain(proposal.pendings);
    });
  }

  /** One question to the ledger, with nothing else on its way. */
  private async exclusively(work: () => Promise<void>): Promise<void> {
    if (this.mode !== 'stalled') this.mode = 'asking';
    const cancelPatience = this.clock.after(this.options.patienceMs, () => this.stall());
    try {
      await work();
      this.mode = 'open';
    } catch (error) {
      this.mode = 'away';
      this.observer.failed(this.eventId, error);
      this.refuseAll();
      // Somebody may be watching although nobody asks.
      this.clock.after(RECOVERY_INTERVAL_MS, () => this.refresh());
    } finally {
      cancelPatience();
      this.lockedBatch = [];
      this.turn.take();
    }
  }

  private async proveDurable(): Promise<void> {
    const result = await this.replica.timed(() =>
      this.ledger.append(new Proposal(this.replica.map).toBatch(this.alone())),
    );
    if (!result.ok) throw new Error('the ledger changed while it was asked');
  }

  private nextMark(): number {
    return this.options.marksFrom + ++this.appendCount;
  }

  /** An append that follows none that is on its way. */
  private alone(): Pick<Batch, 'mark' | 'after'> {
    return { mark: this.nextMark(), after: null };
  }

  private decideAgain(pendings: readonly Pending[]): void {
    this.desk.refuse(this.queue.tryAgain(pendings), 'contention');
  }

  private stall(): void {
    this.mode = 'stalled';
    this.refuseAll();
  }

  /** Tells all who wait that the outcome is not known. */
  private refuseAll(): void {
    for (const { proposal } of this.flights) this.desk.refuse(proposal.pendings, 'unavailable');
    this.desk.refuse(this.lockedBatch, 'unavailable');
    this.desk.refuse(this.queue.takeAll(), 'unavailable');
  }
}

import type { Change } from '../domain/change.ts';
import type {
  Answer,
  AnswerTo,
  CommandKind,
  CommandOf,
  HoldAnswer,
  LineAnswer,
  OrganiserName,
  TakenHold,
} from '../domain/command.ts';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import type { Event } from '../domain/event.ts';
import { sameLayout } from '../domain/hall-layout.ts';
import { holdOf, holdsAmong, placesInLineOf } from '../domain/reading.ts';
import type { Refusal } from '../domain/refusal.ts';
import { saleStatus, type SaleStatus } from '../domain/sale.ts';
import { usedKey } from '../domain/user-place.ts';
import type { EventLedger, LedgerTime, ReloadReason, Snapshot } from '../ports/ledger.ts';
import { AppendPace } from './append-pace.ts';
import { emptyHall } from './empty-hall.ts';
import type { LedgerClock } from './ledger-clock.ts';
import { LostRaces } from './lost-races.ts';
import type { BoxOfficeObserver } from './observer.ts';
import type { BoxOfficeOptions } from './options.ts';
import type { IdempotencyKey, Pending } from './proposal.ts';
import { Recorder } from './recorder.ts';
import { Replica, type Origin } from './replica.ts';

/**
 * One event's box office, as the rest of the server sees it: the hall as the ledger has confirmed it, and the
 * place where commands are submitted. How they are decided and recorded is the recorder's.
 */
export class BoxOffice {
  private readonly replica: Replica;
  private readonly recorder: Recorder;
  private readonly pace: AppendPace;
  private readonly races: LostRaces;
  private isClosing = false;

  constructor(
    ledger: EventLedger,
    private readonly clock: LedgerClock,
    snapshot: Snapshot,
    private readonly options: BoxOfficeOptions,
    private readonly observer: BoxOfficeObserver,
  ) {
    this.replica = new Replica(ledger, clock, snapshot);
    const pace = (this.pace = new AppendPace(options.batchSizeMax));
    this.recorder = new Recorder(this.replica, ledger, clock, options, {
      ...observer,
      recorded: (commandCount, changeCount, appendMs) => {
        pace.note(appendMs, clock.monotonicMs(), this.recorder.waiting.length);
        observer.recorded(commandCount, changeCount, appendMs);
      },
    });
    this.races = new LostRaces(clock.monotonicMs(), (at) => clock.wallNow() - at);
    this.replica.onChanges((changes) => this.races.changed(changes, clock.monotonicMs()));
    this.replica.onReload((why) => observer.reloaded(this.seatMap.event.eventId, why));
  }

  /** What the ledger has confirmed so far. For reading only, and anew each time: a reload replaces it. */
  get seatMap(): CommittedSeatMap {
    return this.replica.map;
  }

  get queueLength(): number {
    return this.recorder.waiting.length;
  }

  /** About how long a command that came now would wait for its turn, in milliseconds. */
  get expectedWaitMs(): number {
    const { length, firstArrivedAt } = this.recorder.waiting;
    return this.pace.waitMs(length, this.clock.monotonicMs() - firstArrivedAt);
  }

  /** False while seats cannot be sold, because the ledger does not answer. */
  get isReady(): boolean {
    return this.recorder.isReady;
  }

  /** The ledger's steady clock as far as this process knows it. */
  now(): number {
    return this.clock.now();
  }

  /** The ledger's wall clock. */
  wallNow(): number {
    return this.clock.wallNow();
  }

  /** Whether seats can be had now. */
  get sale(): SaleStatus {
    return saleStatus(this.seatMap.event, this.wallNow());
  }

  time(): LedgerTime {
    return { now: this.clock.now(), correctionMs: this.clock.correctionMs };
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.clock.after(delayMs, callback);
  }

  /** A user's hold, or why there is none. */
  holdOf(userId: string): HoldAnswer | undefined {
    return holdOf(this.seatMap, userId, this.now());
  }

  /** Whose holds an organiser means, and which of their seats. */
  holdsAmong(of: CommandOf<'endHolds'>['of']): readonly TakenHold[] {
    return holdsAmong(this.seatMap, of);
  }

  /** Where a user stands in line. */
  placesInLineOf(userId: string): readonly LineAnswer[] {
    return placesInLineOf(this.seatMap, userId);
  }

  /** Whether a success has used a key up: with it that answer is given again, and nothing else is done. */
  hasSucceeded({ userId, keyPrint }: IdempotencyKey): boolean {
    return usedKey(this.seatMap.place(userId), keyPrint, this.wallNow()) !== undefined;
  }

  /**
   * Puts a command in the queue. Resolves with the answer once it is durable, or with a refusal; never
   * rejects. `unavailable` means that the outcome is not known: send it again with the same key.
   */
  submit<K extends CommandKind>(command: CommandOf<K>, key?: IdempotencyKey): Promise<AnswerTo<K> | Refusal>;
  submit(command: Pending['command'], key?: IdempotencyKey): Promise<Answer | Refusal> {
    const isFull = this.recorder.waiting.length >= this.options.queueLengthMax;
    if (this.isClosing || isFull || this.recorder.isStalled) {
      this.observer.answered(command.kind, 'unavailable', this.seatMap.event.eventId);
      return Promise.resolve({ refused: 'unavailable' });
    }
    const arrivedMonotonicMs = this.clock.monotonicMs();
    this.races.arrived(command, arrivedMonotonicMs);
    const hadHold = command.kind === 'confirm' && this.seatMap.hold(command.userId) !== undefined;
    return new Promise((tell) => {
      const resolve = (outcome: Answer | Refusal) =>
        tell(this.races.told(command, arrivedMonotonicMs, outcome, hadHold));
      this.recorder.enqueue({ command, key, arrivedMonotonicMs, resolve, isAnswered: false, tries: 0 });
    });
  }

  /** Calls back after every change that has become true, in order of sequence, whoever made it. */
  onChanges(listener: (changes: readonly Change[], origin: Origin) => void): void {
    this.replica.onChanges(listener);
  }

  /** Calls back when the ledger turned out to have another history, and `seatMap` was replaced. */
  onReload(listener: (why: ReloadReason) => void): void {
    this.replica.onReload(listener);
  }

  /** Takes in what another instance says it has recorded. Gaps are filled from the ledger. */
  hear(changes: readonly Change[]): void {
    this.recorder.hear(changes);
  }

  /** Compares with the ledger, unless that has been done within `ageMaxMs`. */
  compare(ageMaxMs: number): void {
    if (!this.isClosing) this.recorder.compare(ageMaxMs);
  }

  /** Compares with the ledger as soon as possible. */
  refresh(): void {
    if (!this.isClosing) this.recorder.refresh();
  }

  /** Loads the hall anew from the ledger as soon as possible; those who watch are told everything again. */
  reload(): void {
    if (!this.isClosing) this.recorder.reload();
  }

  /** Title, times, rules or hall were changed by the organiser. */
  replaceEvent(event: Event): void {
    // With another hall it is all loaded anew.
    if (!sameLayout(event.layout, this.seatMap.event.layout)) this.refresh();
    else if (event.version > this.seatMap.event.version) this.seatMap.event = event;
  }

  /** Ends every hold and reservation; the number of changes. */
  empty(by: OrganiserName): Promise<number | Refusal> {
    return emptyHall(this, by);
  }

  /** Gives back the memory of what no longer counts. */
  forgetStale(keyMemoryMs?: number): void {
    this.seatMap.forgetStale(this.now(), this.wallNow(), keyMemoryMs);
  }

  /** Refuses new commands, and resolves when those accepted have been answered. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.recorder.untilIdle();
  }
}

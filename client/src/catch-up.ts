import type { ChangeList, SeatChange } from '@jari/contract';
import type { Failure, Outcome } from './outcome.ts';
import type { Applied, SeatLog } from './seat-log.ts';
import type { SeatSnapshot } from './seat-store.ts';

export interface CatchUpPorts {
  readonly fetchSeats: () => Promise<Outcome<SeatSnapshot>>;
  /** @param after a position, or a plain number when we have none */
  readonly fetchChanges: (after: string) => Promise<Outcome<ChangeList>>;
  readonly onChanges: (changes: readonly SeatChange[]) => void;
  /** A whole list was taken. `anew`: what was shown before belonged to another history, or was long ago. */
  readonly onLoaded: (loaded: { readonly anew: boolean }) => void;
}

/** What one question brought: `stuck` is tried again, `unreachable` is left to the caller. */
type Step = 'current' | 'progress' | 'stuck' | 'unreachable';

/** So many fruitless questions in a row; then the stream is opened afresh, and the server says what counts. */
const FRUITLESS_MAX = 5;
/** The first fruitless question is repeated at once, the others after a pause. */
const PAUSE_MS = 2_000;
/** So many lists in a row that know less than we do: not a lagging replica, but a ledger that went back. */
const OLDER_LISTS_BEFORE_RESTART = 3;

/**
 * Brings a seat log to what the server knows, by asking: for the changes since, or, where they can't be had,
 * for the whole list. Answers may be lost, old, or about another history than ours; each way out of here is
 * either "we are current" or a `false` that makes the caller try something else, so that it never just stops.
 */
export class CatchUp {
  private stopped = false;
  private olderLists = 0;
  private running: Promise<boolean> | undefined;

  constructor(
    private readonly log: SeatLog,
    private readonly ports: CatchUpPorts,
    private readonly pause: (ms: number) => Promise<void>,
  ) {}

  stop(): void {
    this.stopped = true;
  }

  /** Asks until the log is current. Once at a time: calls made meanwhile get the same answer. */
  run(): Promise<boolean> {
    this.running ??= this.askUntilCurrent().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Fetches the whole list; gives the failure if there was one. */
  async load(): Promise<Failure | undefined> {
    const outcome = await this.fetchList(false);
    return outcome.ok ? undefined : outcome.failure;
  }

  /** Takes the list that a stream brings. It always counts, also when it knows less than we do. */
  takeSnapshot(list: SeatSnapshot): void {
    this.take(list, true);
  }

  report(applied: Applied): void {
    if (applied.kind === 'applied') this.ports.onChanges(applied.changes);
  }

  private async askUntilCurrent(): Promise<boolean> {
    let fruitless = 0;
    while (!this.stopped && fruitless < FRUITLESS_MAX) {
      const step = await this.ask();
      if (step === 'current') return true;
      if (step === 'unreachable') return false;
      if (step === 'progress') fruitless = 0;
      else if (fruitless++ > 0) await this.pause(PAUSE_MS);
    }
    return false;
  }

  private async ask(): Promise<Step> {
    const { sequence, position, restarts } = this.log;
    if (sequence === undefined) return this.askForList(false);
    const outcome = await this.ports.fetchChanges(position ?? String(sequence));
    if (this.stopped) return 'unreachable';
    // A snapshot came meanwhile: the answer continues a history that no longer counts.
    if (this.log.restarts !== restarts) return 'progress';
    if (!outcome.ok) return this.listInstead();
    // The stream has moved us on meanwhile, perhaps along another history than that of the answer.
    if (this.log.position !== position || this.log.sequence !== sequence)
      return this.log.isWaiting ? 'progress' : 'current';
    const list = outcome.value;
    if (list.reload) return this.askForList(true);

    for (const applied of this.log.applyAll(list)) this.report(applied);
    const reached = this.log.sequence ?? 0;
    if (list.sequence < reached) return this.askForList(false);
    this.olderLists = 0;
    if (!list.has_more && !this.log.isWaiting) return 'current';
    if (reached > sequence) return 'progress';
    return list.has_more ? this.askForList(false) : 'stuck';
  }

  /** After a list the changes are asked for once more, so that an old list from a cache is not the last word. */
  private async askForList(mustReload: boolean): Promise<Step> {
    const outcome = await this.fetchList(mustReload);
    return outcome.ok ? 'stuck' : 'unreachable';
  }

  /** The changes can't be had: a list that is not older than what we have will do. */
  private async listInstead(): Promise<Step> {
    const step = await this.askForList(false);
    return step === 'stuck' && this.olderLists === 0 && !this.log.isWaiting ? 'current' : step;
  }

  private async fetchList(mustReload: boolean): Promise<Outcome<SeatSnapshot>> {
    const { restarts } = this.log;
    const outcome = await this.ports.fetchSeats();
    if (!outcome.ok || this.stopped || this.log.restarts !== restarts) return outcome;
    if (this.take(outcome.value, mustReload).kind === 'older') {
      this.olderLists += 1;
      if (this.olderLists >= OLDER_LISTS_BEFORE_RESTART) this.take(outcome.value, true);
    }
    return outcome;
  }

  private take(list: SeatSnapshot, mustCount: boolean): Applied {
    const isFirst = this.log.sequence === undefined;
    const applied = mustCount ? this.log.restart(list) : this.log.replace(list);
    if (applied.kind !== 'older') {
      this.olderLists = 0;
      this.ports.onLoaded({ anew: applied.kind === 'restarted' && !isFirst });
    }
    return applied;
  }
}

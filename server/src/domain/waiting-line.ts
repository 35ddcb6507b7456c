import { placeInLine } from '@jari/contract/queue-order';
import type { WaitingRoom } from './event.ts';

/** How an event's waiting room lets people in. */
export interface DoorRules {
  readonly admittedPerMinute: number;
  /** How many may be inside at once: let in, and neither finished nor out of time. */
  readonly activeMax: number;
  /** How long a turn lasts, from the moment it comes. */
  readonly turnTtlMs: number;
  /** When the doors open, by the wall clock; null: they are open. */
  readonly opensAtMs: number | null;
  /** When they close and nobody may line up any more; null: never. */
  readonly closesAtMs: number | null;
  /** How long before the opening people may line up. */
  readonly preQueueMs: number;
  /** Whether the organiser has the doors stand still. */
  readonly isPaused: boolean;
  /** Of the proof of work that joining takes; 0: none. */
  readonly proofOfWorkBits: number;
}

type Opening = Pick<DoorRules, 'opensAtMs' | 'closesAtMs' | 'preQueueMs'>;

/** How the line of an event stands. The same for everybody who asks. */
export interface LineState {
  /** The last number given. */
  readonly joined: number;
  /** How many had come when the doors opened; null before. */
  readonly preQueued: number | null;
  /** Places up to this one have been let in… */
  readonly serving: number;
  /** …and the turns up to this one are over. */
  readonly overTo: number;
  /** How many are inside. */
  readonly active: number;
}

/** What has become of one place in the line. */
export type Turn =
  | { readonly is: 'waiting' }
  | {
      readonly is: 'served';
      readonly endsAtMs: number;
      /** The event's last change when the turn began: a reservation after it has used it. */
      readonly sequence: number;
    }
  /** Finished or given back before its time was over. */
  | { readonly is: 'done' }
  | { readonly is: 'over' };

/** Whose turns were used or given back before they were over: the passes of these places open nothing more. */
export interface EndedEarly {
  /** How many there have been in all. */
  readonly count: number;
  /** The latest of them. */
  readonly places: readonly number[];
}

/** Whether people may line up. */
export type Gathering =
  { readonly is: 'early'; readonly opensInMs: number } | { readonly is: 'now' } | { readonly is: 'closed' };

export function gatheringOf({ opensAtMs, closesAtMs, preQueueMs }: Opening, nowMs: number): Gathering {
  if (closesAtMs !== null && nowMs >= closesAtMs) return { is: 'closed' };
  const opensInMs = opensAtMs === null ? 0 : opensAtMs - preQueueMs - nowMs;
  return opensInMs > 0 ? { is: 'early', opensInMs } : { is: 'now' };
}

function hasOpened({ opensAtMs }: Opening, nowMs: number): boolean {
  return opensAtMs === null || nowMs >= opensAtMs;
}

/** Servers differ a little about what time it is; a clock that is further back has been set. */
const SKEW_MAX_MS = 5_000;
/** The doors let in at once what they could have let in during this time, never a crowd that has piled up. */
const CREDIT_MS = 1_000;
/**
 * So many empty places are passed over in one step, beyond those who are let in: somebody may have lined up under
 * a hundred thousand names and left, and a step has to be short all the same.
 */
const PASSED_OVER_MAX = 10_000;
/** Ten tenths are a whole, also in floating point. */
const ROUNDING = 1e-6;

/**
 * The line of one event and its doors. A place is a queue number or, where those who came early are shuffled,
 * what `placeInLine` makes of it; the line itself does not care.
 *
 *   early ──the pre-queue begins──► gathering ──the doors open──► serving ⇄ paused ──the sale closes──► closed
 *
 * Turns begin in order of place and last equally long, so they end in order too: nobody has to be remembered
 * by name, only how far the doors had advanced when (`steps`), and who needs no turn any more. Work is done for
 * those who are let in, not for those who wait.
 *
 * The scripts beside `adapters/redis` do the same; one conformance suite holds both to it.
 */
export class WaitingLine {
  private joined = 0;
  private preQueued: number | null = null;
  private serving = 0;
  private overTo = 0;
  /** What the rate has earned, in people. */
  private credit = 0;
  private advancedAtMs: number | undefined;
  /** How far the doors were when, for turns that are not over. */
  private readonly steps: { readonly atMs: number; readonly upTo: number; readonly sequence: number }[] = [];
  /** Let in, and finished before their time was over. */
  private readonly done = new Set<number>();
  /** Left before their turn; they are passed over when it comes. */
  private readonly gone = new Set<number>();
  /** The places whose turns ended early, in the order in which they did. */
  private readonly ended: number[] = [];
  /** The numbers of those who left while nobody had a place yet. */
  private readonly leftEarly = new Set<number>();

  /**
   * A new number. The caller has seen that people may line up; where there is no waiting room (yet), they may
   * at any time, and that opens no door.
   *
   * @param given the number, where it was given before: those up to it have come, whatever is known of them
   */
  join(opening: Opening | undefined, nowMs: number, given?: number): number {
    const number = given ?? this.joined + 1;
    this.joined = Math.max(this.joined, number - 1);
    if (opening !== undefined) this.openIfDue(opening, nowMs);
    this.joined = Math.max(this.joined, number);
    return number;
  }

  /**
   * Lets in as many as rate, room and line allow.
   *
   * @param sequence the event's last change, as far as whoever asks knows
   */
  advance(rules: DoorRules, nowMs: number, sequence: number): LineState {
    this.openIfDue(rules, nowMs);
    this.endTurns(rules, nowMs);
    const sinceMs = this.timeSince(nowMs);
    const letsIn = hasOpened(rules, nowMs) && gatheringOf(rules, nowMs).is === 'now' && !rules.isPaused;
    if (letsIn) {
      const perMs = rules.admittedPerMinute / 60_000;
      // At least one person: a slow door would never let anybody in.
      this.credit = Math.min(this.credit + sinceMs * perMs, Math.max(1, CREDIT_MS * perMs));
      const room = rules.activeMax - this.active();
      const before = this.serving;
      const admitted = this.letIn(Math.floor(Math.min(this.credit + ROUNDING, room)));
      this.credit = Math.max(0, this.credit - admitted);
      // Also where word of the time was late: nobody's turn is shorter for it, and turns end in the order they began.
      const atMs = this.advancedAtMs ?? nowMs;
      if (this.serving > before) this.steps.push({ atMs, upTo: this.serving, sequence });
    }
    return this.state();
  }

  turn(rules: DoorRules, place: number, nowMs: number): Turn {
    this.endTurns(rules, nowMs);
    if (place <= this.overTo) return { is: 'over' };
    if (this.done.has(place) || this.gone.has(place)) return { is: 'done' };
    if (place > this.serving) return { is: 'waiting' };
    const step = this.steps.find(({ upTo }) => place <= upTo);
    if (step === undefined) return { is: 'over' };
    return { is: 'served', endsAtMs: step.atMs + rules.turnTtlMs, sequence: step.sequence };
  }

  /** The person of this place is through, or has left. */
  finish(place: number): void {
    if (place > this.joined) return;
    if (place > this.serving) this.gone.add(place);
    else if (place > this.overTo && !this.done.has(place)) {
      this.done.add(place);
      this.ended.push(place);
    }
  }

  /**
   * The places whose turns were used or given back before they were over, without the first `from` of them; all of
   * them when there have not been so many: the line began anew.
   */
  endedEarly(from: number): EndedEarly {
    const { length } = this.ended;
    return { count: length, places: this.ended.slice(from > length ? 0 : from) };
  }

  /** Whoever had this number has left before it was known which place it gets. */
  leaveEarly(number: number): void {
    this.leftEarly.add(number);
  }

  /** Gives out some of the numbers that were left early, each once: their places are known now. */
  takeLeftEarly(most: number): readonly number[] {
    const taken: number[] = [];
    for (const number of this.leftEarly) {
      if (taken.length >= most) break;
      taken.push(number);
      this.leftEarly.delete(number);
    }
    return taken;
  }

  /** There is no waiting room any more. Numbers go on. */
  dissolve(): void {
    this.preQueued = null;
    this.serving = this.overTo = 0;
    this.credit = 0;
    this.advancedAtMs = undefined;
    this.steps.length = 0;
    this.done.clear();
    this.gone.clear();
    this.ended.length = 0;
    this.leftEarly.clear();
  }

  /** How much is remembered: turns that run, and places that are passed over. */
  get rememberedCount(): number {
    return this.steps.length + this.done.size + this.gone.size;
  }

  state(): LineState {
    const { joined, preQueued, serving, overTo } = this;
    return { joined, preQueued, serving, overTo, active: this.active() };
  }

  private openIfDue(opening: Opening, nowMs: number): void {
    if (hasOpened(opening, nowMs)) this.preQueued ??= this.joined;
    // The opening was put off, and nobody has been let in: whoever is here has come early.
    else if (this.serving === 0) this.preQueued = null;
  }

  /** Since the last step. Whichever server was last, its time is not counted twice. */
  private timeSince(nowMs: number): number {
    const lastMs = this.advancedAtMs ?? nowMs;
    if (nowMs < lastMs && nowMs >= lastMs - SKEW_MAX_MS) return 0;
    this.advancedAtMs = nowMs;
    return Math.max(0, nowMs - lastMs);
  }

  private endTurns({ turnTtlMs }: DoorRules, nowMs: number): void {
    for (let first = this.steps[0]; first !== undefined; first = this.steps[0]) {
      if (first.atMs + turnTtlMs > nowMs) break;
      for (let place = this.overTo + 1; place <= first.upTo; place++) this.done.delete(place);
      this.overTo = first.upTo;
      this.steps.shift();
    }
  }

  /** Lets in so many of those who are still there; the number who were. */
  private letIn(most: number): number {
    let admitted = 0;
    const upTo = Math.min(this.joined, this.serving + most + PASSED_OVER_MAX);
    while (admitted < most && this.serving < upTo) {
      this.serving++;
      if (this.gone.delete(this.serving)) this.done.add(this.serving);
      else admitted++;
    }
    return admitted;
  }

  private active(): number {
    return this.serving - this.overTo - this.done.size;
  }
}

/** The place of a number; null while it depends on who else comes before the opening. */
export function placeOf(
  { order, seed }: Pick<WaitingRoom, 'order' | 'seed'>,
  number: number,
  preQueued: number | null,
): number | null {
  if (order === 'arrival') return number;
  return preQueued === null ? null : placeInLine(number, preQueued, seed);
}

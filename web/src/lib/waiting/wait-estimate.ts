/** How far the doors were when. */
export interface DoorSample {
  /** In milliseconds of whatever clock, the same for all. */
  readonly atMs: number;
  readonly serving: number;
}

export interface WaitRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface WaitQuestion {
  readonly ahead: number;
  readonly admittedPerMinute: number;
  /** As many are inside as may be: then the doors wait for somebody to come out, and the rate says little. */
  readonly isFull: boolean;
  readonly seatsLeft: number;
  readonly samples: readonly DoorSample[];
  readonly nowMs: number;
}

/** Who has not been watched for so long is not known well enough. */
const WATCHED_MIN_MS = 20_000;
/** What was longer ago says nothing about how it goes now. */
export const WATCHED_MAX_MS = 180_000;

/**
 * How long it may take, as a range; undefined where nobody can know. The doors move by rate and by how many are
 * inside: the rate is a bound below, and how they have really moved is the best guess. The fewer people were seen
 * to go in, the wider the range, as counts of a random process are. Where no more seats are left than people come
 * before, nobody is let in until some come free, and nobody knows when.
 */
export function estimateWait(question: WaitQuestion): WaitRange | undefined {
  const { ahead, admittedPerMinute, isFull, seatsLeft, nowMs } = question;
  if (seatsLeft <= ahead) return undefined;
  const needed = ahead + 1;
  const fastestMs = (needed / Math.max(1, admittedPerMinute)) * 60_000;
  const seen = question.samples.filter(({ atMs }) => nowMs - atMs <= WATCHED_MAX_MS);
  const [first] = seen;
  const last = seen.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < WATCHED_MIN_MS) {
    return isFull ? undefined : { fromMs: fastestMs, toMs: fastestMs * 1.5 };
  }
  const letIn = last.serving - first.serving;
  if (letIn < 2) return undefined;
  const likelyMs = (needed / letIn) * (last.atMs - first.atMs);
  const doubt = 1 + Math.max(0.25, 1 / Math.sqrt(letIn));
  const fromMs = Math.max(fastestMs, likelyMs / doubt);
  return { fromMs, toMs: Math.max(fromMs, likelyMs * doubt) };
}

/** Remembers how the doors moved, as long as that says something. */
export function withSample(samples: readonly DoorSample[], next: DoorSample): readonly DoorSample[] {
  const last = samples.at(-1);
  // A line that began anew, as after a reset, has no past.
  if (last !== undefined && next.serving < last.serving) return [next];
  return [...samples.filter(({ atMs }) => next.atMs - atMs <= WATCHED_MAX_MS), next];
}

/** What one says of a range: whole minutes, coarser the longer it is. `to` 0: less than a minute. */
export function roundedMinutes({ fromMs, toMs }: WaitRange): { readonly from: number; readonly to: number } {
  const to = toMs / 60_000;
  if (to < 1) return { from: 0, to: 0 };
  const step = to <= 12 ? 1 : to <= 60 ? 5 : 15;
  const rounded = Math.ceil(to / step) * step;
  const from = Math.max(1, Math.floor(fromMs / 60_000 / step) * step);
  return { from: Math.min(from, rounded), to: rounded };
}

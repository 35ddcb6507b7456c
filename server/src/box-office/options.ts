import { KEY_MEMORY_MS } from '../domain/user-place.ts';

export interface BoxOfficeOptions {
  /** May be changed while the server runs, to show what happens then. */
  failureRate: number;
  /** See HoldTiming. */
  readonly settleMs: number;
  readonly graceMs: number;
  /** Other instances write to the same ledger, so a refusal is checked against it before it is given. */
  readonly isShared: boolean;
  /** Most commands in one append. */
  readonly batchSizeMax: number;
  /** A batch takes no more commands once it has this many changes. */
  readonly batchChangesMax: number;
  /** Most appends on their way at once, each decided on what the one before it will leave. */
  readonly appendsInFlightMax: number;
  /** Fewer commands than this wait for the append on its way rather than make one of their own. */
  readonly secondBatchSizeMin: number;
  /** Most commands that may wait; more are refused at once, so that those who wait are served in time. */
  readonly queueLengthMax: number;
  /** How long an append may take before those who wait for it are told that we don't know. */
  readonly patienceMs: number;
  /** Where the marks of this instance's appends begin: at random, so that no two instances give the same. */
  readonly marksFrom: number;
  /** How long the keys of retries are kept. Promised is a day; a soak lets a day pass in minutes. */
  readonly keyMemoryMs: number;
}

export const defaultBoxOfficeOptions: BoxOfficeOptions = {
  failureRate: 0.01,
  settleMs: 0,
  graceMs: 10_000,
  isShared: false,
  batchSizeMax: 500,
  batchChangesMax: 2_000,
  appendsInFlightMax: 2,
  secondBatchSizeMin: 16,
  queueLengthMax: 20_000,
  patienceMs: 5_000,
  marksFrom: 0,
  keyMemoryMs: KEY_MEMORY_MS,
};

/** What a confirm that arrived in time at one instance has before another may give its seats away. */
const SHARED_SETTLE_MS = 100;

/** Marks are whole numbers that PostgreSQL and JavaScript have both, with room to count on. */
const MARKS_FROM_MAX = 2 ** 52;

/** What a server goes by, alone or beside others that write to the same ledger. `random`: a number in [0, 1). */
export function boxOfficeOptions(
  failureRate: number,
  { isShared }: Pick<BoxOfficeOptions, 'isShared'>,
  random: number,
): BoxOfficeOptions {
  const marksFrom = Math.floor(random * MARKS_FROM_MAX);
  const settleMs = isShared ? SHARED_SETTLE_MS : 0;
  return { ...defaultBoxOfficeOptions, failureRate, isShared, settleMs, marksFrom };
}

import type { LineStatus } from '@jari/contract';
import { backoffMs } from '@jari/client/backoff';

/** The server's word counts within these, so that neither a slip of its own nor a proxy's makes a page run wild. */
const ASK_MIN_MS = 1_000;
const ASK_MAX_MS = 60_000;
/** Whoever is far from their turn needn't look as often as whoever is near: so many times until it comes. */
const LOOKS_UNTIL_TURN = 10;
/**
 * Everybody wants to look when the doors open. A million pages that do so in one second are a million requests in that second
 * (docs/scale.md), so that a crowd takes as long about it as its size asks for, and each page its own moment of that.
 */
const OPENING_LOOKS_PER_MS = 5;
const OPENING_SPREAD_MAX_MS = 30_000;
const FAILED_BASE_MS = 1_000;
const FAILED_MAX_MS = 20_000;

/**
 * How long until the page asks again how the line stands: never sooner than the server says, and everybody by a
 * little chance of their own, so that a crowd that came in one moment does not ask in one moment for ever.
 *
 * @param ahead how many come before me; undefined where that is not known
 * @param chance in [0, 1), drawn for each question
 * @param turnMs how long a turn lasts: doors that suddenly move faster must not bring it and take it unnoticed
 */
export function nextAskMs(
  status: LineStatus,
  ahead: number | undefined,
  chance: number,
  turnMs = Infinity,
): number {
  const asSaid = Math.min(ASK_MAX_MS, Math.max(ASK_MIN_MS, status.poll_after_ms));
  const untilTurnMs = ((ahead ?? 0) / Math.max(1, status.admitted_per_minute)) * 60_000;
  const rarely = Math.min(untilTurnMs / LOOKS_UNTIL_TURN, ASK_MAX_MS, turnMs / 4);
  const crowdMs = status.state === 'pre_queue' ? status.joined / OPENING_LOOKS_PER_MS : 0;
  return Math.max(asSaid, rarely) * (1 + chance / 4) + Math.min(crowdMs, OPENING_SPREAD_MAX_MS) * chance;
}

/** How long until it is tried again after so many failures in a row. */
export function retryMs(failures: number, random: () => number): number {
  return backoffMs(failures, random, FAILED_BASE_MS, FAILED_MAX_MS);
}

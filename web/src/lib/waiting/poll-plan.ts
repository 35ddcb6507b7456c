import type { LineStatus } from '@jari/contract';
import { backoffMs } from '#lib/realtime/backoff.ts';

/** The server's word counts within these, so that neither a slip of its own nor a proxy's makes a page run wild. */
const ASK_MIN_MS = 1_000;
const ASK_MAX_MS = 60_000;
/** Whoever is further from their turn than this needn't look as often as whoever is near. */
const NEAR_MS = 60_000;
const FAR_ASK_MS = 10_000;
const FAILED_BASE_MS = 1_000;
const FAILED_MAX_MS = 20_000;

/**
 * How long until the page asks again how the line stands: never sooner than the server says, and everybody by a
 * little chance of their own, so that a crowd that came in one moment does not ask in one moment for ever.
 *
 * @param ahead how many come before me; undefined where that is not known
 * @param chance in [0, 1), drawn for each question
 */
export function nextAskMs(status: LineStatus, ahead: number | undefined, chance: number): number {
  const asSaid = Math.min(ASK_MAX_MS, Math.max(ASK_MIN_MS, status.poll_after_ms));
  const isFar =
    ahead !== undefined && ((ahead + 1) / Math.max(1, status.admitted_per_minute)) * 60_000 > NEAR_MS;
  return (isFar ? Math.max(asSaid, FAR_ASK_MS) : asSaid) * (1 + chance / 4);
}

/** How long until it is tried again after so many failures in a row. */
export function retryMs(failures: number, random: () => number): number {
  return backoffMs(failures, random, FAILED_BASE_MS, FAILED_MAX_MS);
}

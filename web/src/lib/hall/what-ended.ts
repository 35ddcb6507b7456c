import type { EndedHold } from '@jari/contract';
import { request } from '#lib/api/request.ts';
import { inSession } from '#lib/api/session.ts';
import { later } from '#lib/i18n/later.ts';

/** What of mine is partly taken is asked after as well; then it need not be all that I held. */
function concerns({ seat_ids: taken }: EndedHold, seatIds: readonly number[]): boolean {
  return taken.some((id) => seatIds.includes(id));
}

/**
 * Asks, once, whether it was an organiser who took these seats, and resolves with how to say so; undefined when it was
 * time. A hold that ends is nearly always one that ran out, so nothing listens for this while nothing happens.
 *
 * @param since when the server last said that they were mine, in `performance.now()` milliseconds: what was taken
 * before that is another hold, of which the visitor knows. Undefined after a reload.
 */
export async function whatEnded(
  event: string,
  seatIds: readonly number[],
  since = -Infinity,
): Promise<((labels: string) => string) | undefined> {
  const path = `/events/${encodeURIComponent(event)}/hold/ended`;
  const outcome = await inSession(() => request<EndedHold | undefined>(path, { isTimely: true }));
  if (!outcome.ok || !outcome.value) return undefined;
  const ended = outcome.value;
  // It is at most as long ago as when the answer came, so an end that is ours is never taken for an earlier one.
  const endedAt = performance.now() - ended.ended_ms_ago;
  if (endedAt < since || !concerns(ended, seatIds)) return undefined;
  // Where it is shown a full stop may follow.
  const reason = ended.reason.replace(/\.$/, '');
  return (labels) => later.t.reserve.takenBack(labels, reason);
}

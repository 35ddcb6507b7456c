import { ProblemError } from '../problem.ts';
import type { RouteContext } from '../route-context.ts';
import { withLedger } from '../with-ledger.ts';
import type { EventCondition } from './event-version.ts';

/** How far back the trail is read for whoever was quicker. */
const TRAIL_ENTRIES = 50;

/** Says that an event is another one than the caller knows, and who has changed it since, as far as that is noted yet. */
export async function changedMeanwhile(
  { trail }: Pick<RouteContext, 'trail'>,
  eventId: string,
  condition: EventCondition,
): Promise<ProblemError> {
  if (typeof condition !== 'number' || condition === 0) return new ProblemError('changed_meanwhile');
  const noted = await withLedger(trail.list({ eventId, limit: TRAIL_ENTRIES }));
  const changed = noted
    .filter(({ detail }) => typeof detail['version'] === 'number' && detail['version'] > condition)
    .map(({ at, actor, action }) => ({ at: new Date(at).toISOString(), actor, action }));
  return new ProblemError('changed_meanwhile', { changed });
}

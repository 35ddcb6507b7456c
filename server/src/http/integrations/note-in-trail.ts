import type { FastifyRequest } from 'fastify';
import type { TrailDetail } from '../../ports/audit-trail.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import type { RouteContext } from '../route-context.ts';
import { withLedger } from '../with-ledger.ts';

/** Writes down which organiser did what for integrators, in whichever event. */
export async function noteInTrail(
  { trail }: Pick<RouteContext, 'trail'>,
  request: FastifyRequest,
  action: string,
  detail: TrailDetail,
): Promise<void> {
  await withLedger(trail.note({ actor: actorOf(request), action, eventId: null, detail }));
}

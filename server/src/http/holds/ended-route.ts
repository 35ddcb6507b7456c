import { Type } from '@fastify/type-provider-typebox';
import { EndedHold } from '@jari/contract';
import { HOLD_END_MEMORY_MS } from '../../ports/cancel-reasons.ts';
import { officeOf } from '../event-office.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

/** Whether an organiser took what I held. Asked by whoever finds their hold gone; nobody else's can be asked for. */
export const endedHoldRoute: Routes = (app, { offices, identity, cancelReasons }) => {
  app.get(
    '/events/:event/hold/ended',
    {
      schema: {
        operationId: 'getMyEndedHold',
        tags: ['holds'],
        summary: 'What an organiser has taken from my hold within the last ten minutes, and why',
        params: EventParams,
        response: {
          200: EndedHold,
          204: Type.Null({ description: 'No organiser has taken anything.' }),
          ...problems('missing_user', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const { event } = request.params;
      const office = await officeOf(offices, event);
      reply.header('cache-control', 'no-store');
      const end = await withLedger(cancelReasons.findForHold(event, user.id));
      const ago = end === undefined ? Infinity : Math.max(0, Math.floor(office.wallNow() - end.at));
      if (end === undefined || ago > HOLD_END_MEMORY_MS) return reply.code(204).send(null);
      return {
        event,
        seat_ids: [...end.seatIds],
        ended_at: new Date(end.at).toISOString(),
        ended_ms_ago: ago,
        reason: end.reason,
      };
    },
  );
};

import { Demonstration } from '@jari/contract';
import { refuseKey } from '../idempotency.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import type { Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

/** For showing what happens when attempts fail: how often they do, at this server, until it starts again. */
export const demonstrationRoutes: Routes = (app, { allow, offices, trail, settings }) => {
  const shared = { tags: ['admin'], security: ORGANISER_SECURITY };
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };
  const response = { 200: Demonstration, ...problems('unauthorized', 'not_your_role') };
  const preParsing = allow('owner');

  app.get(
    '/admin/demonstration',
    {
      config,
      preParsing,
      schema: {
        ...shared,
        operationId: 'getDemonstration',
        summary: 'How often confirming fails on purpose at this server',
        response,
      },
    },
    (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { failure_rate: offices.failureRate };
    },
  );

  app.put(
    '/admin/demonstration',
    {
      config,
      preParsing,
      schema: {
        ...shared,
        operationId: 'setDemonstration',
        summary: 'Sets how often confirming fails on purpose, at this server, until it starts again',
        body: Demonstration,
        response,
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { failure_rate } = request.body;
      const action = 'demonstration.changed';
      const noted = { actor: actorOf(request), action, eventId: null, detail: { failure_rate } };
      await withLedger(trail.note(noted));
      offices.failureRate = failure_rate;
      reply.header('cache-control', 'no-store');
      return { failure_rate };
    },
  );
};

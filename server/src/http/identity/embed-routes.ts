import { EmbedSession } from '@jari/contract';
import { refuseKey } from '../idempotency.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';

/** `POST /embed/session`: a session for a hall within another site's page. */
export const embedRoutes: Routes = (app, { identity, settings }) => {
  app.post(
    '/embed/session',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      schema: {
        operationId: 'createEmbedSession',
        tags: ['admission'],
        summary: 'A session for a page of a listed site, where browsers keep cookies back',
        description:
          'Only for pages whose origin is in `CORS_ORIGINS`. Sent in the header `Jari-Session`; good on that site only.',
        security: [],
        response: { 201: EmbedSession, ...problems('forbidden', 'rate_limited') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const made = identity.embedded.create(request.headers.origin);
      if (made === undefined) {
        throw new ProblemError('forbidden', {
          detail: 'This site is not listed. (Operators: CORS_ORIGINS lists the sites that may embed a hall.)',
        });
      }
      reply.code(201).header('cache-control', 'no-store');
      return reply.send({ success: true as const, session: made.token, expires_in_ms: made.expiresInMs });
    },
  );
};

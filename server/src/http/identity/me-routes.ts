import { Me } from '@jari/contract';
import { EMBED_SESSION_HEADER } from './embed-sessions.ts';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';

/** `GET /me`: who the server takes the caller for. */
export const meRoutes: Routes = (app, { identity, settings }) => {
  app.get(
    '/me',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      schema: {
        operationId: 'getMe',
        tags: ['admission'],
        summary: 'Who I am to the server; gives a session to those who have none',
        response: { 200: Me, ...problems('missing_user', 'rate_limited') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const user = identity.find(request);
      // A page of another site keeps its session itself.
      const isEmbedded = request.headers[EMBED_SESSION_HEADER] !== undefined;
      if (user !== undefined && (user.source !== 'session' || isEmbedded)) {
        return reply.send({ user: user.id, source: user.source, is_new: false });
      }
      const { cookies } = identity;
      const received = identity.session(request);
      const session = received ?? cookies.create();
      const handedOut = received === undefined ? session : cookies.renew(received);
      if (handedOut !== undefined) {
        for (const header of cookies.toHeaders(handedOut, received)) reply.header('set-cookie', header);
      }
      const isNew = received === undefined;
      return reply.send({ user: `session:${session.id}`, source: 'session' as const, is_new: isNew });
    },
  );
};

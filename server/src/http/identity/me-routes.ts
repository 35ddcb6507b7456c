import { Me } from '@jari/contract';
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
        response: { 200: Me, ...problems('unauthorized', 'rate_limited') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const user = identity.find(request);
      if (user !== undefined && user.source !== 'session') return { user: user.id, source: user.source };
      const { cookies } = identity;
      const session = identity.session(request) ?? cookies.create();
      const handedOut = user === undefined ? session : cookies.renew(session);
      if (handedOut !== undefined) reply.header('set-cookie', cookies.toHeader(handedOut));
      return { user: `session:${session.id}`, source: 'session' as const };
    },
  );
};

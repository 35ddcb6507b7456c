import { Type } from '@fastify/type-provider-typebox';
import { EventId, JoinResult, Me } from '@jari/contract';
import { DEFAULT_EVENT, officeOf } from '../event-office.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const JoinQuery = Type.Object(
  {
    event: Type.Optional(EventId),
    ttl: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 86_400, description: 'Seconds, 900 if left out' }),
    ),
  },
  { additionalProperties: false },
);

/** `POST /fcfs/join`: a queue number, once per user. The gateway answers it itself when there is one. */
export const joinRoutes: Routes = (app, { offices, admission, identity, settings }) => {
  app.post(
    '/fcfs/join',
    {
      preValidation: numbersIn('query', 'ttl'),
      schema: {
        operationId: 'joinQueue',
        tags: ['admission'],
        summary: 'A queue number, once per user (and per address, if so configured) within `ttl` seconds',
        querystring: JoinQuery,
        response: { 200: JoinResult, ...problems(...COMMAND_REASONS, 'duplicate') },
      },
    },
    async (request) => {
      const user = identity.require(request);
      const { event = DEFAULT_EVENT, ttl = 900 } = request.query;
      await officeOf(offices, event);
      const ip = settings.admissionIpCheck ? request.ip : null;
      const result = await withLedger(
        admission.join({ eventId: event, userId: user.id, ip, ttlMs: ttl * 1000 }),
      );
      if (!result.joined) {
        throw new ProblemError('duplicate', {
          queueNumber: result.queueNumber,
          ...(result.because === 'ip' ? { detail: 'Somebody has already joined from this address.' } : {}),
        });
      }
      return {
        success: true as const,
        event,
        queue_number: result.queueNumber,
        expires_in_ms: Math.max(0, Math.floor(result.expiresInMs)),
      };
    },
  );
};

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
      const received = identity.session(request);
      const session = received ?? cookies.create();
      const handedOut = received === undefined ? session : cookies.renew(received);
      if (handedOut !== undefined) {
        for (const header of cookies.toHeaders(handedOut, received)) reply.header('set-cookie', header);
      }
      return { user: `session:${session.id}`, source: 'session' as const };
    },
  );
};

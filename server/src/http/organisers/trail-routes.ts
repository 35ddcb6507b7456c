import { Type } from '@fastify/type-provider-typebox';
import { EventId, Trail, type TrailEntry } from '@jari/contract';
import type { TrailRecord } from '../../ports/audit-trail.ts';
import { numbersIn } from '../plugins/number-params.ts';
import type { Routes } from '../route-context.ts';
import { ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const PAGE_MAX = 200;
const PAGE = 50;

const EntryNumber = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const TrailQuery = Type.Object(
  {
    event: Type.Optional(EventId),
    before: Type.Optional(EntryNumber),
    after: Type.Optional(EntryNumber),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX })),
  },
  { additionalProperties: false },
);

/** `GET /admin/trail`: what organisers did beside the seats, and why they did something to seats. */
export const trailRoutes: Routes = (app, { allow, trail, settings }) => {
  app.get(
    '/admin/trail',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      preValidation: numbersIn('query', 'before', 'after', 'limit'),
      schema: {
        operationId: 'getTrail',
        tags: ['admin'],
        summary: 'What organisers did beside the seats, and why; newest first',
        security: ORGANISER_SECURITY,
        querystring: TrailQuery,
        response: { 200: Trail, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { event: eventId, before, after, limit = PAGE } = request.query;
      const found = await withLedger(trail.list({ eventId, before, after, limit: limit + 1 }));
      const entries = found.slice(0, limit);
      const last = found.length > limit ? entries.at(-1) : undefined;
      return { entries: entries.map(entryJson), next_before: last?.entryId ?? null };
    },
  );
};

function entryJson({ entryId, at, actor, action, eventId, detail }: TrailRecord): TrailEntry {
  return { id: entryId, at: new Date(at).toISOString(), actor, action, event: eventId, detail };
}

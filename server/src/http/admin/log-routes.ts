import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { officeOf } from '../event-office.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { logLines } from './log-lines.ts';

/** The whole log of an event as a file, for whoever wants to check it; see `npm run verify-log`. */
export const logRoutes: Routes = (app, { offices, ledger, allow, settings }) => {
  app.get(
    '/admin/events/:event/log',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      exposeHeadRoute: false,
      schema: {
        operationId: 'exportLog',
        tags: ['admin'],
        summary: 'The event’s log with its chain of hashes, one JSON value a line; no names, no phones',
        security: ORGANISER_SECURITY,
        params: EventParams,
        response: {
          200: {
            description:
              'The first line says what is exported, each other is a change; see docs/log-format.md',
            content: { 'application/x-ndjson': { schema: Type.String() } },
          },
          ...problems('not_your_role', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const { event } = request.params;
      const office = await officeOf(offices, event);
      const from = await withLedger(ledger.logStart(event));
      if (from === undefined) throw new ProblemError('not_found');
      // As of now: what is sold meanwhile is in the next export.
      const { epoch, sequence, head } = office.seatMap;
      const lines = logLines(office, ledger, from, { epoch, sequence, head });
      reply.header('content-disposition', `attachment; filename="${event}.${sequence}.jari-log.ndjson"`);
      reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8');
      // The schema documents the text; what is sent is a stream of it.
      const untyped: FastifyReply = reply;
      return untyped.send(Readable.from(lines));
    },
  );
};

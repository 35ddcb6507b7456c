import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Position } from '../../domain/log-chain.ts';
import { exportedChange, exportedHeader } from '../../views/exported-log.ts';
import type { AppLedger } from '../app-deps.ts';
import { officeOf } from '../event-office.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

/** How many changes are read, and lie in memory, at a time. */
const CHANGES_AT_ONCE = 2_000;

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
      const lines = linesOf(office, ledger, from, { epoch, sequence, head });
      reply.header('content-disposition', `attachment; filename="${event}.${sequence}.jari-log.ndjson"`);
      reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8');
      // The schema documents the text; what is sent is a stream of it.
      const untyped: FastifyReply = reply;
      return untyped.send(Readable.from(lines));
    },
  );
};

/** Should the history turn out to be another one on the way, the file breaks off and so fails every check. */
async function* linesOf(
  office: BoxOffice,
  ledger: Pick<AppLedger, 'changesSince'>,
  from: Position,
  to: Position,
): AsyncGenerator<string> {
  const { event, logKey } = office.seatMap;
  yield `${exportedHeader(event, office.seatMap.seatCount, from, to)}\n`;
  let at: Position = from;
  while (at.sequence < to.sequence) {
    const limit = Math.min(CHANGES_AT_ONCE, to.sequence - at.sequence);
    const read = await ledger.changesSince(event.eventId, at, limit);
    const last = read.reload ? undefined : read.changes.at(-1);
    if (read.reload || last === undefined) throw new Error('the log changed while it was exported');
    yield read.changes.map((change) => `${exportedChange(change, logKey)}\n`).join('');
    at = { epoch: to.epoch, sequence: last.sequence, head: last.hash };
  }
}

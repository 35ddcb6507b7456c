import { Type } from '@fastify/type-provider-typebox';
import { Archived, ArchiveInput } from '@jari/contract';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import type { RemovedPortion } from '../../ports/log-archive.ts';
import { logLines } from '../admin/log-lines.ts';
import { officeOf } from '../event-office.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { ProblemError } from '../problem.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const DAY_SECONDS = 86_400;
const ArchiveQuery = Type.Object({
  older_than_seconds: Type.Optional(
    Type.Integer({
      ...{ minimum: 0, maximum: 3_650 * DAY_SECONDS },
      description: 'Only changes that are older; two days if left out.',
    }),
  ),
});

/**
 * The old end of an event's log, to be moved to a file in two steps: it is read, and once it is safely on disk it may be
 * removed. Between the two nothing is lost, whatever happens; see `npm run archive`.
 */
export const archiveRoutes: Routes = (app, context) => {
  addReading(app, context);
  addRemoving(app, context);
};

function addReading(app: App, { offices, ledger, archive, allow, settings }: RouteContext): void {
  app.get(
    '/admin/events/:event/archive',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('owner'),
      preValidation: numbersIn('query', 'older_than_seconds'),
      exposeHeadRoute: false,
      schema: {
        operationId: 'readArchive',
        tags: ['admin'],
        summary: 'The old part of the event’s log that nobody needs any more, as a log; changes nothing',
        security: ORGANISER_SECURITY,
        params: EventParams,
        querystring: ArchiveQuery,
        response: {
          200: {
            description: 'As an exported log; with no change in it where there is nothing to be archived',
            content: { 'application/x-ndjson': { schema: Type.String() } },
          },
          ...problems('not_your_role', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const { event } = request.params;
      const office = await officeOf(offices, event);
      const { older_than_seconds: age = 2 * DAY_SECONDS } = request.query;
      const before = offices.wallNow() - age * 1_000;
      const from = await withLedger(ledger.logStart(event));
      const to = await withLedger(archive.reach(event, before));
      if (from === undefined || to === undefined) throw new ProblemError('not_found');
      reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8');
      // The schema documents the text; what is sent is a stream of it.
      const untyped: FastifyReply = reply;
      return untyped.send(Readable.from(logLines(office, ledger, from, to)));
    },
  );
}

function addRemoving(app: App, { offices, archive, allow, settings, trail }: RouteContext): void {
  app.post(
    '/admin/events/:event/archive',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('owner'),
      schema: {
        operationId: 'removeArchived',
        tags: ['admin'],
        summary: 'Removes what a file on disk has, up to a change; may be repeated',
        security: ORGANISER_SECURITY,
        params: EventParams,
        body: ArchiveInput,
        response: {
          200: Archived,
          ...problems('not_your_role', 'not_found', 'validation', 'contention'),
        },
      },
    },
    async (request) => {
      const { event } = request.params;
      const { sequence } = request.body;
      await officeOf(offices, event);
      const outcome = await withLedger(archive.moveFloor(event, request.body));
      if (outcome === 'no_event') throw new ProblemError('not_found');
      if (outcome === 'differs') {
        throw new ProblemError('validation', { detail: 'The ledger has another history at that change.' });
      }
      if (outcome === 'needed') {
        throw new ProblemError('contention', { detail: 'Some of these changes are still needed.' });
      }
      if (outcome === 'moved') {
        const noted = { actor: actorOf(request), action: 'log.archived', eventId: event };
        await withLedger(trail.note({ ...noted, detail: { to: sequence } }));
      }
      // Also when the floor was there already: a server may have ended before it had removed everything.
      let removed = 0;
      for (let from: number | null = 0; from !== null;) {
        const portion: RemovedPortion = await withLedger(archive.removeBelow(event, from));
        removed += portion.removed;
        from = portion.next;
      }
      return { success: true as const, archived_to: sequence, removed };
    },
  );
}

import { Type } from '@fastify/type-provider-typebox';
import { EventId, Rehearsal, RehearsalInput, RehearsalList } from '@jari/contract';
import type { FastifyReply } from 'fastify';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { RehearsalRecord } from '../../ports/rehearsal-store.ts';
import { officeOf } from '../event-office.ts';
import { refuseKey } from '../idempotency.ts';
import { actorOf, organiserOf } from '../organisers/organiser-of.ts';
import { invalid, ProblemError } from '../problem.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { ownAddress } from './own-address.ts';
import type { Rehearsals } from './rehearsals.ts';
import { reportPolicy } from './report-policy.ts';

const decompress = promisify(gunzip);

const RehearsalParams = Type.Object({ event: EventId, id: EventId });
const shared = { tags: ['admin'], security: ORGANISER_SECURITY };

/** Sales that scripted people play on a copy of an event. */
export function rehearsalRoutes(rehearsals: Rehearsals): Routes {
  return (app, context) => {
    addStart(app, context, rehearsals);
    addList(app, context, rehearsals);
    addReport(app, context, rehearsals);
    addStop(app, context, rehearsals);
  };
}

function addStart(app: App, { allow, offices, trail, settings }: RouteContext, rehearsals: Rehearsals): void {
  app.post(
    '/admin/events/:event/rehearsals',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'startRehearsal',
        summary: 'Plays a sale with scripted people on a copy of the event; one rehearsal runs at a time',
        params: EventParams,
        body: RehearsalInput,
        response: {
          202: Rehearsal,
          ...problems('unauthorized', 'not_your_role', 'not_found', 'rehearsal_running'),
        },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { event: eventId } = request.params;
      const { event } = (await officeOf(offices, eventId)).seatMap;
      if (event.rules.isRehearsal === true) throw invalid('event', 'is a rehearsal itself');
      const url = ownAddress(app);
      if (url === undefined || !rehearsals.isInstalled) {
        throw new ProblemError('unavailable', {
          detail: 'The program that plays rehearsals is not installed here: npm run build.',
        });
      }
      const { name } = organiserOf(request);
      const input = request.body;
      const started = await withLedger(rehearsals.start({ eventId, startedBy: name, input, url }));
      if (started === 'busy') throw new ProblemError('rehearsal_running');
      const detail = { rehearsal: started.rehearsalId, people: input.people };
      await withLedger(trail.note({ actor: actorOf(request), action: 'rehearsal.started', eventId, detail }));
      reply.code(202).header('cache-control', 'no-store');
      return rehearsalJson(started);
    },
  );
}

function addList(app: App, { allow, offices, settings }: RouteContext, { store }: Rehearsals): void {
  app.get(
    '/admin/events/:event/rehearsals',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'listRehearsals',
        summary: 'The last rehearsals of the event, and how the one that runs stands',
        params: EventParams,
        response: { 200: RehearsalList, ...problems('unauthorized', 'not_your_role', 'not_found') },
      },
    },
    async (request, reply) => {
      const { event } = request.params;
      await officeOf(offices, event);
      reply.header('cache-control', 'no-store');
      const found = await withLedger(store.list(event, offices.wallNow()));
      return { rehearsals: found.map(rehearsalJson) };
    },
  );
}

function addReport(app: App, { allow, settings }: RouteContext, { store }: Rehearsals): void {
  app.get(
    '/admin/events/:event/rehearsals/:id/report.html',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'getRehearsalReport',
        summary: 'The report of a rehearsal: one page that needs nothing else, to be kept or printed',
        params: RehearsalParams,
        response: {
          200: {
            description: 'The report, in Korean and English.',
            content: { 'text/html': { schema: Type.String() } },
          },
          ...problems('unauthorized', 'not_your_role', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const { event, id } = request.params;
      const report = await withLedger(store.findReport(id, event));
      if (report === undefined) throw new ProblemError('not_found', { detail: 'There is no such report.' });
      const page = (await decompress(report)).toString();
      reply.headers({
        'cache-control': 'private, no-store',
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': reportPolicy(page),
      });
      // The schema documents the text.
      const untyped: FastifyReply = reply;
      return untyped.send(page);
    },
  );
}

function addStop(app: App, { allow, trail, settings }: RouteContext, rehearsals: Rehearsals): void {
  app.delete(
    '/admin/events/:event/rehearsals/:id',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'stopRehearsal',
        summary: 'Ends a rehearsal early; what has happened is judged and reported',
        params: RehearsalParams,
        response: {
          204: Type.Null({ description: 'It will end in a moment.' }),
          ...problems('unauthorized', 'not_your_role', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { event: eventId, id } = request.params;
      if (!(await withLedger(rehearsals.stop(id, eventId)))) {
        throw new ProblemError('not_found', { detail: 'There is no such rehearsal that runs.' });
      }
      const detail = { rehearsal: id };
      await withLedger(trail.note({ actor: actorOf(request), action: 'rehearsal.stopped', eventId, detail }));
      reply.code(204);
      return null;
    },
  );
}

function rehearsalJson(record: RehearsalRecord): Rehearsal {
  const { options, startedAt, endedAt, progress, outcome, failure } = record;
  return {
    id: record.rehearsalId,
    event: record.ofEvent,
    state: endedAt === null ? 'running' : failure === null ? 'ended' : 'failed',
    started_by: record.startedBy,
    started_at: new Date(startedAt).toISOString(),
    ended_at: endedAt === null ? null : new Date(endedAt).toISOString(),
    is_stopping: record.isStopAsked && endedAt === null,
    people: options.people,
    seed: options.seed ?? 1,
    pace: options.pace ?? 1,
    ...{ progress, outcome, failure },
  };
}

import { Type } from '@fastify/type-provider-typebox';
import { EntriesInput, EntriesTaken, EntryList } from '@jari/contract';
import { positionText } from '../../domain/log-chain.ts';
import { refuseKey } from '../idempotency.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { invalid } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { doorOfficeOf } from './door-office.ts';

/** As many as a phone reads in a moment. */
const PAGE = 1_000;

const EntryQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'The last number you know.' })),
    reservation: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Instead: only those of this reservation, and of those it was handed on from or to.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Who came in: doors tell what they did without a network, and learn what the others did. */
export const entryRoutes: Routes = (app, { offices, entries: book, settings, allow }) => {
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };
  const security = ORGANISER_SECURITY;

  app.get(
    '/admin/events/:event/entries',
    {
      config,
      preParsing: allow('door'),
      preValidation: numbersIn('query', 'after', 'reservation'),
      schema: {
        operationId: 'listEntries',
        tags: ['door'],
        summary: 'Who came in, in order of arrival here',
        description:
          'Whether somebody came in twice is not said here: it follows from the entries of a reservation and its ' +
          'number of seats. Those who came first by `at` have the places; a scan that another one `undoes` let nobody in.',
        security,
        params: EventParams,
        querystring: EntryQuery,
        response: { 200: EntryList, ...problems('unauthorized', 'not_your_role', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      const { event } = request.params;
      const office = await doorOfficeOf(offices, event);
      const { after, reservation } = request.query;
      if (after !== undefined && reservation !== undefined) {
        throw invalid('reservation', 'is given instead of `after`');
      }
      const found = await withLedger(
        reservation === undefined
          ? book.after(event, after ?? 0, PAGE + 1)
          : book.ofReservation(event, reservation),
      );
      reply.header('cache-control', 'no-store');
      return {
        event,
        server_time: new Date(office.wallNow()).toISOString(),
        sequence: office.seatMap.sequence,
        position: positionText(office.seatMap),
        entries: found
          .slice(0, PAGE)
          .map(({ number, scanId, reservation, count, undoes, actor, door, device, at }) => ({
            number,
            scan_id: scanId,
            reservation,
            count,
            undoes,
            actor,
            door,
            device,
            at: new Date(at).toISOString(),
          })),
        has_more: found.length > PAGE,
      };
    },
  );

  app.post(
    '/admin/events/:event/entries',
    {
      config,
      preParsing: allow('door'),
      schema: {
        operationId: 'recordEntries',
        tags: ['door'],
        summary: 'People whom a door has let in, or let in by mistake; harmless to repeat, in any order',
        security,
        params: EventParams,
        body: EntriesInput,
        response: {
          200: EntriesTaken,
          ...problems('unauthorized', 'not_your_role', 'forbidden', 'not_found', 'too_large'),
        },
      },
    },
    async (request) => {
      refuseKey(request);
      const { event } = request.params;
      const { door, device, sent_at, entries } = request.body;
      const office = await doorOfficeOf(offices, event);
      const now = Math.floor(office.wallNow());
      const clockErrorMs = Date.parse(sent_at) - now;
      const made = entries.map(({ scan_id: scanId, reservation, count, at, undoes = null }) => ({
        scanId,
        reservation,
        count,
        door,
        device,
        // Nobody comes in later than it is told.
        at: Math.min(now, Date.parse(at) - clockErrorMs),
        undoes,
      }));
      await withLedger(book.record(event, made, now, actorOf(request)));
      return { success: true as const, clock_error_ms: clockErrorMs };
    },
  );
};

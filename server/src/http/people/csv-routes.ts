import { Readable } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import { ReservationStatus } from '@jari/contract';
import type { FastifyReply } from 'fastify';
import type { Hall } from '../../domain/hall.ts';
import { officeOf } from '../event-office.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import type { RouteContext, Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { ReservationCsv } from './csv.ts';
import { openedJson } from './person-json.ts';
import type { Asked } from './search.ts';

/** How many reservations are read, and lie in memory, at a time. */
const RESERVATIONS_AT_ONCE = 1_000;

const CsvQuery = Type.Object(
  {
    personal: Type.Optional(
      Type.Enum(['0', '1'], { description: '1: with names and phones in full. Otherwise without them.' }),
    ),
    state: Type.Optional(ReservationStatus),
  },
  { additionalProperties: false },
);

/** All reservations of an event as a file for a spreadsheet. */
export const peopleCsvRoutes: Routes = (app, context) => {
  const { offices, trail, allow, settings } = context;
  app.get(
    '/admin/events/:event/reservations.csv',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      exposeHeadRoute: false,
      schema: {
        operationId: 'exportReservations',
        tags: ['admin'],
        summary:
          'An event’s reservations for a spreadsheet, newest first; that it was taken stands in the trail',
        security: ORGANISER_SECURITY,
        params: EventParams,
        querystring: CsvQuery,
        response: {
          200: {
            description:
              'UTF-8 with a byte order mark. Cells that a spreadsheet would run begin with an apostrophe.',
            content: { 'text/csv': { schema: Type.String() } },
          },
          ...problems('unauthorized', 'not_your_role', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const { event: eventId } = request.params;
      const { personal, state = null } = request.query;
      const { hall } = (await officeOf(offices, eventId)).seatMap;
      const isPersonal = personal === '1';
      const detail = { personal: isPersonal, state };
      await withLedger(
        trail.note({ actor: actorOf(request), action: 'reservations.exported', eventId, detail }),
      );
      const asked = { eventId, state, limit: RESERVATIONS_AT_ONCE };
      reply.header('content-disposition', `attachment; filename="${eventId}.reservations.csv"`);
      reply.header('cache-control', 'no-store').type('text/csv; charset=utf-8');
      // The schema documents the text; what is sent is a stream of it.
      const untyped: FastifyReply = reply;
      return untyped.send(Readable.from(linesOf(context, hall, asked, new ReservationCsv(isPersonal))));
    },
  );
};

async function* linesOf(
  { persons, cancelReasons }: Pick<RouteContext, 'persons' | 'cancelReasons'>,
  hall: Hall,
  asked: Asked,
  csv: ReservationCsv,
): AsyncGenerator<string> {
  yield csv.head();
  let before: number | null = null;
  do {
    const records = await persons.listReservations({ ...asked, before });
    const sequences = records.map(({ sequence }) => sequence);
    const reasons = await cancelReasons.findAll(asked.eventId, sequences);
    yield csv.lines(
      records.map((record) => ({
        ...openedJson(record, hall),
        cancelReason: reasons.get(record.sequence) ?? null,
      })),
    );
    before = records.length < asked.limit ? null : (records.at(-1)?.sequence ?? null);
  } while (before !== null);
}

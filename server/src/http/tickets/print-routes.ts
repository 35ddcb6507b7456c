import { Type } from '@fastify/type-provider-typebox';
import { officeOf } from '../event-office.ts';
import { inWorkshop } from '../plans/with-workshop.ts';
import { ProblemError } from '../problem.ts';
import { parseReservationId } from '../reservations/reservation-id.ts';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { printedFacts } from './printed-facts.ts';

const PrintQuery = Type.Object(
  {
    lang: Type.Optional(Type.Enum(['ko', 'en'])),
    format: Type.Optional(Type.Enum(['a4', 'a6'], { description: 'a4: with a line to cut along; default.' })),
  },
  { additionalProperties: false },
);

/** `GET /reservations/{id}/ticket.pdf`: for those who trust paper more than a battery. */
export const ticketPrintRoutes: Routes = (app, { offices, ledger, identity, tickets, printer, settings }) => {
  app.get(
    '/reservations/:id/ticket.pdf',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      schema: {
        operationId: 'printTicket',
        tags: ['reservations'],
        summary: 'One of my active reservations on paper, A4 or A6',
        params: Type.Object({ id: Type.String() }),
        querystring: PrintQuery,
        response: {
          200: {
            description: 'A PDF',
            content: {
              'application/pdf': { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
            },
          },
          ...problems('missing_user', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const id = parseReservationId(request.params.id);
      const record = id === undefined ? undefined : await withLedger(ledger.findReservation(id));
      if (record?.userId !== user.id || record.cancelledAt !== null) throw new ProblemError('not_found');
      const { lang = 'ko', format = 'a4' } = request.query;
      const { eventId, sequence, code, seatIds } = record;
      const { event, hall } = (await officeOf(offices, eventId)).seatMap;
      const ticket = tickets.write({ eventId, reservation: sequence, code, seatIds });
      const printed = { lang, format, code, ticket, name: record.userName };
      const facts = printedFacts(record, event, hall, { lang, timeZone: settings.timeZone });
      const pdf = await inWorkshop(printer.run({ kind: 'print', ticket: { ...printed, ...facts } }));
      reply.header('cache-control', 'private, no-store');
      reply.header('content-disposition', `inline; filename="jari-${code}.pdf"`);
      return reply.type('application/pdf').send(Buffer.from(pdf));
    },
  );
};

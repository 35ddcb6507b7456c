import { Type } from '@fastify/type-provider-typebox';
import { OpenedResult, ReservationPage, ReservationsQuery } from '@jari/contract';
import { officeOf } from '../event-office.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { ProblemError } from '../problem.ts';
import { parseReservationId, reservationIdOf } from '../reservations/reservation-id.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { listedJson, openedJson } from './person-json.ts';
import { listPage, searchPage } from './search.ts';

const PAGE = 50;
const ReservationParams = Type.Object({ id: Type.String() });

/** The organiser's list of who has what, with masked names, and one of them in full. */
export const peopleListRoutes: Routes = (app, { offices, ledger, persons, trail, allow, settings }) => {
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };
  const shared = { tags: ['admin'], security: ORGANISER_SECURITY };

  app.get(
    '/admin/events/:event/reservations',
    {
      config,
      preParsing: allow('desk'),
      preValidation: numbersIn('query', 'limit'),
      schema: {
        ...shared,
        operationId: 'listReservations',
        summary: 'An event’s reservations, newest first, or those of somebody; names and phones are masked',
        params: EventParams,
        querystring: ReservationsQuery,
        response: { 200: ReservationPage, ...problems('unauthorized', 'not_your_role', 'not_found') },
      },
    },
    async (request, reply) => {
      const { event } = request.params;
      const { q, after, state = null, limit = PAGE } = request.query;
      const { hall } = (await officeOf(offices, event)).seatMap;
      const asked = { eventId: event, state, limit };
      const { records, next, searched } = await withLedger(
        q === undefined ? listPage(persons, asked, after) : searchPage(persons, asked, { q, hall, after }),
      );
      reply.header('cache-control', 'no-store');
      return { event, reservations: records.map((record) => listedJson(record, hall)), next, searched };
    },
  );

  app.post(
    '/admin/reservations/:id/open',
    {
      config,
      preParsing: allow('desk'),
      schema: {
        ...shared,
        operationId: 'openReservation',
        summary: 'One reservation with name and phone in full; that it was opened stands in the trail',
        params: ReservationParams,
        response: { 200: OpenedResult, ...problems('unauthorized', 'not_your_role', 'not_found') },
      },
    },
    async (request, reply) => {
      const id = parseReservationId(request.params.id);
      const record = id === undefined ? undefined : await withLedger(ledger.findReservation(id));
      if (record === undefined) throw new ProblemError('not_found');
      const { eventId } = record;
      const { hall } = (await officeOf(offices, eventId)).seatMap;
      const detail = { reservation: reservationIdOf(record) };
      // First: what cannot be noted is not shown.
      await withLedger(trail.note({ actor: actorOf(request), action: 'person.opened', eventId, detail }));
      reply.header('cache-control', 'no-store');
      return { success: true as const, reservation: openedJson(record, hall) };
    },
  );
};

import { ConsoleSeats } from '@jari/contract';
import { ConsoleSeatsCache } from '../../views/console-seats.ts';
import { officeOf } from '../event-office.ts';
import { ConditionalHeaders, notModified, sendIfNew } from '../if-new.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

/** `GET /admin/events/{event}/seats`: the live hall, as those who work there see it. */
export const consoleSeatRoutes: Routes = (app, { allow, offices, eventSales, settings }) => {
  const written = new ConsoleSeatsCache();
  app.get(
    '/admin/events/:event/seats',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('desk'),
      schema: {
        operationId: 'listConsoleSeats',
        tags: ['admin'],
        summary: 'Who holds or has which seats, since when, and which are blocked; users are masked',
        security: ORGANISER_SECURITY,
        params: EventParams,
        headers: ConditionalHeaders,
        response: {
          200: ConsoleSeats,
          ...notModified,
          ...problems('unauthorized', 'not_your_role', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const office = await officeOf(offices, request.params.event);
      const sales = await withLedger(eventSales.of(office));
      const seats = written.of(office, sales);
      await sendIfNew(request, reply, seats, seats.text);
    },
  );
};

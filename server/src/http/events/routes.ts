import { EventDetails, EventList } from '@jari/contract';
import { officeOf } from '../event-office.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { eventJson } from './event-json.ts';

/** What is on. */
export const eventRoutes: Routes = (app, { offices, ledger, settings: { timeZone } }) => {
  app.get(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        tags: ['events'],
        summary: 'All events',
        response: { 200: EventList, ...problems() },
      },
    },
    async () => {
      const events = await withLedger(ledger.listEvents());
      return { events: events.map((event) => eventJson(event, timeZone)) };
    },
  );

  app.get(
    '/events/:event',
    {
      schema: {
        operationId: 'getEvent',
        tags: ['events'],
        summary: 'Title, venue, times, hall and rules of an event',
        params: EventParams,
        response: { 200: EventDetails, ...problems('not_found') },
      },
    },
    async (request) => {
      const { seatMap } = await officeOf(offices, request.params.event);
      return eventJson(seatMap.event, timeZone);
    },
  );
};

import { EventDetails, EventList } from '@jari/contract';
import { EncodedText } from '../../views/encoded-text.ts';
import { eventJson } from '../../views/event-json.ts';
import { officeOf } from '../event-office.ts';
import { tag } from './event-version.ts';
import { ConditionalHeaders, notModified, sendIfNew } from '../if-new.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

/** What is on. */
export const eventRoutes: Routes = (app, { offices, doors, eventLists, settings: { timeZone } }) => {
  app.get(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        tags: ['events'],
        summary: 'All events, with the seats left, the lowest price and whether they are on sale',
        headers: ConditionalHeaders,
        response: { 200: EventList, ...notModified, ...problems() },
      },
    },
    async (request, reply) => {
      const list = await withLedger(eventLists.current());
      return sendIfNew(request, reply, list, new EncodedText(list.text));
    },
  );

  app.get(
    '/events/:event',
    {
      schema: {
        operationId: 'getEvent',
        tags: ['events'],
        summary: 'Title, venue, times, hall or plan, prices and rules of an event',
        params: EventParams,
        response: { 200: EventDetails, ...problems('not_found') },
      },
    },
    async (request, reply) => {
      const office = await officeOf(offices, request.params.event);
      // The gateway asks this before it gives out numbers.
      await doors.announce(office);
      tag(reply, office.seatMap.event);
      return eventJson(office.seatMap.event, timeZone, office.wallNow());
    },
  );
};

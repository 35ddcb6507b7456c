import { ConsoleEventDetails, ConsoleEventList, type ConsoleEvent, type SeatCounts } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { eventJson, eventSummaryJson } from '../../views/event-json.ts';
import { revenueOf } from '../../views/event-sales.ts';
import { EventTallies } from '../../views/event-tallies.ts';
import { seatCounts } from '../../views/seat-counts.ts';
import { lineStatus } from '../admission/line-status.ts';
import { officeOf } from '../event-office.ts';
import { tag } from '../events/event-version.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

/** Events as those who work there see them. */
export const consoleEventRoutes: Routes = (app, context) => {
  addList(app, context);
  addDetails(app, context);
};

function addList(app: App, context: RouteContext): void {
  const { allow, offices, records, clock, settings } = context;
  const tallies = new EventTallies(records, () => clock.monotonicMs());
  app.get(
    '/admin/events',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('door'),
      schema: {
        operationId: 'listConsoleEvents',
        tags: ['admin'],
        summary: 'All events with how they sell',
        security: ORGANISER_SECURITY,
        response: { 200: ConsoleEventList, ...problems('unauthorized', 'not_your_role') },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      const listed = await withLedger(offices.listed.all());
      const closed = listed.filter(({ eventId }) => offices.peek(eventId) === undefined);
      const known = await withLedger(
        tallies.of(new Map(closed.map(({ eventId, availableCount }) => [eventId, availableCount]))),
      );
      const now = offices.wallNow();
      const events = listed.map(async (event): Promise<ConsoleEvent> => {
        const seatsLeft = offices.listed.availableCount(event);
        const json = eventSummaryJson(event, settings.timeZone, now, seatsLeft);
        const office = offices.peek(event.eventId);
        if (office !== undefined) return { event: json, ...(await howItSells(office, context)) };
        const tally = known.get(event.eventId);
        const { available = 0, held = 0, reserved = 0, blocked = 0 } = tally ?? {};
        const seats = { total: json.seat_count, available, held, reserved, blocked };
        return { event: json, seats, revenue: event.currency === null ? null : (tally?.revenue ?? 0) };
      });
      return { server_time: new Date(now).toISOString(), events: await Promise.all(events) };
    },
  );
}

function addDetails(app: App, context: RouteContext): void {
  const { allow, offices, doors, records, settings } = context;
  app.get(
    '/admin/events/:event',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('door'),
      schema: {
        operationId: 'getConsoleEvent',
        tags: ['admin'],
        summary: 'All there is to say about one event',
        security: ORGANISER_SECURITY,
        params: EventParams,
        response: { 200: ConsoleEventDetails, ...problems('unauthorized', 'not_your_role', 'not_found') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const office = await officeOf(offices, request.params.event);
      const { event, line } = office.seatMap;
      tag(reply, event);
      const room = event.rules.waitingRoom;
      const sold = await withLedger(records.soldAfter(event.eventId, 0, 1));
      const { seats, revenue } = await howItSells(office, context);
      const reading = room === null ? undefined : await withLedger(doors.reading(office, room));
      const isUntouched = seats.available === seats.total && line.size === 0 && sold.length === 0;
      return {
        event: eventJson(event, settings.timeZone, office.wallNow()),
        seats,
        revenue,
        sale_paused: event.rules.salePaused,
        doors_paused: room?.isPaused ?? false,
        hall_can_change: isUntouched,
        line: reading === undefined ? null : lineStatus(office.seatMap, reading, office.wallNow()),
        people_waiting: line.size,
      };
    },
  );
}

async function howItSells(
  office: BoxOffice,
  { eventSales }: RouteContext,
): Promise<{ readonly seats: SeatCounts; readonly revenue: number | null }> {
  const { seatMap } = office;
  const { whole: seats } = seatCounts(seatMap);
  if (seatMap.event.currency === null) return { seats, revenue: null };
  const sales = await withLedger(eventSales.of(office));
  return { seats, revenue: revenueOf(seatMap, sales).whole };
}

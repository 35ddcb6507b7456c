import { Figures, type CategoryFigures } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { BUCKET_MS } from '../../metrics/recent-answers.ts';
import { DESK_PREFIX } from '../../views/console-seats.ts';
import { revenueOf, salesOverTime, type EventSales } from '../../views/event-sales.ts';
import { seatCounts } from '../../views/seat-counts.ts';
import { lineStatus } from '../admission/line-status.ts';
import { officeOf } from '../event-office.ts';
import type { RouteContext, Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

type OfTheHall = Pick<Figures, 'sequence' | 'currency' | 'seats' | 'revenue' | 'categories' | 'sales'>;
type SeatMap = BoxOffice['seatMap'];

/** `GET /admin/events/{event}/figures`: how an event sells. */
export const figuresRoutes: Routes = (app, context) => {
  const { allow, offices, eventSales, settings } = context;
  /** What follows from the hall and its log is worked out once for each place in its history. */
  const worked = new WeakMap<SeatMap, { readonly as: string; readonly figures: OfTheHall }>();
  const figuresOf = (seatMap: SeatMap, sales: EventSales): OfTheHall => {
    const as = `${seatMap.event.version} ${seatMap.head}`;
    const known = worked.get(seatMap);
    if (known?.as === as) return known.figures;
    const figures = workOut(seatMap, sales);
    // What was sold while sales were read is in the next ones.
    if (sales.isCompleteFor(seatMap)) worked.set(seatMap, { as, figures });
    return figures;
  };

  app.get(
    '/admin/events/:event/figures',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('desk'),
      schema: {
        operationId: 'getFigures',
        tags: ['admin'],
        summary: 'How an event sells: by category and time, what was refused, how the queue does',
        security: ORGANISER_SECURITY,
        params: EventParams,
        response: { 200: Figures, ...problems('unauthorized', 'not_your_role', 'not_found') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { event } = request.params;
      const office = await officeOf(offices, event);
      const sales = await withLedger(eventSales.of(office));
      const now = office.wallNow();
      return {
        event,
        server_time: new Date(now).toISOString(),
        ...figuresOf(office.seatMap, sales),
        answers: answersOf(event, now, context),
        queue: await queueOf(office, context),
      };
    },
  );
};

function workOut(seatMap: SeatMap, sales: EventSales): OfTheHall {
  const { sequence, event, hall } = seatMap;
  const { whole, byCategory } = seatCounts(seatMap);
  const revenue = event.currency === null ? undefined : revenueOf(seatMap, sales);
  const { bucketSeconds, buckets } = salesOverTime(sales);
  const categories = hall.categories.map((name, i): CategoryFigures => {
    const none = { total: 0, available: 0, held: 0, reserved: 0, blocked: 0 };
    return { category: name, seats: byCategory[i] ?? none, revenue: revenue?.byCategory[i] ?? null };
  });
  return {
    sequence,
    currency: event.currency,
    seats: whole,
    revenue: revenue?.whole ?? null,
    categories,
    sales: { bucket_seconds: bucketSeconds, buckets: [...buckets] },
  };
}

function answersOf(event: string, now: number, { metrics }: RouteContext): Figures['answers'] {
  const { buckets, refusals } = metrics.recent.of(event);
  return {
    bucket_seconds: BUCKET_MS / 1_000,
    since: new Date(now - 3_600_000).toISOString(),
    buckets: buckets.map(({ agoMs, ...counts }) => ({ at: new Date(now - agoMs).toISOString(), ...counts })),
    refusals: [...refusals],
  };
}

async function queueOf(office: BoxOffice, { doors }: RouteContext): Promise<Figures['queue']> {
  const { seatMap } = office;
  const room = seatMap.event.rules.waitingRoom;
  if (room === null) return null;
  const reading = await withLedger(doors.reading(office, room));
  const { state, waiting, active, serving_number: admitted } = lineStatus(seatMap, reading, office.wallNow());
  let confirmed = 0;
  for (const [userId, count] of seatMap.reservationCounts()) {
    if (!userId.startsWith(DESK_PREFIX)) confirmed += count;
  }
  const conversion = admitted === 0 ? null : confirmed / admitted;
  return { state, waiting, active, admitted, confirmed, conversion };
}

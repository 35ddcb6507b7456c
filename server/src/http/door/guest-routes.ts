import { Type } from '@fastify/type-provider-typebox';
import { GuestList } from '@jari/contract';
import { officeOf } from '../event-office.ts';
import { invalid } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { guestJson } from './guest-json.ts';

/** As many as a phone reads in a moment. */
const PAGE = 2_000;

const GuestQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,15}$', description: 'The next page of the whole list.' }),
    ),
    after: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,15}$',
        description: 'Instead: only those that have changed after this sequence.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Who is expected at the doors, so that they know without a network. */
export const guestRoutes: Routes = (app, { offices, ledger, settings, requireAdmin }) => {
  app.get(
    '/admin/events/:event/guests',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: requireAdmin,
      schema: {
        operationId: 'listGuests',
        tags: ['door'],
        summary: 'The guest list for the doors: code, seats, state and name; no phone',
        security: [{ adminToken: [] }],
        params: EventParams,
        querystring: GuestQuery,
        response: { 200: GuestList, ...problems('unauthorized', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      const { event } = request.params;
      const { from, after } = request.query;
      if (from !== undefined && after !== undefined) throw invalid('after', 'is given instead of `from`');
      const office = await officeOf(offices, event);
      // Asked for first: what is read after it is at least as new.
      const { sequence } = office.seatMap;
      const found =
        after === undefined
          ? await withLedger(ledger.reservationsFrom(event, Number(from ?? 0), PAGE + 1))
          : Number(after) > sequence
            ? undefined
            : await withLedger(ledger.reservationsTouched(event, Number(after), PAGE + 1));
      const isTooMuch = after !== undefined && (found === undefined || found.length > PAGE);
      const records = isTooMuch || found === undefined ? [] : found;
      const { hall } = office.seatMap;
      reply.header('cache-control', 'no-store');
      return {
        event,
        server_time: new Date(office.wallNow()).toISOString(),
        sequence,
        guests: records.slice(0, PAGE).map((record) => guestJson(record, hall)),
        next: records[PAGE]?.sequence ?? null,
        reload: isTooMuch,
      };
    },
  );
};

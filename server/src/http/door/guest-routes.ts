import { Type } from '@fastify/type-provider-typebox';
import { GuestList } from '@jari/contract';
import { numbersIn } from '../plugins/number-params.ts';
import { invalid } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { doorOfficeOf } from './door-office.ts';
import { guestJson } from './guest-json.ts';

/** As many as a phone reads in a moment. */
const PAGE = 2_000;

const GuestQuery = Type.Object(
  {
    from: Type.Optional(Type.Integer({ minimum: 0, description: 'The next page of the whole list.' })),
    after: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Instead: only those that have changed after this sequence.' }),
    ),
  },
  { additionalProperties: false },
);

/** Who is expected at the doors, so that they know without a network. */
export const guestRoutes: Routes = (app, { offices, ledger, settings, allow }) => {
  app.get(
    '/admin/events/:event/guests',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('door'),
      preValidation: numbersIn('query', 'from', 'after'),
      schema: {
        operationId: 'listGuests',
        tags: ['door'],
        summary: 'The guest list for the doors: code, seats, state and name; no phone',
        security: ORGANISER_SECURITY,
        params: EventParams,
        querystring: GuestQuery,
        response: { 200: GuestList, ...problems('unauthorized', 'not_your_role', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      const { event } = request.params;
      const { from, after } = request.query;
      if (from !== undefined && after !== undefined) throw invalid('after', 'is given instead of `from`');
      const office = await doorOfficeOf(offices, event);
      // Asked for first: what is read after it is at least as new.
      const { sequence } = office.seatMap;
      const found =
        after === undefined
          ? await withLedger(ledger.reservationsFrom(event, from ?? 0, PAGE + 1))
          : after > sequence
            ? undefined
            : await withLedger(ledger.reservationsTouched(event, after, PAGE + 1));
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

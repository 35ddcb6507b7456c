import { Type } from '@fastify/type-provider-typebox';
import { GuestList } from '@jari/contract';
import {
  agrees,
  firstHead,
  positionText,
  type ClaimedPosition,
  type Position,
} from '../../domain/log-chain.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { POSITION_OR_SEQUENCE, readPosition } from '../position-param.ts';
import { invalid } from '../problem.ts';
import type { RouteContext, Routes } from '../route-context.ts';
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
      Type.String({
        pattern: POSITION_OR_SEQUENCE,
        description:
          'Instead: only those that have changed after this position or, if you do not mind which history it is of, sequence.',
      }),
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
      preValidation: numbersIn('query', 'from'),
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
      const { epoch, sequence, head } = office.seatMap;
      const now = { epoch, sequence, head };
      const claim = after === undefined ? undefined : readPosition(after, epoch);
      const found =
        claim === undefined
          ? await withLedger(ledger.reservationsFrom(event, from ?? 0, PAGE + 1))
          : (await isTrue(claim, event, now, ledger))
            ? await withLedger(ledger.reservationsTouched(event, claim.sequence, PAGE + 1))
            : undefined;
      const isTooMuch = after !== undefined && (found === undefined || found.length > PAGE);
      const records = isTooMuch || found === undefined ? [] : found;
      const { hall } = office.seatMap;
      reply.header('cache-control', 'no-store');
      return {
        event,
        server_time: new Date(office.wallNow()).toISOString(),
        sequence,
        position: positionText(now),
        guests: records.slice(0, PAGE).map((record) => guestJson(record, hall)),
        next: records[PAGE]?.sequence ?? null,
        reload: isTooMuch,
      };
    },
  );
};

/** Whether what a door knows is of the history that there is: in another one the same numbers are others' reservations. */
async function isTrue(
  claim: ClaimedPosition,
  eventId: string,
  { epoch, sequence, head }: Position,
  ledger: RouteContext['ledger'],
): Promise<boolean> {
  if (claim.epoch !== epoch || claim.sequence > sequence) return false;
  if (claim.check === '') return true;
  if (claim.sequence === sequence) return agrees(claim, head);
  if (claim.sequence === 0) return agrees(claim, firstHead(epoch, eventId));
  const there = await withLedger(ledger.headAt(eventId, claim.sequence));
  return there !== undefined && agrees(claim, there);
}

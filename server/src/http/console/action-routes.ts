import { Type } from '@fastify/type-provider-typebox';
import { OrganiserActions, type OrganiserAction } from '@jari/contract';
import type { Change } from '../../domain/change.ts';
import { maskedUser } from '../../views/console-seats.ts';
import { officeOf } from '../event-office.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { reservationIdText } from '../reservations/reservation-id.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const PAGE_MAX = 200;
const PAGE = 50;
const ActionsQuery = Type.Object(
  {
    before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX })),
  },
  { additionalProperties: false },
);

/** `GET /admin/events/{event}/actions`: what organisers did to the seats, as it stands in the log. */
export const actionRoutes: Routes = (app, { allow, offices, records, settings }) => {
  app.get(
    '/admin/events/:event/actions',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      preValidation: numbersIn('query', 'before', 'limit'),
      schema: {
        operationId: 'listActions',
        tags: ['admin'],
        summary: 'What organisers did to seats, from the log, newest first',
        security: ORGANISER_SECURITY,
        params: EventParams,
        querystring: ActionsQuery,
        response: { 200: OrganiserActions, ...problems('unauthorized', 'not_your_role', 'not_found') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { event } = request.params;
      const { before = Number.MAX_SAFE_INTEGER, limit = PAGE } = request.query;
      const { logKey } = (await officeOf(offices, event)).seatMap;
      const found = await withLedger(records.organisersChanges(event, before, limit + 1));
      const changes = found.slice(0, limit);
      const last = found.length > limit ? changes.at(-1) : undefined;
      const actions = changes.map((change) => actionJson(change, event, logKey));
      return { event, actions, next_before: last?.sequence ?? null };
    },
  );
};

function actionJson(change: Change, event: string, logKey: string): OrganiserAction {
  const { sequence, at, actor, cause, seatIds } = change;
  const made = cause === 'reserved' ? sequence : cause === 'cancelled' ? change.reservation : undefined;
  return {
    sequence,
    at: new Date(at).toISOString(),
    actor,
    cause,
    seat_ids: [...seatIds],
    user: 'userId' in change ? maskedUser(change.userId, logKey) : null,
    reservation: made === undefined ? null : reservationIdText(event, made),
  };
}

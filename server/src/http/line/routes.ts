import { Type } from '@fastify/type-provider-typebox';
import { LineInput, MyLine, StoodInLine, type PlaceInLine } from '@jari/contract';
import type { LineAnswer, LineWish } from '../../domain/command.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { passOf, queuePassHeader } from '../admission/pass-of.ts';
import { officeOf } from '../event-office.ts';
import { refuseKey } from '../idempotency.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { factsOf, invalid, ProblemError, refuse } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, EventParams, problems } from '../schemas.ts';

const LeaveQuery = Type.Object(
  {
    entry: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Which place to give up; all of mine if left out' }),
    ),
  },
  { additionalProperties: false },
);

/** Where I stand in line for seats that are taken. */
export const lineRoutes: Routes = (app, { offices, identity, passes, doors }) => {
  app.get(
    '/events/:event/line',
    {
      schema: {
        operationId: 'getMyLine',
        tags: ['line'],
        summary: 'My places in the event’s line; waiting for nothing is no error',
        params: EventParams,
        response: { 200: MyLine, ...problems('missing_user', 'not_found') },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const { event } = request.params;
      const office = await officeOf(offices, event);
      reply.header('cache-control', 'no-store');
      const places = office.placesInLineOf(user.id).map(placeJson);
      return { event, line_length: office.seatMap.line.size, places };
    },
  );

  app.put(
    '/events/:event/line',
    {
      schema: {
        operationId: 'standInLine',
        tags: ['line'],
        summary: 'Stands in line for one taken seat, or for the best of some kind; harmless to repeat',
        params: EventParams,
        headers: Type.Object(queuePassHeader),
        body: LineInput,
        response: {
          200: StoodInLine,
          ...problems(
            ...COMMAND_REASONS,
            'not_on_sale',
            'not_admitted',
            'turn_missed',
            'seat_blocked',
            'nothing_to_wait_for',
            'limit_exceeded',
            'line_full',
            'contention',
          ),
        },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const user = identity.require(request);
      const { event } = request.params;
      const office = await officeOf(offices, event);
      const pass = passOf(request, office, user.id, { passes, doors });
      const wish = wishOf(request.body);
      const outcome = await office.submit({ kind: 'standInLine', userId: user.id, wish, pass });
      reply.header('cache-control', 'no-store');
      if (!isRefusal(outcome)) return { success: true as const, event, ...placeJson(outcome) };
      if (outcome.refused !== 'limit_exceeded') return refuse(outcome, event);
      throw new ProblemError('limit_exceeded', {
        ...factsOf(outcome, event),
        detail: 'You wait for as many things as one may here, or would have more seats than one may.',
      });
    },
  );

  app.delete(
    '/events/:event/line',
    {
      preValidation: numbersIn('query', 'entry'),
      schema: {
        operationId: 'leaveLine',
        tags: ['line'],
        summary: 'Gives up one of my places in line, or all; waiting for nothing is a success too',
        params: EventParams,
        querystring: LeaveQuery,
        response: { 204: Type.Null({ description: 'Given up.' }), ...problems(...COMMAND_REASONS) },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const user = identity.require(request);
      const { event } = request.params;
      const office = await officeOf(offices, event);
      const { entry } = request.query;
      const outcome = await office.submit({ kind: 'leaveLine', userId: user.id, entry });
      if (isRefusal(outcome)) return refuse(outcome, event);
      reply.code(204).send(null);
    },
  );
};

function wishOf({ seat_ids, best_available }: LineInput): LineWish {
  const seatId = seat_ids?.[0];
  if (seatId !== undefined && best_available === undefined) return { seatId };
  if (best_available === undefined || seatId !== undefined) {
    throw invalid('seat_ids', 'Send either seat_ids, with one seat, or best_available.');
  }
  const { quantity, category = null, together = true } = best_available;
  return { quantity, category, together };
}

function placeJson({ entry: { sequence, wish }, place }: LineAnswer): PlaceInLine {
  if ('seatId' in wish) return { entry: sequence, seat_ids: [wish.seatId], best_available: null, place };
  const { quantity, category, together } = wish;
  const best_available = category === null ? { quantity, together } : { quantity, category, together };
  return { entry: sequence, seat_ids: null, best_available, place };
}

import { Type } from '@fastify/type-provider-typebox';
import { Hold, HoldInput } from '@jari/contract';
import type { CommandOf, Pass } from '../../domain/command.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { passOf, queuePassHeader } from '../admission/pass-of.ts';
import { officeOf } from '../event-office.ts';
import { idempotencyKey, refuseKey } from '../idempotency.ts';
import { sendJson } from '../json-text.ts';
import { invalid } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, EventParams, IdempotencyHeaders, problems } from '../schemas.ts';
import { sendRefusal } from '../send-problem.ts';
import { holdJson } from './hold-json.ts';

/** My time-limited priority on seats. */
export const holdRoutes: Routes = (app, { offices, identity, passes, doors, limits, settings }) => {
  app.get(
    '/events/:event/hold',
    {
      schema: {
        operationId: 'getMyHold',
        tags: ['holds'],
        summary: 'My hold; holding nothing is no error',
        params: EventParams,
        response: {
          200: Hold,
          204: Type.Null({ description: 'You hold nothing.' }),
          ...problems('missing_user', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const office = await officeOf(offices, request.params.event);
      reply.header('cache-control', 'no-store');
      const found = office.holdOf(user.id);
      if (found === undefined) reply.code(204).send(null);
      else return holdJson(found, office);
    },
  );

  app.put(
    '/events/:event/hold',
    {
      schema: {
        operationId: 'putMyHold',
        tags: ['holds'],
        summary:
          'Makes my hold exactly these seats, or the best there are, all or nothing; harmless to repeat',
        params: EventParams,
        headers: Type.Object(queuePassHeader),
        body: HoldInput,
        response: {
          200: Hold,
          ...problems(
            ...COMMAND_REASONS,
            'not_on_sale',
            'not_admitted',
            'turn_missed',
            'already_reserved',
            'seat_blocked',
            'seat_held',
            'limit_exceeded',
            'leaves_single_seat',
            'not_together',
            'sold_out',
            'hold_expired',
            'contention',
            'rate_limited',
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
      limits.takeHold(request, user, pass !== undefined);
      const outcome = await office.submit<'hold' | 'holdBest'>(commandOf(request.body, user.id, pass));
      if (isRefusal(outcome)) sendRefusal(reply, outcome, event);
      else sendJson(reply, 200, holdJson(outcome, office));
    },
  );

  app.delete(
    '/events/:event/hold',
    {
      schema: {
        operationId: 'deleteMyHold',
        tags: ['holds'],
        summary: 'Gives my seats back; nothing to give back is a success too',
        params: EventParams,
        response: { 204: Type.Null({ description: 'Given back.' }), ...problems(...COMMAND_REASONS) },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const user = identity.require(request);
      const { event } = request.params;
      const office = await officeOf(offices, event);
      const outcome = await office.submit({ kind: 'release', userId: user.id });
      if (isRefusal(outcome)) sendRefusal(reply, outcome, event);
      else reply.code(204).send(null);
    },
  );

  app.post(
    '/events/:event/hold/extend',
    {
      schema: {
        operationId: 'extendMyHold',
        tags: ['holds'],
        summary: 'Adds the full time to what my hold has left, a limited number of times',
        params: EventParams,
        headers: IdempotencyHeaders,
        response: {
          200: Hold,
          ...problems(
            ...COMMAND_REASONS,
            'no_hold',
            'hold_expired',
            'limit_exceeded',
            'not_on_sale',
            'idempotency_mismatch',
            'contention',
          ),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const { event } = request.params;
      const office = await officeOf(offices, event);
      const key = idempotencyKey(user, request.headers['idempotency-key'], ['extend', event], settings);
      const outcome = await office.submit({ kind: 'extend', userId: user.id }, key);
      return isRefusal(outcome) ? sendRefusal(reply, outcome, event) : holdJson(outcome, office);
    },
  );
};

function commandOf(
  { seat_ids, best_available }: HoldInput,
  userId: string,
  pass: Pass | undefined,
): CommandOf<'hold' | 'holdBest'> {
  if (best_available === undefined && seat_ids !== undefined)
    return { kind: 'hold', userId, seatIds: seat_ids, pass };
  if (best_available === undefined || seat_ids !== undefined) {
    throw invalid('seat_ids', 'Send either seat_ids or best_available.');
  }
  const { together = true, ...wish } = best_available;
  return { kind: 'holdBest', userId, wish: { ...wish, together }, pass };
}

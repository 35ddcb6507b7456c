import { Type } from '@fastify/type-provider-typebox';
import { ReservationInput, ReservationResult } from '@jari/contract';
import { isRefusal } from '../../domain/refusal.ts';
import { passOf, queuePassHeader } from '../admission/pass-of.ts';
import { officeOf } from '../event-office.ts';
import { idempotencyKey } from '../idempotency.ts';
import { sendJson } from '../json-text.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, EventParams, IdempotencyHeaders, problems } from '../schemas.ts';
import { sendRefusal } from '../send-problem.ts';
import { draftReservation } from './draft.ts';
import { readPerson } from './person.ts';
import { newReservationJson } from './reservation-json.ts';

/** `POST /events/{event}/reservations`: from a hold to a confirmed record. */
export const confirmRoutes: Routes = (
  app,
  { offices, identity, random, doors, passes, limits, overload, settings },
) => {
  app.post(
    '/events/:event/reservations',
    {
      schema: {
        operationId: 'createReservation',
        tags: ['reservations'],
        summary: 'Confirms my hold or, with `seat_ids` and no hold, takes those seats in one step',
        params: EventParams,
        headers: Type.Object({ ...IdempotencyHeaders.properties, ...queuePassHeader }),
        body: ReservationInput,
        response: {
          201: ReservationResult,
          ...problems(
            ...COMMAND_REASONS,
            'idempotency_mismatch',
            'not_on_sale',
            'not_admitted',
            'turn_missed',
            'no_hold',
            'hold_expired',
            'already_reserved',
            'seat_blocked',
            'seat_held',
            'limit_exceeded',
            'leaves_single_seat',
            'contention',
            'intentional_failure',
            'rate_limited',
          ),
        },
      },
      // The address does not say whether this keeps what somebody has, or takes seats like everybody else's.
      preParsing: (request, _reply, _payload, done) => {
        const { event } = request.params;
        if (overload.isTooMuch('take', event)) {
          const user = identity.find(request);
          const hasPlace = user !== undefined && offices.peek(event)?.seatMap.place(user.id) !== undefined;
          if (!hasPlace) overload.refuseLate('take', event);
        }
        done();
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const { event } = request.params;
      const person = readPerson(request.body);
      const office = await officeOf(offices, event);
      const seatIds = request.body.seat_ids?.toSorted((a, b) => a - b);
      const wish = ['confirm', event, person.userName, person.phone, seatIds] as const;
      const key = idempotencyKey(user, request.headers['idempotency-key'], wish, settings);
      const reservation = draftReservation(random, person, office.seatMap.event);
      const pass = passOf(request, office, user.id, { passes, doors });
      // Who has something here confirms it, or asks again for an answer that was lost.
      const isNew = office.seatMap.place(user.id) === undefined;
      if (isNew && seatIds !== undefined) limits.takeDirectly(request, user, pass !== undefined);
      const command = { kind: 'confirm', userId: user.id, seatIds, reservation, pass } as const;
      const outcome = await office.submit(command, key);
      if (isRefusal(outcome)) return sendRefusal(reply, outcome, event);
      doors.finish(office, user.id);
      const made = newReservationJson(outcome, person, office.seatMap);
      return sendJson<ReservationResult>(reply, 201, { success: true, reservation: made });
    },
  );
};

import { Type } from '@fastify/type-provider-typebox';
import { FcfsInput, FcfsResult } from '@jari/contract';
import { isRefusal } from '../../domain/refusal.ts';
import { passOf, queuePassHeader } from '../admission/pass-of.ts';
import { DEFAULT_EVENT, officeOf } from '../event-office.ts';
import { idempotencyKey } from '../idempotency.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, IdempotencyHeaders, problems } from '../schemas.ts';
import { sendRefusal } from '../send-problem.ts';
import { draftReservation } from './draft.ts';
import { readPerson } from './person.ts';
import { newReservationJson } from './reservation-json.ts';

/** `POST /seats/reservation/fcfs`: the brief's assignment without choice. */
export const fcfsRoutes: Routes = (app, { offices, identity, random, doors, passes, limits, settings }) => {
  app.post(
    '/seats/reservation/fcfs',
    {
      schema: {
        operationId: 'reserveFirstFreeSeat',
        tags: ['reservations'],
        summary: 'First come, first served: assigns the first free seat of `default`, once per user',
        headers: Type.Object({ ...IdempotencyHeaders.properties, ...queuePassHeader }),
        body: FcfsInput,
        response: {
          200: FcfsResult,
          ...problems(
            ...COMMAND_REASONS,
            'idempotency_mismatch',
            'not_on_sale',
            'not_admitted',
            'turn_missed',
            'duplicate',
            'limit_exceeded',
            'sold_out',
            'contention',
            'intentional_failure',
            'rate_limited',
          ),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const person = readPerson(request.body);
      const office = await officeOf(offices, DEFAULT_EVENT);
      const wish = ['fcfs', DEFAULT_EVENT, person.userName, person.phone] as const;
      const key = idempotencyKey(user, request.headers['idempotency-key'], wish, settings);
      const reservation = draftReservation(random, person, office.seatMap.event);
      const pass = passOf(request, office, user.id, { passes, doors });
      const isNew = office.seatMap.place(user.id) === undefined;
      if (isNew) limits.takePart(request, user, pass !== undefined);
      const outcome = await office.submit({ kind: 'assignAny', userId: user.id, reservation, pass }, key);
      if (isRefusal(outcome)) return sendRefusal(reply, outcome, DEFAULT_EVENT);
      doors.finish(office, user.id);
      const { hall } = office.seatMap;
      const [seatId = 0] = outcome.seatIds;
      return {
        success: true as const,
        seat: { id: seatId, status: true, label: hall.label(seatId) },
        sequence: outcome.sequence,
        remaining_seats: outcome.remainingSeats,
        reservation: newReservationJson(outcome, person, office.seatMap),
      };
    },
  );
};

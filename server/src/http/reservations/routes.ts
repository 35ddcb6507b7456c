import { FcfsInput, FcfsResult, ReservationInput, ReservationList, ReservationResult } from '@jari/contract';
import { Type } from '@fastify/type-provider-typebox';
import { isRefusal } from '../../domain/refusal.ts';
import type { Random } from '../../ports/random.ts';
import type { ReservationDraft } from '../../domain/command.ts';
import { seatLabel } from '../../domain/event.ts';
import { DEFAULT_EVENT, officeOf } from '../event-office.ts';
import { idempotencyKey } from '../idempotency.ts';
import type { User } from '../identity/user.ts';
import { ProblemError, refuse } from '../problem.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { COMMAND_REASONS, EventParams, IdempotencyHeaders, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { readPerson, type Person } from './person.ts';
import { newReservationJson, recordJson } from './reservation-json.ts';
import type { ReservationRecord } from '../../ports/ledger.ts';

// Not a format: whatever is no reservation's id is simply not found, so that nothing can be learnt by trying.
const ReservationParams = Type.Object({ id: Type.String() });
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Confirmed records: making them, looking at mine, cancelling mine. */
export const reservationRoutes: Routes = (app, context) => {
  addConfirm(app, context);
  addFcfs(app, context);
  addMine(app, context);
};

function addConfirm(app: App, { offices, identity, random }: RouteContext): void {
  app.post(
    '/events/:event/reservations',
    {
      schema: {
        operationId: 'createReservation',
        tags: ['reservations'],
        summary: 'Confirms my hold or, with `seat_ids` and no hold, takes those seats in one step',
        params: EventParams,
        headers: IdempotencyHeaders,
        body: ReservationInput,
        response: {
          201: ReservationResult,
          ...problems(
            ...COMMAND_REASONS,
            'idempotency_mismatch',
            'not_on_sale',
            'no_hold',
            'hold_expired',
            'already_reserved',
            'seat_blocked',
            'seat_held',
            'limit_exceeded',
            'contention',
            'intentional_failure',
          ),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const { event } = request.params;
      const person = readPerson(request.body);
      const office = await officeOf(offices, event);
      const seatIds = request.body.seat_ids?.toSorted((a, b) => a - b);
      const wish = ['confirm', event, person.userName, person.phone, seatIds] as const;
      const key = idempotencyKey(user, request.headers['idempotency-key'], wish);
      const reservation = draftReservation(random, person);
      const outcome = await office.submit({ kind: 'confirm', userId: user.id, seatIds, reservation }, key);
      if (isRefusal(outcome)) refuse(outcome);
      reply.code(201);
      return {
        success: true as const,
        reservation: newReservationJson(outcome, person, office.seatMap.event),
      };
    },
  );
}

function addFcfs(app: App, { offices, identity, random }: RouteContext): void {
  app.post(
    '/seats/reservation/fcfs',
    {
      schema: {
        operationId: 'reserveFirstFreeSeat',
        tags: ['reservations'],
        summary: 'First come, first served: assigns the first free seat of `default`, once per user',
        headers: IdempotencyHeaders,
        body: FcfsInput,
        response: {
          200: FcfsResult,
          ...problems(
            ...COMMAND_REASONS,
            'idempotency_mismatch',
            'not_on_sale',
            'duplicate',
            'limit_exceeded',
            'sold_out',
            'contention',
            'intentional_failure',
          ),
        },
      },
    },
    async (request) => {
      const user = identity.require(request);
      const person = readPerson(request.body);
      const office = await officeOf(offices, DEFAULT_EVENT);
      const wish = ['fcfs', DEFAULT_EVENT, person.userName, person.phone] as const;
      const key = idempotencyKey(user, request.headers['idempotency-key'], wish);
      const reservation = draftReservation(random, person);
      const outcome = await office.submit({ kind: 'assignAny', userId: user.id, reservation }, key);
      if (isRefusal(outcome)) refuse(outcome);
      const { event } = office.seatMap;
      const [seatId = 0] = outcome.seatIds;
      return {
        success: true as const,
        seat: { id: seatId, status: true, label: seatLabel(seatId, event.seatsPerRow) },
        sequence: outcome.sequence,
        remaining_seats: outcome.remainingSeats,
        reservation: newReservationJson(outcome, person, event),
      };
    },
  );
}

function addMine(app: App, { offices, ledger, identity }: RouteContext): void {
  /** The reservation, if it is the user's; another's does not exist as far as anybody can tell. */
  const findMine = async (user: User, id: string): Promise<ReservationRecord> => {
    const record = UUID.test(id) ? await withLedger(ledger.findReservation(id)) : undefined;
    if (record?.userId !== user.id) throw new ProblemError('not_found');
    return record;
  };
  const toJson = async (record: ReservationRecord) =>
    recordJson(record, (await officeOf(offices, record.eventId)).seatMap.event);

  app.get(
    '/me/reservations',
    {
      schema: {
        operationId: 'listMyReservations',
        tags: ['reservations'],
        summary: 'My reservations in all events, newest first, cancelled ones included',
        response: { 200: ReservationList, ...problems('missing_user') },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const records = await withLedger(ledger.reservationsOf(user.id));
      reply.header('cache-control', 'no-store');
      return { reservations: await Promise.all(records.map(toJson)) };
    },
  );

  app.get(
    '/reservations/:id',
    {
      schema: {
        operationId: 'getReservation',
        tags: ['reservations'],
        summary: 'One of my reservations',
        params: ReservationParams,
        response: { 200: ReservationResult, ...problems('missing_user', 'not_found') },
      },
    },
    async (request, reply) => {
      const record = await findMine(identity.require(request), request.params.id);
      reply.header('cache-control', 'no-store');
      return { success: true as const, reservation: await toJson(record) };
    },
  );

  app.delete(
    '/reservations/:id',
    {
      schema: {
        operationId: 'cancelReservation',
        tags: ['reservations'],
        summary: 'Cancels one of my reservations and frees its seats; harmless to repeat',
        params: ReservationParams,
        response: { 200: ReservationResult, ...problems(...COMMAND_REASONS, 'contention') },
      },
    },
    async (request) => {
      const user = identity.require(request);
      const record = await findMine(user, request.params.id);
      if (record.cancelledAt === null) {
        const { eventId, reservationId } = record;
        const office = await officeOf(offices, eventId);
        const outcome = await office.submit({ kind: 'cancel', userId: user.id, reservationId });
        if (isRefusal(outcome)) refuse(outcome);
      }
      return {
        success: true as const,
        reservation: { ...(await toJson(record)), status: 'cancelled' as const },
      };
    },
  );
}

/** Ids and the lot are drawn here, because deciding is pure. */
export function draftReservation(random: Random, person: Person): ReservationDraft {
  return {
    reservationId: random.reservationId(),
    code: random.reservationCode(),
    userName: person.userName,
    phone: person.phone,
    lot: random.draw(),
  };
}

import { Type } from '@fastify/type-provider-typebox';
import { ReservationList, ReservationResult } from '@jari/contract';
import { isRefusal } from '../../domain/refusal.ts';
import { proofText } from '../../domain/log-chain.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import { officeOf } from '../event-office.ts';
import { refuseKey } from '../idempotency.ts';
import type { User } from '../identity/user.ts';
import { ProblemError, refuse } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { parseReservationId } from './reservation-id.ts';
import { recordJson } from './reservation-json.ts';

// Not a format: whatever is no reservation's id is simply not found, so that nothing can be learnt by trying.
const ReservationParams = Type.Object({ id: Type.String() });

/** Looking at my reservations, and cancelling them. */
export const myReservationRoutes: Routes = (app, { offices, ledger, identity, cancelReasons, tickets }) => {
  /** The reservation, if it is the user's; another's does not exist as far as anybody can tell. */
  const findMine = async (user: User, text: string): Promise<ReservationRecord> => {
    const id = parseReservationId(text);
    const record = id === undefined ? undefined : await withLedger(ledger.findReservation(id));
    if (record?.userId !== user.id) throw new ProblemError('not_found');
    return record;
  };
  const toJson = async (record: ReservationRecord) =>
    recordJson(record, (await officeOf(offices, record.eventId)).seatMap);

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
      const { eventId, sequence, code, seatIds } = record;
      const [head, reason] = await withLedger(
        Promise.all([ledger.headAt(eventId, sequence), cancelReasons.find(eventId, sequence)]),
      );
      const ticket = tickets.write({ eventId, reservation: sequence, code, seatIds });
      const reservation = {
        ...(await toJson(record)),
        ...(record.cancelledAt === null ? { ticket } : {}),
        ...(reason === undefined ? {} : { cancel_reason: reason }),
      };
      if (head === undefined) return { success: true as const, reservation };
      const { epoch } = (await officeOf(offices, eventId)).seatMap;
      const proof = proofText({ epoch, sequence, head });
      return { success: true as const, reservation: { ...reservation, proof } };
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
      refuseKey(request);
      const user = identity.require(request);
      const record = await findMine(user, request.params.id);
      if (record.cancelledAt === null) {
        const { eventId, sequence: reservation } = record;
        const office = await officeOf(offices, eventId);
        const outcome = await office.submit({ kind: 'cancel', userId: user.id, reservation });
        if (isRefusal(outcome)) refuse(outcome, eventId);
      }
      return {
        success: true as const,
        reservation: { ...(await toJson(record)), status: 'cancelled' as const },
      };
    },
  );
};

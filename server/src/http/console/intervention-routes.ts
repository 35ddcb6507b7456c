import { Type } from '@fastify/type-provider-typebox';
import { CancellationInput, DeskSale, HoldsRelease, Intervention, ReservationResult } from '@jari/contract';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { DESK_PREFIX, maskedUser } from '../../views/console-seats.ts';
import { officeOf } from '../event-office.ts';
import { idempotencyKey, refuseKey } from '../idempotency.ts';
import { actorOf, organiserOf } from '../organisers/organiser-of.ts';
import { invalid, ProblemError, refuse } from '../problem.ts';
import { draftReservation } from '../reservations/draft.ts';
import { readPerson } from '../reservations/person.ts';
import { parseReservationId } from '../reservations/reservation-id.ts';
import { newReservationJson } from '../reservations/reservation-json.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { EventParams, IdempotencyHeaders, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { readReason } from './reason-text.ts';

const ReservationParams = Type.Object({ ...EventParams.properties, id: Type.String() });
const shared = { tags: ['admin'], security: ORGANISER_SECURITY };
/** How many of the house's latest changes are looked through for one that has just been made. */
const LATEST_CHANGES = 200;

/** What those who work there do to what people have, and for people who stand before them. */
export const interventionRoutes: Routes = (app, context) => {
  addRelease(app, context);
  addSale(app, context);
  addCancellation(app, context);
};

function addRelease(app: App, { allow, offices, cancelReasons, trail, settings }: RouteContext): void {
  app.post(
    '/admin/events/:event/holds/release',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'releaseHolds',
        summary: 'Ends holds, of some seats or of one user, who is told at once',
        params: EventParams,
        body: HoldsRelease,
        response: {
          200: Intervention,
          ...problems('unauthorized', 'not_your_role', 'not_found', 'contention'),
        },
      },
    },
    async (request) => {
      refuseKey(request);
      const { event: eventId } = request.params;
      const office = await officeOf(offices, eventId);
      const reason = readReason(request.body.reason);
      const of = heldBy(office, request.body);
      const standing = office.holdsAmong(of);
      // Before, so that whoever hears that it is ended finds why.
      const why = { reason, at: office.wallNow(), afterSequence: office.seatMap.sequence };
      await withLedger(cancelReasons.putForHolds(eventId, standing, why));
      const outcome = await office.submit({ kind: 'endHolds', by: organiserOf(request).name, of });
      const ended = isRefusal(outcome) ? [] : outcome.ended;
      if (!isDeepStrictEqual(ended, standing)) {
        // Meanwhile somebody took more. Of whoever kept what they held the log says so.
        await withLedger(cancelReasons.putForHolds(eventId, ended, why));
      }
      if (isRefusal(outcome)) refuse(outcome, eventId);
      const seat_ids = ended.flatMap(({ seatIds }) => seatIds).toSorted((a, b) => a - b);
      const detail = { reason, seat_ids };
      await withLedger(trail.note({ actor: actorOf(request), action: 'holds.released', eventId, detail }));
      return { success: true as const, changes: outcome.changeCount, seat_ids };
    },
  );
}

function heldBy(
  { seatMap }: BoxOffice,
  { seat_ids: seatIds, user }: HoldsRelease,
): { readonly seatIds: readonly number[] } | { readonly userId: string } {
  if (seatIds !== undefined && user === undefined) return { seatIds };
  if (user === undefined || seatIds !== undefined) {
    throw invalid('seat_ids', 'or user: exactly one of the two is needed');
  }
  for (const { userId } of seatMap.allHolds()) {
    if (maskedUser(userId, seatMap.logKey) === user) return { userId };
  }
  throw new ProblemError('not_found', { detail: 'This user holds nothing here, or nothing any more.' });
}

function addSale(app: App, { allow, offices, random, settings }: RouteContext): void {
  app.post(
    '/admin/events/:event/reservations',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('desk'),
      schema: {
        ...shared,
        operationId: 'sellAtDesk',
        summary: 'Sells seats at the desk; neither limits nor the sale’s times bind it',
        params: EventParams,
        headers: IdempotencyHeaders,
        body: DeskSale,
        response: {
          201: ReservationResult,
          ...problems(
            ...([
              'unauthorized',
              'not_your_role',
              'not_found',
              'idempotency_mismatch',
              'contention',
            ] as const),
            ...(['already_reserved', 'seat_blocked', 'seat_held'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const { event: eventId } = request.params;
      const { name } = organiserOf(request);
      const person = readPerson(request.body);
      const seatIds = request.body.seat_ids.toSorted((a, b) => a - b);
      const office = await officeOf(offices, eventId);
      const sentKey = request.headers['idempotency-key'];
      // Each sale is somebody else's, also to the box office; what is sent again is the same person's.
      const userId = `${DESK_PREFIX}${name}:${sentKey ?? randomUUID()}`;
      const wish = ['sellAtDesk', eventId, person.userName, person.phone, seatIds] as const;
      const key = idempotencyKey({ id: userId }, sentKey, wish, settings);
      const reservation = draftReservation(random, person, office.seatMap.event);
      const command = { kind: 'sellAtDesk', by: name, userId, seatIds, reservation } as const;
      const outcome = await office.submit(command, key);
      if (isRefusal(outcome)) refuse(outcome, eventId);
      reply.code(201).header('cache-control', 'no-store');
      return { success: true as const, reservation: newReservationJson(outcome, person, office.seatMap) };
    },
  );
}

function addCancellation(app: App, context: RouteContext): void {
  const { allow, offices, ledger, records, cancelReasons, trail, settings } = context;
  /** Whether somebody of the house has just taken seats from a reservation, as the log says. */
  const hasBeenTaken = async (eventId: string, reservation: number): Promise<boolean> => {
    const latest = records.organisersChanges(eventId, Number.MAX_SAFE_INTEGER, LATEST_CHANGES);
    return (await withLedger(latest)).some(
      (change) => change.cause === 'cancelled' && change.reservation === reservation,
    );
  };
  app.delete(
    '/admin/events/:event/reservations/:id',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('desk'),
      schema: {
        ...shared,
        operationId: 'cancelForVisitor',
        summary: 'Cancels somebody’s reservation, whole or in part; they are told the reason',
        params: ReservationParams,
        body: CancellationInput,
        response: {
          200: Intervention,
          ...problems('unauthorized', 'not_your_role', 'not_found', 'contention'),
        },
      },
    },
    async (request) => {
      refuseKey(request);
      const { event: eventId, id } = request.params;
      const office = await officeOf(offices, eventId);
      const reason = readReason(request.body.reason);
      const parsed = parseReservationId(id);
      const record = parsed === undefined ? undefined : await withLedger(ledger.findReservation(parsed));
      if (record?.eventId !== eventId) {
        throw new ProblemError('not_found', { detail: 'This event has no such reservation.' });
      }
      const { userId, sequence: reservation } = record;
      const formerReason = await withLedger(cancelReasons.find(eventId, reservation));
      if (record.cancelledAt !== null) {
        // Perhaps by this very request, whose answer was lost, and with it the reason.
        if (formerReason === undefined && (await hasBeenTaken(eventId, reservation))) {
          await withLedger(cancelReasons.put(eventId, reservation, reason));
        }
        return { success: true as const, changes: 0, seat_ids: [] };
      }
      const seatIds = request.body.seat_ids;
      // Before, so that whoever hears that it is cancelled finds why.
      await withLedger(cancelReasons.put(eventId, reservation, reason));
      const by = organiserOf(request).name;
      const outcome = await office.submit({ kind: 'cancelFor', by, userId, reservation, seatIds });
      if (isRefusal(outcome) || outcome.changeCount === 0) {
        // Nothing was taken, or somebody was quicker. Some of its seats may have been taken before, for another reason.
        if (formerReason !== undefined) {
          await withLedger(cancelReasons.put(eventId, reservation, formerReason));
        } else if (!(await hasBeenTaken(eventId, reservation))) {
          await withLedger(cancelReasons.withdraw(eventId, reservation));
        }
      }
      if (isRefusal(outcome)) refuse(outcome, eventId);
      const ended = outcome.changeCount === 0 ? [] : (seatIds ?? record.seatIds);
      const detail = { reason, reservation: id, seat_ids: ended };
      const action = 'reservation.cancelled';
      await withLedger(trail.note({ actor: actorOf(request), action, eventId, detail }));
      return { success: true as const, changes: outcome.changeCount, seat_ids: [...ended] };
    },
  );
}

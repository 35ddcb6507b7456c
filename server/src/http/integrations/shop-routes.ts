import { Type } from '@fastify/type-provider-typebox';
import {
  EventList,
  Hold,
  HoldTokenInput,
  HoldTokenText,
  ReservationInput,
  ReservationResult,
} from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { seatCountOf } from '../../domain/hall-layout.ts';
import { lowestPrice } from '../../domain/prices.ts';
import { isRefusal } from '../../domain/refusal.ts';
import type { ApiKey } from '../../ports/integrations.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import { eventJson } from '../../views/event-json.ts';
import { officeOf } from '../event-office.ts';
import { holdJson } from '../holds/hold-json.ts';
import { idempotencyKey, refuseKey } from '../idempotency.ts';
import { invalid, ProblemError, refuse } from '../problem.ts';
import { draftReservation } from '../reservations/draft.ts';
import { readPerson } from '../reservations/person.ts';
import { parseReservationId } from '../reservations/reservation-id.ts';
import { newReservationJson, recordJson } from '../reservations/reservation-json.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { EventParams, IdempotencyHeaders, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { refuseOtherEvents } from './integrator-guard.ts';

const ReservationParams = Type.Object({ id: Type.String() });
const { user_name, phone } = ReservationInput.properties;
const BookingInput = Type.Object(
  { hold_token: HoldTokenText, user_name, phone },
  { additionalProperties: false },
);
const security = [{ apiKey: [] }];
const tags = ['integrations'];
const KEY_REASONS = ['unauthorized', 'forbidden', 'rate_limited', 'not_found'] as const;

/** What a shop's server does with its key, for the visitor whose hold token it was given. */
export const shopRoutes: Routes = (app, context) => {
  addHolds(app, context);
  addReservations(app, context);
  addEvents(app, context);
};

function addHolds(app: App, context: RouteContext): void {
  const { integrators } = context;
  app.post(
    '/integrations/events/:event/reservations',
    {
      preParsing: integrators.allow('reservations:write'),
      schema: {
        operationId: 'createReservationForHold',
        tags,
        summary: 'Confirms what a visitor holds, once they have paid',
        description: 'An `Idempotency-Key` is required: nobody who has paid may be left without an answer.',
        security,
        params: EventParams,
        headers: IdempotencyHeaders,
        body: BookingInput,
        response: {
          201: ReservationResult,
          ...problems(
            ...KEY_REASONS,
            ...([
              'idempotency_mismatch',
              'not_on_sale',
              'no_hold',
              'hold_expired',
              'limit_exceeded',
            ] as const),
            ...(['leaves_single_seat', 'contention', 'too_large'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const integration = integrators.of(request);
      const { event } = request.params;
      const given = request.headers['idempotency-key'];
      if (given === undefined) throw invalid('idempotency-key', 'is required: make one for each payment');
      const person = readPerson(request.body);
      const { office, userId, isOver } = await holderOf(context, integration, event, request.body.hold_token);
      const wish = ['confirmForHold', event, person.userName, person.phone] as const;
      const key = idempotencyKey({ id: userId }, keyOf(integration, given), wish, context.settings);
      // Whoever has no answer asks again for a day, and may have been away for longer than the token is good.
      const isKnown = key !== undefined && office.hasSucceeded(key);
      if (isOver && !isKnown) throw new ProblemError('hold_expired');
      // The intentional failure is meant for the audience; who has paid has had their lot.
      const reservation = { ...draftReservation(context.random, person, office.seatMap.event), lot: 1 };
      const through = integration.name;
      const outcome = await office.submit(
        { kind: 'confirm', userId, seatIds: undefined, reservation, through },
        key,
      );
      if (isRefusal(outcome)) refuse(outcome, event);
      context.doors.finish(office, userId);
      reply.code(201).header('cache-control', 'no-store');
      return { success: true as const, reservation: newReservationJson(outcome, person, office.seatMap) };
    },
  );

  app.post(
    '/integrations/events/:event/holds/extend',
    {
      preParsing: integrators.allow('holds:extend'),
      schema: {
        operationId: 'extendHoldForShop',
        tags,
        summary: 'Gives a visitor who is paying more time, as often as the event’s rules allow',
        security,
        params: EventParams,
        headers: IdempotencyHeaders,
        body: HoldTokenInput,
        response: {
          200: Hold,
          ...problems(
            ...KEY_REASONS,
            ...(['no_hold', 'hold_expired', 'limit_exceeded', 'not_on_sale'] as const),
            ...(['idempotency_mismatch', 'contention'] as const),
          ),
        },
      },
    },
    async (request) => {
      const integration = integrators.of(request);
      const { event } = request.params;
      const { office, userId, isOver } = await holderOf(context, integration, event, request.body.hold_token);
      if (isOver) throw new ProblemError('hold_expired');
      const given = request.headers['idempotency-key'];
      const key = idempotencyKey(
        { id: userId },
        given === undefined ? undefined : keyOf(integration, given),
        ['extendForShop', event],
        context.settings,
      );
      const outcome = await office.submit({ kind: 'extend', userId, through: integration.name }, key);
      return isRefusal(outcome) ? refuse(outcome, event) : holdJson(outcome, office);
    },
  );
}

function addReservations(app: App, context: RouteContext): void {
  const { integrators, offices } = context;
  const toJson = async (record: ReservationRecord) =>
    recordJson(record, (await officeOf(offices, record.eventId)).seatMap);

  app.get(
    '/integrations/reservations/:id',
    {
      preParsing: integrators.allow('reservations:read'),
      schema: {
        operationId: 'getReservationOfShop',
        tags,
        summary: 'A reservation that this integration has made',
        security,
        params: ReservationParams,
        response: { 200: ReservationResult, ...problems(...KEY_REASONS) },
      },
    },
    async (request, reply) => {
      const record = await findOwn(context, integrators.of(request), request.params.id);
      reply.header('cache-control', 'no-store');
      return { success: true as const, reservation: await toJson(record) };
    },
  );

  app.delete(
    '/integrations/reservations/:id',
    {
      preParsing: integrators.allow('reservations:write'),
      schema: {
        operationId: 'cancelReservationOfShop',
        tags,
        summary: 'Cancels a reservation that this integration has made; harmless to repeat',
        security,
        params: ReservationParams,
        response: { 200: ReservationResult, ...problems(...KEY_REASONS, 'contention') },
      },
    },
    async (request) => {
      refuseKey(request);
      const integration = integrators.of(request);
      const record = await findOwn(context, integration, request.params.id);
      const { eventId, userId, sequence: reservation } = record;
      if (record.cancelledAt === null) {
        const office = await officeOf(offices, eventId);
        const through = integration.name;
        const outcome = await office.submit({ kind: 'cancel', userId, reservation, through });
        if (isRefusal(outcome)) refuse(outcome, eventId);
      }
      const cancelled = { ...(await toJson(record)), status: 'cancelled' as const };
      return { success: true as const, reservation: cancelled };
    },
  );
}

function addEvents(app: App, { integrators, offices, settings }: RouteContext): void {
  app.get(
    '/integrations/events',
    {
      preParsing: integrators.allow('events:read'),
      schema: {
        operationId: 'listEventsOfShop',
        tags,
        summary: 'The events that this key is for, with prices and what is left',
        security,
        response: { 200: EventList, ...problems(...KEY_REASONS) },
      },
    },
    async (request) => {
      const { events: names } = integrators.of(request);
      const all = await withLedger(offices.listed.all());
      const wallNow = offices.wallNow();
      const wanted = all.filter(({ eventId, rules }) =>
        names === null ? rules.isRehearsal !== true : names.includes(eventId),
      );
      return {
        events: wanted.map((event) => ({
          ...eventJson(event, settings.timeZone, wallNow),
          seat_count: seatCountOf(event.layout),
          seats_left: offices.listed.availableCount(event),
          price_from: lowestPrice(event.prices) ?? null,
        })),
      };
    },
  );
}

/** Whose hold it is about, and whether the token is over. Refuses one that is forged, or another event's. */
async function holderOf(
  { holdTokens, offices }: Pick<RouteContext, 'holdTokens' | 'offices'>,
  integration: ApiKey,
  eventId: string,
  token: string,
): Promise<{ readonly office: BoxOffice; readonly userId: string; readonly isOver: boolean }> {
  refuseOtherEvents(integration, eventId);
  const facts = holdTokens.read(token);
  if (facts?.eventId !== eventId) throw invalid('hold_token', 'is no hold token of this event');
  const office = await officeOf(offices, eventId);
  return { office, userId: facts.userId, isOver: facts.endsAtMs <= office.wallNow() };
}

/**
 * The reservation, if this integration has made it, as the log says; any other does not exist for it. So a key that
 * got lost shows the customers of one shop and of no other.
 */
async function findOwn(
  { ledger }: Pick<RouteContext, 'ledger'>,
  integration: ApiKey,
  text: string,
): Promise<ReservationRecord> {
  const id = parseReservationId(text);
  const record = id === undefined ? undefined : await withLedger(ledger.findReservation(id));
  const { events } = integration;
  // In the same words, so that nobody learns which reservations there are in events that the key is not for.
  if (record === undefined || events?.includes(record.eventId) === false) throw new ProblemError('not_found');
  const made = await withLedger(ledger.recall(record.eventId, record.sequence));
  if (made?.change.actor !== `integration:${integration.name}`) throw new ProblemError('not_found');
  return record;
}

/** A shop's keys are no visitor's: the same text sent by both is two keys. */
function keyOf({ name }: ApiKey, given: string): string {
  return `integration ${name} ${given}`;
}

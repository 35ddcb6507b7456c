import { Type } from '@fastify/type-provider-typebox';
import { EventDetails, EventInput, Seat, SeatIds } from '@jari/contract';
import { isRefusal } from '../../domain/refusal.ts';
import { eventJson } from '../../views/event-json.ts';
import { emptyEvent } from '../events/empty-event.ts';
import { conditionOf, NewEventConditionHeaders, tag } from '../events/event-version.ts';
import { keepEvent } from '../events/keep-event.ts';
import { readEvent } from '../events/read-event.ts';
import { DEFAULT_EVENT, officeOf } from '../event-office.ts';
import { refuseKey } from '../idempotency.ts';
import { DESK_USER_ID } from '../identity/user.ts';
import { actorOf, organiserOf } from '../organisers/organiser-of.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { refuse } from '../problem.ts';
import { draftReservation } from '../reservations/draft.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { Done, EventParams, ORGANISER_SECURITY, problems, SeatParams } from '../schemas.ts';
import { seatJson } from '../seats/seat-json.ts';
import { withLedger } from '../with-ledger.ts';

const SeatInput = Type.Object({ status: Type.Boolean() }, { additionalProperties: false });
const BlockInput = Type.Object({ seat_ids: SeatIds }, { additionalProperties: false });
const security = ORGANISER_SECURITY;
const DESK = { userName: 'Box office', phone: '' };

/** The organiser's routes. */
export const adminRoutes: Routes = (app, context) => {
  addSeats(app, context);
  addEvents(app, context);
};

function addSeats(app: App, context: RouteContext): void {
  const { offices, random, allow, settings } = context;
  const config = { rateLimit: { max: settings.coldRequestsPerMinute } };

  app.put(
    '/seats/:id',
    {
      config,
      preParsing: allow('organiser'),
      preValidation: numbersIn('params', 'id'),
      schema: {
        operationId: 'putDefaultSeat',
        tags: ['admin'],
        summary: 'Reserves a seat of `default` at the desk, or frees it',
        security,
        params: SeatParams,
        body: SeatInput,
        response: {
          200: Seat,
          ...problems('not_your_role', 'not_found', 'seat_held', 'seat_blocked', 'contention'),
        },
      },
    },
    async (request) => {
      refuseKey(request);
      const seatId = request.params.id;
      const office = await officeOf(offices, DEFAULT_EVENT);
      seatJson(office, seatId);
      // The intentional failure is meant for the audience; the organiser's lot always wins.
      const reservation = { ...draftReservation(random, DESK, office.seatMap.event), lot: 1 };
      const outcome = request.body.status
        ? await office.submit({
            kind: 'reserveForDesk',
            by: organiserOf(request).name,
            userId: DESK_USER_ID,
            seatId,
            reservation,
          })
        : await office.submit({ kind: 'free', by: organiserOf(request).name, seatId });
      return isRefusal(outcome) ? refuse(outcome, DEFAULT_EVENT) : seatJson(office, seatId);
    },
  );

  app.post(
    '/seats/reset',
    {
      config,
      preParsing: allow('organiser'),
      schema: {
        operationId: 'resetDefaultHall',
        tags: ['admin'],
        summary: 'Empties the hall of `default` and forgets its queue numbers; blocked seats stay blocked',
        security,
        response: { 200: Done, ...problems('not_your_role', 'contention') },
      },
    },
    async (request) => {
      const office = await officeOf(offices, DEFAULT_EVENT);
      const changes = await emptyEvent(context, office, organiserOf(request).name);
      return { success: true as const, changes };
    },
  );

  for (const kind of ['block', 'unblock'] as const) {
    app.post(
      `/events/:event/seats/${kind}`,
      {
        config,
        preParsing: allow('organiser'),
        schema: {
          operationId: `${kind}Seats`,
          tags: ['admin'],
          summary: kind === 'block' ? 'Takes free seats off sale' : 'Puts blocked seats back on sale',
          security,
          params: EventParams,
          body: BlockInput,
          response: {
            200: Done,
            ...problems('not_your_role', 'not_found', 'already_reserved', 'seat_held', 'contention'),
          },
        },
      },
      async (request) => {
        const { event } = request.params;
        const office = await officeOf(offices, event);
        const outcome = await office.submit({
          kind,
          by: organiserOf(request).name,
          seatIds: request.body.seat_ids,
        });
        return isRefusal(outcome)
          ? refuse(outcome, event)
          : { success: true as const, changes: outcome.changeCount };
      },
    );
  }
}

function addEvents(app: App, context: RouteContext): void {
  const { offices, ledger, random, doors, trail, allow, settings } = context;
  app.put(
    '/events/:event',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        operationId: 'putEvent',
        tags: ['admin'],
        summary: 'Creates an event, or changes it; its hall only while nobody depends on it',
        security,
        description:
          'The answer’s `ETag` names the version. Sent back as `If-Match` it makes a change conditional: where somebody ' +
          'else has changed the event since, nothing is done and the answer is 412 `changed_meanwhile`, which says who.',
        params: EventParams,
        headers: NewEventConditionHeaders,
        body: EventInput,
        response: {
          200: EventDetails,
          201: EventDetails,
          ...problems('not_your_role', 'changed_meanwhile', 'contention'),
        },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { event: eventId } = request.params;
      const { outcome, event } = await keepEvent(context, eventId, conditionOf(request), (known) =>
        readEvent(eventId, request.body, {
          defaultRules: settings.defaultRules,
          findPlan: (planId) => withLedger(ledger.findPlanSummary(planId)),
          known,
          queueSeed: () => random.queueSeed(),
          hasLetIn: (office, room) => withLedger(doors.hasLetIn(office, room)),
        }),
      );
      const action = outcome === 'created' ? 'event.created' : 'event.changed';
      const detail = { version: event.version };
      await withLedger(trail.note({ actor: actorOf(request), action, eventId, detail }));
      reply.code(outcome === 'created' ? 201 : 200);
      tag(reply, event);
      return eventJson(event, settings.timeZone, offices.wallNow());
    },
  );
}

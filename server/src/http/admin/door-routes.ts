import { Type } from '@fastify/type-provider-typebox';
import { EventDetails, WaitingRoomInput } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { EventDescription, WaitingRoom } from '../../domain/event.ts';
import { eventJson } from '../../views/event-json.ts';
import { officeOf } from '../event-office.ts';
import { conditionOf, EventConditionHeaders, tag } from '../events/event-version.ts';
import { keepEvent } from '../events/keep-event.ts';
import { closedFromNow, soldFromNow } from '../events/sale-by-hand.ts';
import { refuseKey } from '../idempotency.ts';
import { actorOf } from '../organisers/organiser-of.ts';
import { invalid } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const DoorsInput = Type.Partial(
  Type.Object({
    ...Type.Omit(WaitingRoomInput, ['order']).properties,
    doors: Type.Enum(['open', 'paused', 'closed'], {
      description:
        '`open`: the sale opens now, or the doors move again. `paused`: nobody is let in until `open`; those inside go on. `closed`: the sale ends now; what is held can still be confirmed.',
    }),
  }),
  { additionalProperties: false, minProperties: 1 },
);

/** The organiser at the doors of a waiting room while people wait: what is left out stays as it is. */
export const doorRoutes: Routes = (app, context) => {
  const { offices, trail, settings, allow } = context;
  app.patch(
    '/events/:event/waiting-room',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        operationId: 'patchWaitingRoom',
        tags: ['admin'],
        summary: 'Moves the doors of a waiting room: open, pause, close, rate, number inside',
        security: ORGANISER_SECURITY,
        params: EventParams,
        headers: EventConditionHeaders,
        body: DoorsInput,
        response: {
          200: EventDetails,
          ...problems('not_your_role', 'not_found', 'changed_meanwhile', 'contention'),
        },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const eventId = request.params.event;
      const office = await officeOf(offices, eventId);
      const { doors: wanted, ...input } = request.body;
      const { event: now } = await keepEvent(context, eventId, conditionOf(request), () => {
        const room = office.seatMap.event.rules.waitingRoom;
        if (room === null) throw invalid('event', 'has no waiting room; PUT /events/{event} gives it one');
        return withDoors(office, wanted, changed(room, input));
      });
      const detail = { ...request.body, version: now.version };
      await withLedger(trail.note({ actor: actorOf(request), action: 'doors.changed', eventId, detail }));
      tag(reply, now);
      return eventJson(now, settings.timeZone, offices.wallNow());
    },
  );
};

function changed(room: WaitingRoom, input: Partial<WaitingRoomInput>): WaitingRoom {
  return {
    ...room,
    ...(input.admitted_per_minute === undefined ? {} : { admittedPerMinute: input.admitted_per_minute }),
    ...(input.active_max === undefined ? {} : { activeMax: input.active_max }),
    ...(input.turn_ttl_seconds === undefined ? {} : { turnTtlMs: input.turn_ttl_seconds * 1_000 }),
    ...(input.proof_of_work_bits === undefined ? {} : { proofOfWorkBits: input.proof_of_work_bits }),
    ...(input.pre_queue_minutes === undefined ? {} : { preQueueMs: input.pre_queue_minutes * 60_000 }),
  };
}

function withDoors(
  office: BoxOffice,
  wanted: 'open' | 'paused' | 'closed' | undefined,
  room: WaitingRoom,
): EventDescription {
  const { seatMap, sale } = office;
  const { event } = seatMap;
  const now = Math.floor(office.wallNow());
  const isPaused = wanted === 'paused' || (wanted !== 'open' && room.isPaused);
  const waitingRoom = { ...room, isPaused };
  const described = { ...event, rules: { ...event.rules, waitingRoom } };
  if (wanted === 'closed') return closedFromNow(described, sale, now);
  return wanted === 'open' ? soldFromNow(described, sale, now) : described;
}

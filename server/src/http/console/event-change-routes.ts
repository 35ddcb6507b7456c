import { EventCopy, EventDetails, SaleInput } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { EventDescription, WaitingRoom } from '../../domain/event.ts';
import { eventJson } from '../../views/event-json.ts';
import { officeOf } from '../event-office.ts';
import { emptyEvent } from '../events/empty-event.ts';
import { conditionOf, EventConditionHeaders, tag } from '../events/event-version.ts';
import { keepEvent, makeEvent } from '../events/keep-event.ts';
import { readTimes } from '../events/read-event.ts';
import { closedFromNow, soldFromNow, withSalePaused } from '../events/sale-by-hand.ts';
import { refuseKey } from '../idempotency.ts';
import { actorOf, organiserOf } from '../organisers/organiser-of.ts';
import { invalid } from '../problem.ts';
import type { App, RouteContext, Routes } from '../route-context.ts';
import { Done, EventParams, ORGANISER_SECURITY, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const shared = { tags: ['admin'], security: ORGANISER_SECURITY, params: EventParams };
const refusals = problems('unauthorized', 'not_your_role', 'not_found');

/** What organisers do with events as a whole, beside describing them. */
export const consoleEventChangeRoutes: Routes = (app, context) => {
  addCopy(app, context);
  addSale(app, context);
  addReset(app, context);
};

function addCopy(app: App, context: RouteContext): void {
  const { allow, offices, random, trail, settings } = context;
  app.post(
    '/admin/events/:event/copy',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'copyEvent',
        summary: 'Makes another event with the same hall, prices and rules, at another time',
        body: EventCopy,
        response: { 201: EventDetails, ...refusals },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { event: eventId } = request.body;
      const times = readTimes(request.body);
      const { event: original } = (await officeOf(offices, request.params.event)).seatMap;
      // A copy would be one, too, for good, and its id would not show it.
      if (original.rules.isRehearsal === true)
        throw invalid('event', 'is a copy of a rehearsal: copy the event itself');
      if ((await withLedger(offices.get(eventId))) !== undefined) {
        throw invalid('event', 'is taken: there is an event of this id already');
      }
      const { waitingRoom } = original.rules;
      const copy: EventDescription = {
        ...original,
        eventId,
        ...times,
        rules: {
          ...original.rules,
          salePaused: false,
          waitingRoom: waitingRoom && freshRoom(waitingRoom, random.queueSeed()),
        },
      };
      const { event } = await makeEvent(context, copy);
      const detail = { from: original.eventId };
      await withLedger(trail.note({ actor: actorOf(request), action: 'event.copied', eventId, detail }));
      reply.code(201);
      tag(reply, event);
      return eventJson(event, settings.timeZone, offices.wallNow());
    },
  );
}

/** The seed of another event may be known already. */
function freshRoom(room: WaitingRoom, seed: string): WaitingRoom {
  return { ...room, isPaused: false, seed };
}

function addSale(app: App, context: RouteContext): void {
  const { allow, offices, trail, settings } = context;
  app.post(
    '/admin/events/:event/sale',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'setSale',
        summary: 'Opens, pauses or closes the sale now',
        headers: EventConditionHeaders,
        body: SaleInput,
        response: { 200: EventDetails, ...refusals, ...problems('changed_meanwhile', 'contention') },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const { event: eventId } = request.params;
      const { state } = request.body;
      const office = await officeOf(offices, eventId);
      const { event } = await keepEvent(context, eventId, conditionOf(request), () =>
        withSale(office, state),
      );
      const detail = { version: event.version };
      await withLedger(trail.note({ actor: actorOf(request), action: `sale.${state}`, eventId, detail }));
      tag(reply, event);
      return eventJson(event, settings.timeZone, offices.wallNow());
    },
  );
}

function withSale(office: BoxOffice, state: SaleInput['state']): EventDescription {
  const { sale } = office;
  const { event } = office.seatMap;
  const now = Math.floor(office.wallNow());
  switch (state) {
    case 'open':
      return withSalePaused(soldFromNow(event, sale, now), false);
    case 'paused':
      return withSalePaused(event, true);
    case 'closed':
      return withSalePaused(closedFromNow(event, sale, now), false);
  }
}

function addReset(app: App, context: RouteContext): void {
  const { allow, offices, trail, settings } = context;
  app.post(
    '/admin/events/:event/reset',
    {
      config: { rateLimit: { max: settings.coldRequestsPerMinute } },
      preParsing: allow('organiser'),
      schema: {
        ...shared,
        operationId: 'resetEvent',
        summary: 'Empties the hall of an event and forgets its queue numbers; blocked seats stay blocked',
        response: { 200: Done, ...refusals, ...problems('contention') },
      },
    },
    async (request) => {
      refuseKey(request);
      const { event: eventId } = request.params;
      const office = await officeOf(offices, eventId);
      // First: whoever empties a hall should be known even if it breaks off half way.
      const noted = { actor: actorOf(request), action: 'event.emptied', eventId, detail: {} };
      await withLedger(trail.note(noted));
      const changes = await emptyEvent(context, office, organiserOf(request).name);
      return { success: true as const, changes };
    },
  );
}

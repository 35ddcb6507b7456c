import { Type } from '@fastify/type-provider-typebox';
import { Seat, SeatList, SeatStates } from '@jari/contract';
import { DEFAULT_EVENT, officeOf, withOffice } from '../event-office.ts';
import { ConditionalHeaders, notModified, sendIfNew } from '../if-new.ts';
import { numbersIn } from '../plugins/number-params.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, problems, SeatParams } from '../schemas.ts';
import { seatJson } from './seat-json.ts';

/** The hall, from memory. The lists are written by SeatListCache, so they pass no serialiser again. */
export const seatRoutes: Routes = (app, { offices, seatLists, seatStates }) => {
  app.get(
    '/seats',
    {
      schema: {
        operationId: 'listDefaultSeats',
        tags: ['seats'],
        summary: 'The seats of the event `default`; `status` true: reserved',
        headers: ConditionalHeaders,
        response: { 200: Type.Array(Seat), ...notModified, ...problems() },
      },
    },
    (request, reply) =>
      withOffice(offices, DEFAULT_EVENT, (office) => {
        const list = seatLists.of(office);
        return sendIfNew(request, reply, list, list.bare);
      }),
  );

  app.get(
    '/events/:event/seats',
    {
      schema: {
        operationId: 'listSeats',
        tags: ['seats'],
        summary: 'The seats of an event with the sequence of the last change they contain',
        params: EventParams,
        headers: ConditionalHeaders,
        response: { 200: SeatList, ...notModified, ...problems('not_found') },
      },
    },
    (request, reply) =>
      withOffice(offices, request.params.event, (office) => {
        const list = seatLists.of(office);
        return sendIfNew(request, reply, list, list.whole(office.wallNow()));
      }),
  );

  app.get(
    '/events/:event/states',
    {
      schema: {
        operationId: 'listStates',
        tags: ['seats'],
        summary: 'The states of an event’s seats, a letter a seat; what halls of thousands are loaded with',
        params: EventParams,
        headers: ConditionalHeaders,
        response: { 200: SeatStates, ...notModified, ...problems('not_found') },
      },
    },
    (request, reply) =>
      withOffice(offices, request.params.event, (office) => {
        const states = seatStates.of(office);
        return sendIfNew(request, reply, states, states.whole(office.wallNow()));
      }),
  );

  app.get(
    '/seats/:id',
    {
      preValidation: numbersIn('params', 'id'),
      schema: {
        operationId: 'getDefaultSeat',
        tags: ['seats'],
        summary: 'One seat of the event `default`',
        params: SeatParams,
        response: { 200: Seat, ...problems('not_found') },
      },
    },
    async (request) => seatJson(await officeOf(offices, DEFAULT_EVENT), request.params.id),
  );
};

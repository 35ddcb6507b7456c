import { Type } from '@fastify/type-provider-typebox';
import { Seat, SeatList } from '@jari/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { DEFAULT_EVENT, officeOf } from '../event-office.ts';
import { sendJsonText } from '../json-text.ts';
import { numbersIn } from '../plugins/number-params.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, problems, SeatParams } from '../schemas.ts';
import { seatJson } from './seat-json.ts';
import type { SeatListJson } from './seat-list-cache.ts';

const ConditionalHeaders = Type.Object({
  'if-none-match': Type.Optional(Type.String({ maxLength: 1000 })),
});
const notModified = { 304: { description: 'You have the newest list.', type: 'null' } };

/** The hall, from memory. The lists are written by SeatListCache, so they pass no serialiser again. */
export const seatRoutes: Routes = (app, { offices, seatLists }) => {
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
    async (request, reply) => {
      const list = seatLists.of(await officeOf(offices, DEFAULT_EVENT));
      await sendList(request, reply, list, () => list.seats);
    },
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
    async (request, reply) => {
      const office = await officeOf(offices, request.params.event);
      const list = seatLists.of(office);
      await sendList(request, reply, list, () => seatListJson(office, list));
    },
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

/**
 * A SeatList as JSON. `server_time` is put in for every reader and is no part of what the entity tag stands
 * for: it says when this answer was written, not when the list changed.
 */
export function seatListJson(office: BoxOffice, list: SeatListJson): string {
  const { now, correctionMs } = office.time();
  const serverTime = new Date(now - correctionMs).toISOString();
  const { event, epoch } = office.seatMap;
  const where = `"epoch":"${epoch}","sequence":${list.sequence},"position":"${list.position}"`;
  return `{"event":"${event.eventId}",${where},"server_time":"${serverTime}","seats":${list.seats}}`;
}

function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag }: SeatListJson,
  body: () => string,
): FastifyReply {
  reply.header('etag', etag).header('cache-control', 'no-cache');
  const known = request.headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.includes(etag.slice(2)))) return reply.code(304).send();
  return sendJsonText(reply, body());
}

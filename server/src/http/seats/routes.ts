import { Type } from '@fastify/type-provider-typebox';
import { Seat, SeatList } from '@jari/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SeatListJson } from '../../views/seat-list.ts';
import { DEFAULT_EVENT, officeOf, withOffice } from '../event-office.ts';
import { sendJsonText } from '../json-text.ts';
import { numbersIn } from '../plugins/number-params.ts';
import type { Routes } from '../route-context.ts';
import { EventParams, problems, SeatParams } from '../schemas.ts';
import { seatJson } from './seat-json.ts';

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
    (request, reply) =>
      withOffice(offices, DEFAULT_EVENT, (office) => {
        const list = seatLists.of(office);
        sendList(request, reply, list, () => list.seats);
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
        sendList(request, reply, list, () => list.at(office.wallNow()));
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

function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag }: SeatListJson,
  body: () => string,
): void {
  const headers = ['etag', etag, 'cache-control', 'no-cache'];
  const known = request.headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.includes(etag.slice(2)))) {
    reply.server.answering.sendText(reply, 304, headers);
  } else sendJsonText(reply, body(), headers);
}

import { Type } from '@fastify/type-provider-typebox';
import { Seat, SeatList } from '@jari/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Encoding } from '../../views/encoded-text.ts';
import type { SeatListJson } from '../../views/seat-list.ts';
import { DEFAULT_EVENT, officeOf, withOffice } from '../event-office.ts';
import { encodingFor } from '../encoding.ts';
import { sendJsonBody } from '../json-text.ts';
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
        return sendList(request, reply, list, {
          plain: () => list.seats,
          as: (encoding) => list.seatsAs(encoding),
        });
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
        return sendList(request, reply, list, {
          plain: () => list.at(office.wallNow()),
          as: (encoding) => list.listAs(encoding, office.wallNow()),
        });
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

interface Forms {
  readonly plain: () => string;
  readonly as: (encoding: Encoding) => Promise<Buffer>;
}

/** The entity tag is a weak one, so it stands for the list however it is encoded. */
function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, isLong }: SeatListJson,
  forms: Forms,
): Promise<void> | undefined {
  const headers = ['etag', etag, 'cache-control', 'no-cache'];
  if (isLong) headers.push('vary', 'accept-encoding');
  const known = request.headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.includes(etag.slice(2)))) {
    reply.server.answering.sendBody(reply, 304, headers);
    return undefined;
  }
  const encoding = isLong ? encodingFor(request) : undefined;
  if (encoding !== undefined) {
    headers.push('content-encoding', encoding);
    return forms.as(encoding).then((body) => sendJsonBody(reply, body, headers));
  }
  sendJsonBody(reply, forms.plain(), headers);
  return undefined;
}

import { Type } from '@fastify/type-provider-typebox';
import { ChangeList } from '@jari/contract';
import type { ServerResponse } from 'node:http';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { commonHeaders } from '../answering.ts';
import { officeOf } from '../event-office.ts';
import { sendJsonText } from '../json-text.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { ProblemError } from '../problem.ts';
import type { App, RouteContext } from '../route-context.ts';
import { EventParams, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

/** Whatever can tell changes; see realtime/change-streams.ts. */
export interface ChangeTeller {
  readonly hasRoom: boolean;
  open(
    office: BoxOffice,
    response: ServerResponse,
    headers: Readonly<Record<string, number | string | string[] | undefined>>,
    after: number | undefined,
  ): Promise<void>;
  changesAfter(office: BoxOffice, after: number): Promise<string>;
}

const Sequence = Type.Integer({ minimum: 0 });
const StreamHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ description: 'The last sequence you have; a browser sends it by itself.' }),
  ),
});
const StreamQuery = Type.Object({
  last_event_id: Type.Optional(
    Type.String({ description: 'The same, for clients that cannot set the header.' }),
  ),
});
const ChangesQuery = Type.Object({ after: Sequence }, { additionalProperties: false });

/** What changes in the hall: as a stream, and for those who can't have one, on request. */
export function changeRoutes(app: App, { offices }: RouteContext, changes: ChangeTeller): void {
  app.get(
    '/events/:event/stream',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'streamChanges',
        tags: ['realtime'],
        summary: 'Server-sent events: the whole hall first, or what you missed; then every change',
        params: EventParams,
        headers: StreamHeaders,
        querystring: StreamQuery,
        response: {
          200: {
            description: '`snapshot` (a SeatList), then `seat_held`, `seat_released`, … (each a SeatChange)',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problems('not_found'),
        },
      },
    },
    async (request, reply) => {
      const office = await officeOf(offices, request.params.event);
      if (!changes.hasRoom)
        throw new ProblemError('unavailable', { detail: 'No stream is free; poll changes.' });
      const lastEventId = request.headers['last-event-id'] ?? request.query.last_event_id;
      reply.hijack();
      const headers = { ...commonHeaders(request), ...reply.getHeaders() };
      await changes.open(office, reply.raw, headers, readSequence(lastEventId));
    },
  );

  app.get(
    '/events/:event/changes',
    {
      preValidation: numbersIn('query', 'after'),
      schema: {
        operationId: 'listChanges',
        tags: ['realtime'],
        summary:
          'The changes after `after`, at most 1,000. If `sequence` is smaller than yours, load the seats anew',
        params: EventParams,
        querystring: ChangesQuery,
        response: { 200: ChangeList, ...problems('not_found') },
      },
    },
    async (request, reply) => {
      const office = await officeOf(offices, request.params.event);
      const body = await withLedger(changes.changesAfter(office, request.query.after));
      sendJsonText(reply, body, ['cache-control', 'no-cache']);
    },
  );
}

/** Whatever is no sequence is treated as if the client knew nothing. */
function readSequence(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}

import { Type } from '@fastify/type-provider-typebox';
import { ChangeList } from '@jari/contract';
import type { ServerResponse } from 'node:http';
import { EncodedText } from '../../views/encoded-text.ts';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { parsePosition, type ClaimedPosition } from '../../domain/log-chain.ts';
import { commonHeaders } from '../answering.ts';
import { officeOf } from '../event-office.ts';
import { sendJsonText } from '../json-text.ts';
import type { PlacesByNetwork } from '../plugins/places-by-network.ts';
import { POSITION_OR_SEQUENCE, readPosition } from '../position-param.ts';
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
    claim: ClaimedPosition | undefined,
  ): Promise<void>;
  changesAfter(office: BoxOffice, claim: ClaimedPosition): Promise<string>;
}

const StreamHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ description: 'The id of the last event you have; a browser sends it by itself.' }),
  ),
});
const StreamQuery = Type.Object({
  last_event_id: Type.Optional(
    Type.String({ description: 'The same, for clients that cannot set the header.' }),
  ),
});
const ChangesQuery = Type.Object(
  {
    after: Type.String({
      pattern: POSITION_OR_SEQUENCE,
      description: 'Your position or, if you do not mind which history it is of, a sequence',
    }),
  },
  { additionalProperties: false },
);

/** What changes in the hall: as a stream, and for those who can't have one, on request. */
export function changeRoutes(
  app: App,
  { offices }: RouteContext,
  changes: ChangeTeller,
  places: PlacesByNetwork,
): void {
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
            description:
              '`snapshot` (a SeatList or, of a hall above 1,000 seats, SeatStates), then `seat_held`, `seat_released`, … (each a SeatChange), and `position` now and then while nothing happens',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problems('not_found', 'rate_limited', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const office = await officeOf(offices, request.params.event);
      if (!changes.hasRoom)
        throw new ProblemError('unavailable', { detail: 'No stream is free; poll changes.' });
      const giveBack = places.take(request.ip);
      if (giveBack === undefined) {
        throw new ProblemError('rate_limited', {
          detail: 'Your address has as many streams as one may have; poll changes instead.',
        });
      }
      if (reply.raw.destroyed || request.raw.socket.destroyed) giveBack();
      else reply.raw.once('close', giveBack);
      const lastEventId = request.headers['last-event-id'] ?? request.query.last_event_id;
      reply.hijack();
      // The bare number of an older version says nothing about whose history it is of.
      const claim = lastEventId === undefined ? undefined : parsePosition(lastEventId);
      const headers = { ...commonHeaders(request), ...reply.getHeaders() };
      await changes.open(office, reply.raw, headers, claim);
    },
  );

  app.get(
    '/events/:event/changes',
    {
      schema: {
        operationId: 'listChanges',
        tags: ['realtime'],
        summary:
          'The changes after `after`, at most 1,000; `reload`: they would not continue what you have, load the seats anew',
        params: EventParams,
        querystring: ChangesQuery,
        response: { 200: ChangeList, ...problems('not_found') },
      },
    },
    async (request, reply) => {
      const office = await officeOf(offices, request.params.event);
      const { after } = request.query;
      const { epoch } = office.seatMap;
      const claim = readPosition(after, epoch);
      const body = await withLedger(changes.changesAfter(office, claim));
      await sendJsonText(reply, new EncodedText(body), ['cache-control', 'no-cache']);
    },
  );
}

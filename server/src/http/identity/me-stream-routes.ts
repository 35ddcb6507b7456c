import { Type } from '@fastify/type-provider-typebox';
import { EventId } from '@jari/contract';
import type { ServerResponse } from 'node:http';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { commonHeaders } from '../answering.ts';
import { officeOf } from '../event-office.ts';
import type { PlacesByNetwork } from '../plugins/places-by-network.ts';
import { ProblemError } from '../problem.ts';
import type { App, RouteContext } from '../route-context.ts';
import { problems } from '../schemas.ts';

/** Whatever can tell a user what happens to them; see realtime/personal-streams.ts. */
export interface PersonalTeller {
  whyFull(userId: string): 'all' | 'own' | undefined;
  open(
    userId: string,
    office: BoxOffice | undefined,
    response: ServerResponse,
    headers: Readonly<Record<string, number | string | string[] | undefined>>,
  ): void;
}

const StreamQuery = Type.Object(
  { event: Type.Optional(EventId) },
  { additionalProperties: false, description: 'Without an event: of all events' },
);

/** What happens to me, on all of my devices. */
export function meStreamRoutes(
  app: App,
  { offices, identity }: RouteContext,
  personal: PersonalTeller,
  places: PlacesByNetwork,
): void {
  app.get(
    '/me/stream',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'streamMine',
        tags: ['realtime'],
        summary: 'Server-sent events about me: seats offered from a line, what the organiser ended, my turn',
        querystring: StreamQuery,
        response: {
          200: {
            description:
              '`offered` (SeatsOffered), `hold_ended_by_organiser` (HoldEndedByOrganiser), `reservation_cancelled_by_organiser` (ReservationCancelledByOrganiser) and, where an event is named, `turn_has_come` (TurnHasCome)',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problems('missing_user', 'not_found', 'rate_limited', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const { event } = request.query;
      const office = event === undefined ? undefined : await officeOf(offices, event);
      const full = personal.whyFull(user.id);
      if (full === 'all') throw new ProblemError('unavailable', { detail: 'No stream is free.' });
      if (full === 'own') {
        throw new ProblemError('rate_limited', { detail: 'You have as many streams as one may have.' });
      }
      const giveBack = places.take(request.ip);
      if (giveBack === undefined) {
        throw new ProblemError('rate_limited', {
          detail: 'Your address has as many streams as one may have.',
        });
      }
      if (reply.raw.destroyed || request.raw.socket.destroyed) giveBack();
      else reply.raw.once('close', giveBack);
      reply.hijack();
      personal.open(user.id, office, reply.raw, { ...commonHeaders(request), ...reply.getHeaders() });
    },
  );
}

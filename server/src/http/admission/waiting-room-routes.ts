import { Type } from '@fastify/type-provider-typebox';
import { EventId, LineStatus, QueuePass, QueuePlace } from '@jari/contract';
import { DEFAULT_EVENT, officeOf } from '../event-office.ts';
import { invalid, ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';
import { lineStatus, pollAfterMs } from './line-status.ts';

const EventQuery = Type.Object({ event: Type.Optional(EventId) }, { additionalProperties: false });
const NO_ROOM = 'has no waiting room: whoever comes may choose seats';

/** How the line of an event stands, and whose turn it is. One joins by `POST /fcfs/join`. */
export const waitingRoomRoutes: Routes = (app, { offices, doors, identity, passes, settings }) => {
  app.get(
    '/fcfs/status',
    {
      schema: {
        operationId: 'getLineStatus',
        tags: ['admission'],
        summary: 'How the line of an event stands; the same for everybody, and cacheable for a second',
        querystring: EventQuery,
        response: { 200: LineStatus, ...problems('not_found') },
      },
    },
    async (request, reply) => {
      const office = await officeOf(offices, request.query.event ?? DEFAULT_EVENT);
      const { event } = office.seatMap;
      const room = event.rules.waitingRoom;
      const reading = room === null ? undefined : await withLedger(doors.reading(office, room));
      reply.header('cache-control', 'public, max-age=1');
      return lineStatus(office.seatMap, reading, office.wallNow());
    },
  );

  app.post(
    '/fcfs/pass',
    {
      schema: {
        operationId: 'takeQueuePass',
        tags: ['admission'],
        summary: 'My pass, when it is my turn (200), or my place in line (202)',
        querystring: EventQuery,
        response: { 200: QueuePass, 202: QueuePlace, ...problems(...COMMAND_REASONS, 'turn_missed') },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const eventId = request.query.event ?? DEFAULT_EVENT;
      const office = await officeOf(offices, eventId);
      const room = office.seatMap.event.rules.waitingRoom;
      if (room === null) throw invalid('event', NO_ROOM);
      const standing = await withLedger(doors.standingOf(office, room, user.id));
      if (standing === undefined) {
        throw new ProblemError('not_found', { detail: 'You do not stand in this line: POST /fcfs/join.' });
      }
      const { number, place, turn, reading } = standing;
      reply.header('cache-control', 'no-store');
      if (place === null || turn.is === 'waiting') {
        const status = lineStatus(office.seatMap, reading, office.wallNow());
        reply.code(202);
        return {
          success: false as const,
          event: eventId,
          queue_number: number,
          place,
          poll_after_ms: pollAfterMs(status, place),
        };
      }
      if (turn.is !== 'served') {
        throw new ProblemError('turn_missed', {
          queueNumber: number,
          ...(turn.is === 'done' ? { detail: 'Your turn has been used.' } : {}),
        });
      }
      const { endsAtMs, sequence } = turn;
      return {
        success: true as const,
        event: eventId,
        queue_number: number,
        pass: passes.write({ eventId, userId: user.id, place, endsAtMs, sequence }),
        expires_at: new Date(endsAtMs).toISOString(),
        expires_in_ms: Math.max(0, Math.floor(endsAtMs - office.wallNow())),
      };
    },
  );

  app.delete(
    '/fcfs/pass',
    {
      schema: {
        operationId: 'giveBackQueuePass',
        tags: ['admission'],
        summary: 'Leaves the line, or gives back the turn; one may join again, at its end',
        querystring: EventQuery,
        response: { 204: Type.Null({ description: 'Given back.' }), ...problems(...COMMAND_REASONS) },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const office = await officeOf(offices, request.query.event ?? DEFAULT_EVENT);
      const room = office.seatMap.event.rules.waitingRoom;
      if (room !== null)
        await withLedger(
          doors.leave(office, room, { userId: user.id, ip: settings.admissionIpCheck ? request.ip : null }),
        );
      reply.code(204).send(null);
    },
  );
};

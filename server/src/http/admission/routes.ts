import { Type } from '@fastify/type-provider-typebox';
import { EventId, JoinResult, WorkChallenge } from '@jari/contract';
import type { BoxOffice } from '../../box-office/box-office.ts';
import { CHALLENGE_LIFE_MS } from '../../ports/admission-store.ts';
import { DEFAULT_EVENT, officeOf } from '../event-office.ts';
import { numbersIn } from '../plugins/number-params.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, problems } from '../schemas.ts';
import { withLedger } from '../with-ledger.ts';

const JoinQuery = Type.Object(
  {
    event: Type.Optional(EventId),
    ttl: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 86_400, description: 'Seconds, 900 if left out' }),
    ),
    work: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'A proof of work for the challenge of `GET /fcfs/challenge`, where the waiting room asks for one.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** There is nothing to line up for any more. Without a waiting room the numbers are for whatever they are taken for. */
function hasClosed(office: BoxOffice): boolean {
  return office.seatMap.event.rules.waitingRoom !== null && office.sale === 'closed';
}

/** `POST /fcfs/join`: a queue number, once per user. The gateway answers it itself when there is one. */
export const joinRoutes: Routes = (
  app,
  { offices, admission, doors, identity, settings, challenges, limits },
) => {
  app.get(
    '/fcfs/challenge',
    {
      schema: {
        operationId: 'getWorkChallenge',
        tags: ['admission'],
        summary: 'What my proof of work is for, where the waiting room asks for one (`proof_of_work_bits`)',
        querystring: Type.Object({ event: Type.Optional(EventId) }, { additionalProperties: false }),
        response: { 200: WorkChallenge, ...problems(...COMMAND_REASONS) },
      },
    },
    async (request, reply) => {
      const user = identity.require(request);
      const { event = DEFAULT_EVENT } = request.query;
      await officeOf(offices, event);
      reply.header('cache-control', 'no-store');
      const challenge = challenges.write(event, user.id);
      return { success: true as const, event, challenge, expires_in_ms: CHALLENGE_LIFE_MS };
    },
  );

  app.post(
    '/fcfs/join',
    {
      preValidation: numbersIn('query', 'ttl'),
      schema: {
        operationId: 'joinQueue',
        tags: ['admission'],
        summary: 'A queue number, once per user (and per address, if so configured) within `ttl` seconds',
        querystring: JoinQuery,
        response: {
          200: JoinResult,
          ...problems(...COMMAND_REASONS, 'not_on_sale', 'challenge_required', 'duplicate', 'rate_limited'),
        },
      },
    },
    async (request) => {
      const user = identity.require(request);
      const { event = DEFAULT_EVENT, ttl = 900, work: proof } = request.query;
      const office = await officeOf(offices, event);
      limits.takePart(request, user, false);
      if (hasClosed(office)) throw new ProblemError('not_on_sale');
      await doors.announce(office);
      const ip = settings.admissionIpCheck ? request.ip : null;
      const result = await withLedger(
        admission.join({
          ...{ eventId: event, userId: user.id, ip, ttlMs: ttl * 1000, requestId: request.id },
          work: proof === undefined ? undefined : challenges.read(proof, event, user.id),
        }),
      );
      if (!result.joined) {
        if (result.because === 'early') {
          throw new ProblemError('not_on_sale', { detail: 'The line has not begun to form.' });
        }
        if (result.because === 'work') throw new ProblemError('challenge_required');
        if (result.because === 'closed') throw new ProblemError('not_on_sale');
        throw new ProblemError('duplicate', {
          queueNumber: result.queueNumber,
          ...(result.because === 'ip' ? { detail: 'Somebody has already joined from this address.' } : {}),
        });
      }
      return {
        success: true as const,
        event,
        queue_number: result.queueNumber,
        expires_in_ms: Math.max(0, Math.floor(result.expiresInMs)),
      };
    },
  );
};

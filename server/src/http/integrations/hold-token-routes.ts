import { HoldToken } from '@jari/contract';
import { officeOf } from '../event-office.ts';
import { refuseKey } from '../idempotency.ts';
import type { Routes } from '../route-context.ts';
import { COMMAND_REASONS, EventParams, problems } from '../schemas.ts';

/**
 * How much longer a token is good than any hold can last: for a shop that asks again after an answer was lost. Nobody
 * gains seats by it, because the box office asks for the hold itself.
 */
const SLACK_MS = 10 * 60_000;

/** `POST /events/{event}/hold/token`: what a page hands to the shop's server. */
export const holdTokenRoutes: Routes = (app, { offices, identity, holdTokens }) => {
  app.post(
    '/events/:event/hold/token',
    {
      schema: {
        operationId: 'createHoldToken',
        tags: ['holds'],
        summary: 'A token by which a shop’s server may reserve what I hold, once I have paid there',
        params: EventParams,
        response: { 200: HoldToken, ...problems(...COMMAND_REASONS) },
      },
    },
    async (request, reply) => {
      refuseKey(request);
      const user = identity.require(request);
      const office = await officeOf(offices, request.params.event);
      const { eventId, rules } = office.seatMap.event;
      const lifeMs = rules.holdTtlMs * (1 + rules.holdExtensions) + SLACK_MS;
      const endsAtMs = office.wallNow() + lifeMs;
      reply.header('cache-control', 'no-store');
      return {
        success: true as const,
        hold_token: holdTokens.write({ eventId, userId: user.id, endsAtMs }),
        expires_at: new Date(endsAtMs).toISOString(),
        expires_in_ms: Math.floor(lifeMs),
      };
    },
  );
};

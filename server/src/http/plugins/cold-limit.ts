import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem.ts';
import type { OrganiserGuard } from '../organisers/organiser-guard.ts';

/**
 * A generous limit by address for routes that opt in with `config: { rateLimit: … }`: those that are not made
 * for crowds. Hundreds of people may share one address (a school, a mobile network), so it stops loops and
 * floods, not audiences, and never the organiser. The hot routes have none: holding them back is the
 * gateway's work.
 */
export async function addColdLimit(
  app: FastifyInstance,
  guard: Pick<OrganiserGuard, 'seemsKnown'>,
): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    timeWindow: '1 minute',
    allowList: (request) => guard.seemsKnown(request),
    errorResponseBuilder: () => new ProblemError('rate_limited'),
  });
}

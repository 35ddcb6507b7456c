import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { EMBED_SESSION_HEADER } from '../identity/embed-sessions.ts';
import { invalid } from '../problem.ts';

/** Lets web apps of the listed origins use the API with their visitors' cookies. Nobody else is let in. */
export async function addCrossOrigin(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  // What only looks like a question in advance would be answered by the plugin in its own words.
  app.addHook('onRequest', (request, _reply, done) => {
    const { origin, 'access-control-request-method': wished } = request.headers;
    if (request.method !== 'OPTIONS' || (origin && wished)) done();
    else done(invalid('access-control-request-method', 'must be there, with an origin'));
  });
  await app.register(cors, {
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      ...['content-type', 'idempotency-key', 'if-match', 'if-none-match', 'last-event-id', 'queue-pass'],
      'x-request-id',
      EMBED_SESSION_HEADER,
    ],
    exposedHeaders: ['etag', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
}

import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { EMBED_SESSION_HEADER } from '../identity/embed-sessions.ts';

/** Lets web apps of the listed origins use the API with their visitors' cookies. Nobody else is let in. */
export async function addCrossOrigin(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      ...['content-type', 'idempotency-key', 'if-none-match', 'last-event-id', 'queue-pass'],
      'x-request-id',
      EMBED_SESSION_HEADER,
    ],
    exposedHeaders: ['etag', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
}

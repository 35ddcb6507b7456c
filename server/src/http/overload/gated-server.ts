import type { FastifyServerFactoryHandler } from 'fastify';
import { createServer, type Server } from 'node:http';
import type { AppSettings } from '../app-deps.ts';
import type { OverloadGate } from './overload-gate.ts';

/** Node's HTTP server with our times, where the overload gate sees a request before anybody reads it. */
export function createGatedServer(
  handler: FastifyServerFactoryHandler,
  { requestTimeoutMs, keepAliveTimeoutMs }: Pick<AppSettings, 'requestTimeoutMs' | 'keepAliveTimeoutMs'>,
  gate: Pick<OverloadGate, 'admits'>,
): Server {
  const server = createServer(
    {
      headersTimeout: requestTimeoutMs,
      // A request must have come whole by then; answers may take as long as the box office's patience.
      requestTimeout: requestTimeoutMs,
      // Node looks twice a minute if it is not told, which would make fifteen seconds forty-five.
      connectionsCheckingInterval: Math.min(500, requestTimeoutMs / 4),
      // Refused by plugins/broken-requests.ts, in words.
      requireHostHeader: false,
      keepAliveTimeout: keepAliveTimeoutMs,
    },
    (request, response) => {
      if (gate.admits(request, response)) handler(request, response);
    },
  );
  // Silence on a connection, between or within requests. Streams are exempt; they have their heartbeat.
  server.setTimeout(requestTimeoutMs + keepAliveTimeoutMs);
  return server;
}

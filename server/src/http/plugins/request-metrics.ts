import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../../metrics/metrics.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** By the monotonic clock. */
    startedAtMs: number;
  }
}

/**
 * Measures every request up to the moment when its answer is handed to the connection. Streams have no such
 * moment and are not measured. Waiting for the answer to have left would take two listeners per request.
 *
 * Requests are logged at level debug only; the gateway writes the access log.
 */
export function addRequestMetrics(app: FastifyInstance, metrics: Metrics, isDebugging: boolean): void {
  app.decorateRequest('startedAtMs', 0);
  app.addHook('onRequest', (request, _reply, done) => {
    request.startedAtMs = performance.now();
    done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    const { method } = request;
    // The pattern, not the address: one time series for all events, and none for made-up paths.
    const route = request.routeOptions.url ?? 'unknown';
    const ms = performance.now() - request.startedAtMs;
    metrics.answered(method, route, reply.statusCode, ms / 1000);
    if (isDebugging) request.log.debug({ method, route, status: reply.statusCode, ms }, 'answered');
    done();
  });
}

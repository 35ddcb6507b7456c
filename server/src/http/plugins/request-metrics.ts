import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../operations/metrics.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer has no end, so how long it took says nothing. */
    isStream?: boolean;
  }
}

/** Measures every request but streams. Requests are logged at level debug only; the gateway writes the access log. */
export function addRequestMetrics(app: FastifyInstance, metrics: Metrics): void {
  const isDebugging = ['debug', 'trace'].includes(app.log.level);
  app.addHook('onResponse', (request, reply, done) => {
    if (request.routeOptions.config.isStream === true) {
      done();
      return;
    }
    // The pattern, not the address: one time series for all events, and none for made-up paths.
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    const { statusCode } = reply;
    metrics.answered(request.method, route, statusCode, reply.elapsedTime / 1000);
    if (isDebugging) {
      const { method } = request;
      request.log.debug({ method, route, status: statusCode, ms: reply.elapsedTime }, 'answered');
    }
    done();
  });
}

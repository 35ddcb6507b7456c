import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../../metrics/metrics.ts';
import { Answering, type AnsweringOptions } from '../answering.ts';
import { ProblemError } from '../problem.ts';

/**
 * Where every request begins and every answer ends; see Answering. Once the server is closing, new requests
 * are refused, and every answer asks for the connection to be closed, because a client that keeps its
 * connection would keep the process.
 */
export function addResponseBasics(app: FastifyInstance, metrics: Metrics, options: AnsweringOptions): void {
  const answering = new Answering(metrics, options);
  app.decorate('answering', answering);
  app.decorateRequest('startedAtMs', 0);
  app.addHook('preClose', (done) => {
    answering.isClosing = true;
    done();
  });
  app.addHook('onRequest', (request, _reply, done) => {
    request.startedAtMs = performance.now();
    if (answering.isClosing && !request.url.startsWith('/health')) done(new ProblemError('unavailable'));
    else done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    answering.complete(request, reply);
    done();
  });
}

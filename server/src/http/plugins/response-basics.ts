import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem.ts';

/**
 * What every answer carries: the request's id and the security headers that cost nothing. Also says goodbye:
 * once the server is closing, new requests are refused, and every answer asks for the connection to be
 * closed, because a client that keeps its connection would keep the process.
 */
export function addResponseBasics(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply
      .header('x-request-id', request.id)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('x-frame-options', 'DENY');
    if (isClosing && !request.url.startsWith('/health')) done(new ProblemError('unavailable'));
    else done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
}

import type { DoneFuncWithErrOrRes, FastifyInstance, FastifyReply } from 'fastify';
import type { Metrics } from '../../metrics/metrics.ts';
import { encodeText, isWorthEncoding } from '../../views/encoded-text.ts';
import { Answering, varyBy, type AnsweringOptions } from '../answering.ts';
import { encodingFor } from '../encoding.ts';
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
  app.addHook<unknown>('onSend', (request, reply, payload, done) => {
    answering.complete(request, reply);
    if (typeof payload === 'string' && isWorthEncoding(payload)) encodeAnswer(reply, payload, done);
    else done(null, payload);
  });
}

/** A long answer that was written for this one request. Files and streams go their own ways. */
function encodeAnswer(reply: FastifyReply, text: string, done: DoneFuncWithErrOrRes): void {
  if (reply.hasHeader('content-encoding')) return done(null, text);
  varyBy(reply, 'accept-encoding');
  const encoding = encodingFor(reply.request);
  if (encoding === undefined) return done(null, text);
  encodeText(text, encoding).then(
    (body) => {
      reply.header('content-encoding', encoding).removeHeader('content-length');
      done(null, body);
    },
    (error: Error) => done(error),
  );
}

import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { invalid, ProblemError, rawProblem } from '../problem.ts';

/** How long a client that was told goodbye may take to hang up. */
const HANG_UP_MS = 1_000;

/** Clients that have been answered and need not be answered again. */
const dismissed = new WeakSet<Duplex>();

/**
 * Requests that Node's HTTP server would answer with a bare status line, or not at all, before Fastify sees
 * them. They get a problem like all others.
 */
export function addBrokenRequestAnswers(app: FastifyInstance): void {
  const { server } = app;
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    dismiss(
      socket,
      new ProblemError('not_found', { detail: 'This is no proxy: CONNECT leads nowhere here.' }),
    );
  });
  // Without a listener Node answers 417; with one it is up to us, and the hook below refuses the request.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
  app.addHook('onRequest', (request, reply, done) => {
    const { host, expect } = request.headers;
    if (host === undefined && request.raw.httpVersion === '1.1') {
      reply.header('connection', 'close');
      done(invalid('host', 'must name the server'));
    } else if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
      // The client waits for a word before it sends its body, so the connection is of no further use.
      reply.header('connection', 'close');
      done(invalid('expect', 'must be 100-continue, or be left out'));
    } else done();
  });
}

/** Answers bytes that are no request, and requests that did not come whole in time. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (dismissed.has(socket)) return;
  if (!socket.writable || error.code === 'ECONNRESET' || hasBegunAnswer(socket) || isSilent(socket)) {
    socket.destroy();
    return;
  }
  dismiss(socket, problemOf(error.code));
}

function problemOf(code: string | undefined): ProblemError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ProblemError('too_large');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return invalid('request', 'did not come whole in time');
    default:
      return invalid('request', 'is not a complete HTTP request');
  }
}

/**
 * Says the last word and hangs up: politely, so that the word arrives, and for good if the other side does not
 * hang up as well.
 */
function dismiss(socket: Duplex, problem: ProblemError): void {
  dismissed.add(socket);
  socket.on('error', () => undefined);
  // What still comes is read and thrown away: unread, it would make the system reset the connection.
  socket.on('data', () => undefined);
  socket.end(rawProblem(problem, randomUUID()));
  const hangUp = setTimeout(() => socket.destroy(), HANG_UP_MS);
  socket.once('close', () => clearTimeout(hangUp));
}

/** A connection that never said a word asked for nothing; browsers open such ones in advance. */
function isSilent(socket: Duplex): boolean {
  return 'bytesRead' in socket && socket.bytesRead === 0;
}

/** Whether the head of an answer is on its way, into whose body no second one must be written. */
function hasBegunAnswer(socket: Duplex): boolean {
  if (!('_httpMessage' in socket)) return false;
  // Node's own name for the answer in progress; there is no public one, and Node's own handler looks at it too.
  const answer = socket._httpMessage as ServerResponse | null | undefined;
  return answer?.headersSent === true;
}

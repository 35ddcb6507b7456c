import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';

declare module 'fastify' {
  interface FastifyInstance {
    answering: Answering;
  }
  interface FastifyRequest {
    /** By the monotonic clock. */
    startedAtMs: number;
  }
}

export interface AnsweringOptions {
  /** Whether answered requests are logged; the gateway writes the access log. */
  readonly isDebugging: boolean;
  /** Whether a plugin gives headers to every answer, which only Fastify's own way of sending knows. */
  readonly hasOtherHeaders: boolean;
}

/** What every answer carries besides the request's id: the security headers that cost nothing. */
export const SECURITY_HEADERS = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
] as const;
const FLAT_SECURITY_HEADERS = SECURITY_HEADERS.flat();

/**
 * The last step of every answer: what all of them carry, how long it took, and goodbye when the server closes.
 *
 * Most answers come here through a hook, on Fastify's way. Those of the hot routes, whose text is written
 * already, are sent by `sendBody` past hooks and serialiser, in one piece; to the client it is the same.
 */
export class Answering {
  isClosing = false;

  constructor(
    private readonly metrics: Metrics,
    private readonly options: AnsweringOptions,
  ) {}

  /** Completes an answer that Fastify is about to send. */
  complete(request: FastifyRequest, reply: FastifyReply): void {
    reply.header('x-request-id', request.id);
    // Pages have stricter ones of their own.
    for (const [name, value] of SECURITY_HEADERS) if (!reply.hasHeader(name)) reply.header(name, value);
    if (this.isClosing) reply.header('connection', 'close');
    this.measure(request, reply.statusCode);
  }

  /**
   * Sends an answer that is written already. Nothing may have been set on the reply.
   *
   * @param headers names and values in turn
   * @param body undefined for an answer without one
   */
  sendBody(reply: FastifyReply, status: number, headers: readonly string[], body?: string | Buffer): void {
    if (this.options.hasOtherHeaders) {
      for (let i = 0; i + 1 < headers.length; i += 2) {
        const [name = '', value = ''] = headers.slice(i, i + 2);
        if (name === 'vary') varyBy(reply, value);
        else reply.header(name, value);
      }
      reply.code(status).send(body);
      return;
    }
    const { request, raw } = reply;
    const all = ['x-request-id', request.id, ...FLAT_SECURITY_HEADERS, ...headers];
    if (body !== undefined) all.push('content-length', String(Buffer.byteLength(body)));
    if (this.isClosing) all.push('connection', 'close');
    this.measure(request, status);
    reply.hijack();
    raw.writeHead(status, all);
    raw.end(request.method === 'HEAD' ? undefined : body);
  }

  /**
   * Until the answer is handed to the connection: waiting for it to have left would take two listeners per
   * request. Streams have no such moment and are not measured.
   */
  private measure(request: FastifyRequest, status: number): void {
    const { method } = request;
    // The pattern, not the address: one time series for all events, and none for made-up paths.
    const route = request.routeOptions.url ?? 'unknown';
    const ms = performance.now() - request.startedAtMs;
    this.metrics.answered(method, route, status, ms / 1000);
    if (this.options.isDebugging) request.log.debug({ method, route, status, ms }, 'answered');
  }
}

/** Adds to what an answer depends on; other plugins may have said what else. */
export function varyBy(reply: FastifyReply, name: string): void {
  const before = String(reply.getHeader('vary') ?? '');
  reply.header('vary', before === '' ? name : `${before}, ${name}`);
}

/** For answers that are sent without Fastify's hooks: streams. */
export function commonHeaders(request: FastifyRequest): Readonly<Record<string, string>> {
  return { 'x-request-id': request.id, ...Object.fromEntries(SECURITY_HEADERS) };
}

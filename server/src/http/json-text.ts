import type { FastifyReply } from 'fastify';
import type { Sendable } from '../views/encoded-text.ts';
import { encodingFor } from './encoding.ts';

const JSON_TYPE = ['content-type', 'application/json; charset=utf-8'];

/**
 * Sends JSON that has been written already. Takes the reply without its route's type, because that one
 * expects the object, which the text spares us making. Nothing may have been set on the reply.
 *
 * @param headers names and values in turn
 */
export function sendJsonBody(
  reply: FastifyReply,
  body: string | Buffer,
  headers: readonly string[] = [],
): void {
  reply.server.answering.sendBody(reply, 200, [...JSON_TYPE, ...headers], body);
}

/** Sends an answer of a hot route, past Fastify's hooks and serialiser: JSON.stringify is no slower. */
export function sendJson<Body extends object>(reply: FastifyReply, status: number, body: Body): void {
  reply.server.answering.sendBody(reply, status, JSON_TYPE, JSON.stringify(body));
}

/**
 * Sends JSON that has been written already, compressed for whoever understands that.
 *
 * @param headers names and values in turn
 * @returns when the answer has been sent; undefined when that was at once
 */
export function sendJsonText(
  reply: FastifyReply,
  text: Sendable,
  headers: readonly string[],
): Promise<void> | undefined {
  const all = [...headers, ...variance(text)];
  const encoding = text.isLong ? encodingFor(reply.request) : undefined;
  if (encoding !== undefined) {
    all.push('content-encoding', encoding);
    return text.as(encoding).then((body) => sendJsonBody(reply, body, all));
  }
  sendJsonBody(reply, text.plain(), all);
  return undefined;
}

/** That the answer depends on how it may be compressed, as every answer in place of a long text says. */
export function variance({ isLong }: Sendable): readonly string[] {
  return isLong ? ['vary', 'accept-encoding'] : [];
}

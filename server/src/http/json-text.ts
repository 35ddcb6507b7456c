import type { FastifyReply } from 'fastify';
import { encodeText, isWorthEncoding } from '../views/encoded-text.ts';
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

/** Sends a text that only this one is sent: compressed for the occasion when it is long. */
export async function sendLongJsonText(
  reply: FastifyReply,
  text: string,
  headers: readonly string[],
): Promise<void> {
  if (!isWorthEncoding(text)) return sendJsonBody(reply, text, headers);
  const all = [...headers, 'vary', 'accept-encoding'];
  const encoding = encodingFor(reply.request);
  if (encoding === undefined) return sendJsonBody(reply, text, all);
  sendJsonBody(reply, await encodeText(text, encoding), [...all, 'content-encoding', encoding]);
}

import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sendable } from '../views/encoded-text.ts';
import { sendJsonText, variance } from './json-text.ts';

export const ConditionalHeaders = Type.Object({
  'if-none-match': Type.Optional(Type.String({ maxLength: 1000 })),
});
export const notModified = { 304: { description: 'You have the newest.', type: 'null' } };

/**
 * Sends JSON that has been written already, compressed for whoever understands that, or says that whoever asks has
 * it. The entity tag is a weak one, so it stands for the text however it is encoded.
 *
 * @returns when the answer has been sent; undefined when that was at once
 */
export function sendIfNew(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag }: { readonly etag: string },
  text: Sendable,
): Promise<void> | undefined {
  const headers = ['etag', etag, 'cache-control', 'no-cache'];
  const known = request.headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.includes(etag.slice(2)))) {
    reply.server.answering.sendBody(reply, 304, [...headers, ...variance(text)]);
    return undefined;
  }
  return sendJsonText(reply, text, headers);
}

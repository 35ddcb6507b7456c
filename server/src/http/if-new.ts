import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendJsonText } from './json-text.ts';

export const ConditionalHeaders = Type.Object({
  'if-none-match': Type.Optional(Type.String({ maxLength: 1000 })),
});
export const notModified = { 304: { description: 'You have the newest.', type: 'null' } };

/** Sends JSON that has been written already, or says that whoever asks has it. */
export function sendIfNew(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag }: { readonly etag: string },
  body: () => string,
): void {
  const headers = ['etag', etag, 'cache-control', 'no-cache'];
  const known = request.headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.includes(etag.slice(2)))) {
    reply.server.answering.sendText(reply, 304, headers);
  } else sendJsonText(reply, body(), headers);
}

import type { FastifyReply } from 'fastify';

/**
 * Sends JSON that has been written already. Takes the reply without its route's type, because that one
 * expects the object, which the text spares us making.
 */
export function sendJsonText(reply: FastifyReply, text: string): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(text);
}

import type { FastifyReply } from 'fastify';

/**
 * Sends JSON that has been written already. Takes the reply without its route's type, because that one
 * expects the object, which the text spares us making. Nothing may have been set on the reply.
 *
 * @param headers names and values in turn
 */
export function sendJsonText(reply: FastifyReply, text: string, headers: readonly string[] = []): void {
  const all = ['content-type', 'application/json; charset=utf-8', ...headers];
  reply.server.answering.sendText(reply, 200, all, text);
}

import { TicketKeys } from '@jari/contract';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';

/** By which keys a ticket is genuine: for doors, and for everybody who wants to check one. */
export const ticketKeyRoutes: Routes = (app, { tickets }) => {
  app.get(
    '/tickets/keys',
    {
      schema: {
        operationId: 'listTicketKeys',
        tags: ['reservations'],
        summary: 'The public keys by which tickets are genuine, the one in use first',
        response: { 200: TicketKeys, ...problems() },
      },
    },
    (_request, reply) => {
      reply.header('cache-control', 'public, max-age=60');
      return { keys: tickets.publicKeys.map(({ id, publicKey }) => ({ id, public_key: publicKey })) };
    },
  );
};

import { ReservationInput, ReservationResult } from '@jari/contract';
import fastify from 'fastify';

/**
 * A process of its own: Fastify without logger, hooks or logic. What it does is the most that the frame allows
 * on this machine. It answers reservations with the one that it was given as its argument.
 */
const answer = JSON.parse(process.argv[2] ?? '{}') as object;
const app = fastify({ logger: false });

app.get(
  '/',
  { schema: { response: { 200: { type: 'object', properties: { hello: { type: 'string' } } } } } },
  () => ({ hello: 'world' }),
);

app.post(
  '/',
  { schema: { body: ReservationInput, response: { 201: ReservationResult } } },
  (_request, reply) => reply.code(201).send(answer),
);

const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.(url);
process.on('disconnect', () => process.exit());

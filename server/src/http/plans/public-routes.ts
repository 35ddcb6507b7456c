import { Type } from '@fastify/type-provider-typebox';
import { PlanDrawing, PlanId } from '@jari/contract';
import type { FastifyReply } from 'fastify';
import { encodingFor } from '../encoding.ts';
import { ConditionalHeaders } from '../if-new.ts';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';

export const PlanParams = Type.Object({ plan: PlanId });

/** The drawing of a plan. It is named by its contents, so whoever has it never asks again. */
export const planRoutes: Routes = (app, { planDrawings }) => {
  app.get(
    '/plans/:plan',
    {
      schema: {
        operationId: 'getPlan',
        tags: ['events'],
        summary: 'The drawing of a hall, for ever the same; see docs/plans.md',
        params: PlanParams,
        headers: ConditionalHeaders,
        response: {
          200: PlanDrawing,
          304: { description: 'You have it.', type: 'null' },
          ...problems('not_found'),
        },
      },
    },
    async (request, reply) => {
      const { plan } = request.params;
      const drawn = await planDrawings.of(plan);
      if (drawn === undefined) throw new ProblemError('not_found');
      const encoding = encodingFor(request) ?? 'identity';
      const etag = `"${plan}-${encoding}"`;
      reply.headers({
        etag,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
      // The schema documents what is in the bytes.
      const untyped: FastifyReply = reply;
      const known = request.headers['if-none-match'];
      if (known !== undefined && (known === '*' || known.includes(plan))) return untyped.code(304).send();
      if (encoding !== 'identity') reply.header('content-encoding', encoding);
      reply.type('application/json; charset=utf-8');
      return untyped.send(drawn[encoding]);
    },
  );
};

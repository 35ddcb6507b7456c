import { Type } from '@fastify/type-provider-typebox';
import { ProblemError } from '../problem.ts';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';

const Alive = Type.Object({ status: Type.Literal('ok') });
const Ready = Type.Object({
  status: Type.Literal('ready'),
  checks: Type.Record(Type.String(), Type.Literal('ok')),
});
/** A dependency that takes longer than this does not answer. */
const CHECK_TIMEOUT_MS = 2_000;

/** For whoever runs the server: is it alive, can it work, what does it measure. */
export const operationRoutes: Routes = (app, { ledger, bus, admission, metrics }) => {
  for (const path of ['/health', '/healthz'] as const) {
    app.get(
      path,
      {
        schema: {
          operationId: path === '/health' ? 'getHealth' : 'getHealthz',
          tags: ['operations'],
          summary: 'The process is alive',
          response: { 200: Alive },
        },
      },
      () => ({ status: 'ok' as const }),
    );
  }

  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'getReadiness',
        tags: ['operations'],
        summary: 'Ledger, change bus and admission answer',
        response: { 200: Ready, ...problems('unavailable') },
      },
    },
    async () => {
      const checks = {
        ledger: () => ledger.now(),
        change_bus: () => bus.ping(),
        admission: () => admission.ping(),
      };
      const failed = await findFailing(checks);
      if (failed.length > 0) {
        throw new ProblemError('unavailable', { detail: `No answer from: ${failed.join(', ')}.` });
      }
      return {
        status: 'ready' as const,
        checks: Object.fromEntries(Object.keys(checks).map((name) => [name, 'ok' as const])),
      };
    },
  );

  app.get(
    '/metrics',
    { schema: { operationId: 'getMetrics', tags: ['operations'], summary: 'Measurements for Prometheus' } },
    async (_request, reply) => {
      const text = await metrics.registry.metrics();
      return reply.header('content-type', metrics.registry.contentType).send(text);
    },
  );
};

async function findFailing(checks: Record<string, () => Promise<unknown>>): Promise<string[]> {
  const names = Object.keys(checks);
  const results = await Promise.allSettled(Object.values(checks).map((check) => inTime(check)));
  return names.filter((_, i) => results[i]?.status === 'rejected');
}

function inTime(check: () => Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS);
  });
  return Promise.race([check(), timeout]).finally(() => clearTimeout(timer));
}

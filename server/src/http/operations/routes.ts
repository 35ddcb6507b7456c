import { Type, type Static } from '@fastify/type-provider-typebox';
import { sendJsonBody } from '../json-text.ts';
import { ProblemError } from '../problem.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Routes } from '../route-context.ts';
import { problems } from '../schemas.ts';

const Alive = Type.Object({ status: Type.Literal('ok') });
/** It is asked for often, by whoever must know soon, so it is written already. */
const ALIVE = JSON.stringify({ status: 'ok' } satisfies Static<typeof Alive>);
const Ready = Type.Object({
  status: Type.Enum(['ready', 'degraded']),
  checks: Type.Record(Type.String(), Type.Enum(['ok', 'away'])),
});
/** A dependency that takes longer than this does not answer. */
const CHECK_TIMEOUT_MS = 2_000;

/** For whoever runs the server: is it alive, can it work, what does it measure. */
export const operationRoutes: Routes = (app, { ledger, offices, bus, admission, metrics, clock }) => {
  const probe = atMostOnceASecond(clock, () => ledger.probe());
  for (const path of ['/health', '/healthz'] as const) {
    app.get(
      path,
      {
        schema: {
          operationId: path === '/health' ? 'getHealth' : 'getHealthz',
          tags: ['operations'],
          summary: 'The process is alive',
          response: { 200: Alive, ...problems() },
        },
      },
      (_request, reply) => sendJsonBody(reply, ALIVE),
    );
  }

  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'getReadiness',
        tags: ['operations'],
        summary: 'Can sell seats; `degraded` when Redis is away, without which sales go on',
        response: { 200: Ready, ...problems('unavailable') },
      },
    },
    async () => {
      const checks = await checkAll({
        ledger: async () => {
          if (!offices.areReady) throw new Error('an event waits for the ledger');
          // Being able to read is not enough: a full disk or a standby lets nobody buy.
          await probe();
        },
        change_bus: () => bus.ping(),
        admission: () => admission.ping(),
      });
      // Only the ledger decides: taking every instance out of service because Redis is away would end a sale
      // that could go on.
      if (checks['ledger'] === 'away') {
        throw new ProblemError('unavailable', { detail: 'The ledger does not answer or cannot be written.' });
      }
      const isDegraded = Object.values(checks).includes('away');
      return { status: isDegraded ? ('degraded' as const) : ('ready' as const), checks };
    },
  );

  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'getMetrics',
        tags: ['operations'],
        summary: 'Measurements for Prometheus',
        response: {
          200: { description: 'Prometheus’ text.', content: { 'text/plain': { schema: Type.String() } } },
          ...problems(),
        },
      },
    },
    async (_request, reply) => {
      const text = await metrics.registry.metrics();
      return reply.header('content-type', metrics.registry.contentType).send(text);
    },
  );
};

/** Many may ask whether we are ready; the ledger is asked once a second for all of them. */
function atMostOnceASecond(clock: Pick<Clock, 'monotonicMs'>, ask: () => Promise<void>): () => Promise<void> {
  let answer: Promise<void> = Promise.resolve();
  let askedAt = -Infinity;
  return () => {
    if (clock.monotonicMs() - askedAt >= 1_000) {
      askedAt = clock.monotonicMs();
      answer = ask();
      answer.catch(() => undefined);
    }
    return answer;
  };
}

async function checkAll(
  checks: Record<string, () => Promise<unknown>>,
): Promise<Record<string, 'ok' | 'away'>> {
  const results = await Promise.allSettled(Object.values(checks).map((check) => inTime(check)));
  return Object.fromEntries(
    Object.keys(checks).map((name, i) => [name, results[i]?.status === 'fulfilled' ? 'ok' : 'away'] as const),
  );
}

function inTime(check: () => Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS);
  });
  return Promise.race([check(), timeout]).finally(() => clearTimeout(timer));
}

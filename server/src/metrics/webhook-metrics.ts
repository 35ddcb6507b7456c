import { Counter, type Registry } from 'prom-client';

/** How it goes with telling webhooks, in Prometheus' terms. */
export function observeWebhooks(registry: Registry) {
  const attempts = new Counter({
    name: 'jari_webhook_attempts_total',
    help: 'Attempts to tell a webhook something, by how they ended; given_up: the last of them failed',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    delivered: () => attempts.inc({ outcome: 'delivered' }),
    failed: (isLast: boolean) => attempts.inc({ outcome: isLast ? 'given_up' : 'failed' }),
  };
}

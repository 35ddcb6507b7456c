import { Counter, Gauge, type Registry } from 'prom-client';

const STATES = ['connecting', 'connected', 'reconnecting', 'down'] as const;
type State = (typeof STATES)[number];

/** What the use of Redis costs and how it is, in Prometheus' terms. One series per part and state is 1. */
export function observeRedis(registry: Registry) {
  const registers = [registry];
  const state = new Gauge({
    name: 'jari_redis_state',
    help: '1 for the state that this part of Redis is in',
    labelNames: ['part', 'state'],
    registers,
  });
  const dropped = new Counter({
    name: 'jari_redis_news_dropped_total',
    help: 'News to other instances that were not sent; they read the ledger instead',
    registers,
  });
  const unreadable = new Counter({
    name: 'jari_redis_news_unreadable_total',
    help: 'Messages on the bus that are none of ours',
    registers,
  });
  const failures = new Counter({
    name: 'jari_redis_failures_total',
    help: 'Connections that failed',
    labelNames: ['part'],
    registers,
  });
  return {
    stateChanged: (part: string, current: State) => {
      for (const each of STATES) state.set({ part, state: each }, each === current ? 1 : 0);
    },
    newsDropped: () => dropped.inc(),
    newsUnreadable: () => unreadable.inc(),
    failed: (part: string) => failures.inc({ part }),
  };
}

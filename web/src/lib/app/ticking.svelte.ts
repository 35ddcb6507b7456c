import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 200;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

/**
 * `performance.now()`, re-read while something on the page depends on it. Never the wall clock, which people
 * and networks set while a countdown runs.
 */
export function ticking(): number {
  subscribe();
  return performance.now();
}

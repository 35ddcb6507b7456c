import type { Clock } from '../../ports/clock.ts';

/** Node's timers hold at most 2^31 - 1 ms; whoever waits longer looks again when it is over. */
const DELAY_MAX_MS = 2_147_483_647;

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), DELAY_MAX_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

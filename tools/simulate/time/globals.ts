import type { Scheduler } from './scheduler.ts';

interface Handle {
  cancel(): void;
  unref(): Handle;
}

const replaced = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] as const;

/**
 * Puts simulated time behind the timers and clocks that the code under simulation takes from its surroundings, for one
 * run. Returns what puts the real ones back.
 *
 * @param tickMs how far `performance.now()` goes on by itself at each look, as it does on a busy machine
 */
export function simulateGlobals(scheduler: Scheduler, random: () => number, tickMs: number): () => void {
  const real = Object.fromEntries(replaced.map((name) => [name, globalThis[name]]));
  const { random: realRandom } = Math;
  const { now: realDateNow } = Date;
  let tickedMs = 0;

  const handle = (cancel: () => void): Handle => {
    const made = { cancel, unref: () => made };
    return made;
  };
  const startTimer = (run: () => void, ms = 0) => handle(scheduler.after(scheduler.current, ms, run));
  const startInterval = (run: () => void, ms = 0) => {
    const owner = scheduler.current;
    let cancel: () => void = () => undefined;
    const again = () => {
      cancel = scheduler.after(owner, ms, () => {
        again();
        run();
      });
    };
    again();
    return handle(() => cancel());
  };
  const end = (timer: Handle | undefined) => timer?.cancel();

  Object.assign(globalThis, {
    setTimeout: startTimer,
    clearTimeout: end,
    setInterval: startInterval,
    clearInterval: end,
    setImmediate: (run: () => void) => scheduler.immediately(run),
  });
  Object.defineProperty(performance, 'now', {
    configurable: true,
    value: () => scheduler.now + (tickedMs += tickMs),
  });
  Math.random = random;
  Date.now = () => Math.floor(scheduler.now);

  return () => {
    Object.assign(globalThis, real);
    // The real one is its prototype's.
    Reflect.deleteProperty(performance, 'now');
    Math.random = realRandom;
    Date.now = realDateNow;
  };
}

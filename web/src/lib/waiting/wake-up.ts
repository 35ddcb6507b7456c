/**
 * A timer that browsers don't slow down in the background: theirs may ring once a minute there, and a turn would be
 * told of a minute late. A worker's timers keep their time; where there can be none, the page's own serve.
 */
export function wakeUps(): {
  readonly after: (ms: number, then: () => void) => () => void;
  readonly stop: () => void;
} {
  const waiting = new Map<number, () => void>();
  let lastId = 0;
  let isStopped = false;
  let worker: Worker | undefined;
  try {
    worker = new Worker(new URL('./timer-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<number>) => ring(data));
  } catch {
    worker = undefined;
  }

  function ring(id: number): void {
    const then = waiting.get(id);
    waiting.delete(id);
    then?.();
  }

  return {
    after: (ms, then) => {
      // An answer may come when the page is left: what it would ring for is another page's matter.
      if (isStopped) return () => undefined;
      const id = ++lastId;
      waiting.set(id, then);
      worker?.postMessage({ id, ms });
      // Also where the worker lives: whoever rings first counts.
      const timer = setTimeout(() => ring(id), ms);
      return () => {
        clearTimeout(timer);
        waiting.delete(id);
      };
    },
    stop: () => {
      isStopped = true;
      worker?.terminate();
      waiting.clear();
    },
  };
}

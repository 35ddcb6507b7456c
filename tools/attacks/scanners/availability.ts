const EVERY_MS = 250;
const PATIENCE_MS = 5_000;

export interface Availability {
  readonly asked: number;
  readonly failed: number;
  readonly slowestMs: number;
}

/** Asks for the hall like a visitor while something else happens, and says how that went. */
export function watchAvailability(url: string): { readonly stop: () => Promise<Availability> } {
  let [asked, failed, slowestMs] = [0, 0, 0];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      asked++;
      const startedMs = performance.now();
      const isThere = await fetch(`${url}/api/v1/seats`, { signal: AbortSignal.timeout(PATIENCE_MS) })
        .then(async (response) => (await response.arrayBuffer(), response.ok))
        .catch(() => false);
      if (!isThere) failed++;
      slowestMs = Math.max(slowestMs, performance.now() - startedMs);
      // Whoever watches must not be the load.
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return { asked, failed, slowestMs: Math.round(slowestMs) };
    },
  };
}

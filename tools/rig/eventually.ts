import { setTimeout as delay } from 'node:timers/promises';

/**
 * Resolves once `holds` does, which is asked again every few milliseconds: a process, another server or a
 * socket announces nothing to us. An error counts as "not yet"; the last one is the cause of the rejection
 * when it has not come about in time. (Tests have `vi.waitFor` and `expect.poll`; this is for the rig, which
 * Playwright and the tools use as well.)
 */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { withinMs = 30_000, everyMs = 20 }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    let cause: unknown;
    try {
      if (await holds()) return;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= giveUpAt) throw new Error(`Not within ${withinMs} ms: ${what}`, { cause });
    await delay(everyMs);
  }
}

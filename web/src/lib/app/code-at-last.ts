import { backoffMs } from '@jari/client/backoff';

const FIRST_MS = 1_000;
const MAX_MS = 15_000;

/** Fetches code without which a page shows nothing, until it is had; rejects when it is not wanted any more. */
export async function codeAtLast<T>(fetch: () => Promise<T>, isWanted: () => boolean): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await fetch();
    } catch (error) {
      if (!isWanted()) throw error;
      const waitMs = backoffMs(failures, Math.random, FIRST_MS, MAX_MS);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

import { WorkSearch } from '@jari/contract/proof-of-work';

/** What a search in steps on the page itself takes at a time: short enough for a finger not to notice. */
const TRIES_AT_ONCE = 500;

/**
 * Finds a proof of work for a challenge: in a worker, so that the page stays alive and a tab in the background is as
 * fast as one in front; where there can be no worker, on the page in small steps.
 *
 * @param onTries told now and then how many attempts were made
 * @returns undefined when it was stopped
 */
export function proveWork(
  challenge: string,
  bits: number,
  onTries: (tries: number) => void,
  stop: AbortSignal,
): Promise<string | undefined> {
  // While this code was fetched, say: nobody would hear of the stop any more.
  if (stop.aborted) return Promise.resolve(undefined);
  try {
    return inWorker(challenge, bits, onTries, stop);
  } catch {
    return inSteps(challenge, bits, onTries, stop);
  }
}

/** How far a search is that has made so many attempts: how likely it was to have found something by now. */
export function shareOf(tries: number, bits: number): number {
  return 1 - Math.exp(-tries / 2 ** bits);
}

function inWorker(
  challenge: string,
  bits: number,
  onTries: (tries: number) => void,
  stop: AbortSignal,
): Promise<string | undefined> {
  const worker = new Worker(new URL('./work-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string | undefined>((resolve) => {
    stop.addEventListener('abort', () => resolve(undefined), { once: true });
    worker.addEventListener('error', () => resolve(inSteps(challenge, bits, onTries, stop)), { once: true });
    worker.addEventListener('message', ({ data }: MessageEvent<{ tries: number; proof?: string }>) => {
      onTries(data.tries);
      if (data.proof !== undefined) resolve(data.proof);
    });
    worker.postMessage({ challenge, bits });
  }).finally(() => worker.terminate());
}

async function inSteps(
  challenge: string,
  bits: number,
  onTries: (tries: number) => void,
  stop: AbortSignal,
): Promise<string | undefined> {
  const search = new WorkSearch(challenge, bits);
  while (!stop.aborted) {
    const proof = search.look(TRIES_AT_ONCE);
    onTries(search.tries);
    if (proof !== undefined) return proof;
    await new Promise((resolve) => setTimeout(resolve));
  }
  return undefined;
}

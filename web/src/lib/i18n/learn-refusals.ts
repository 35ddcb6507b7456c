import type * as RefusalWords from './refusal-words.ts';

/** Fetched when something is refused for the first time: a first visit mostly needs none of these words. */
export let refusals: typeof RefusalWords | undefined;

/** Has the words for refusals at hand. Without them the server's own words do, which are English. */
export async function learnRefusals(): Promise<void> {
  refusals ??= await import('./refusal-words.ts').catch(() => undefined);
}

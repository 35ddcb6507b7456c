import type * as RefusalWords from './refusal-words.ts';

/** Fetched when something is refused for the first time: a first visit mostly needs none of these words. */
export let refusals: typeof RefusalWords | undefined;

/** Has what refusals are read by and told in at hand. Without it an answer is none, and is asked for again. */
export async function learnRefusals(): Promise<void> {
  refusals ??= await import('./refusal-words.ts').catch(() => undefined);
}

import type { Failure } from '@jari/client/outcome';
import { i18n } from './i18n.svelte.ts';
import { refusals } from './learn-refusals.ts';

/** A failure in the visitor's words: what happened, and what to do next. */
export function explain(failure: Failure): { title: string; advice: string } {
  if (failure.kind === 'refused') {
    const { problem } = failure;
    return refusals?.refusalWords(problem, i18n.lang) ?? { title: problem.detail, advice: '' };
  }
  const { problem } = i18n.t;
  if (failure.because === 'offline') return { title: problem.offlineTitle, advice: problem.offlineAdvice };
  if (failure.because === 'timeout')
    return { title: problem.timeoutTitle, advice: problem.unreachableAdvice };
  return { title: problem.networkTitle, advice: problem.unreachableAdvice };
}

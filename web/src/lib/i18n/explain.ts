import { reasons } from '@jari/contract/reasons';
import type { Failure } from '#lib/api/outcome.ts';
import { i18n } from './i18n.svelte.ts';

/** A failure in the visitor's words: what happened, and what to do next. */
export function explain(failure: Failure): { title: string; advice: string } {
  if (failure.kind === 'refused') {
    const { title, advice } = reasons[failure.problem.reason];
    return { title: title[i18n.lang], advice: advice[i18n.lang] };
  }
  const { problem } = i18n.t;
  if (failure.because === 'offline') return { title: problem.offlineTitle, advice: problem.offlineAdvice };
  if (failure.because === 'timeout')
    return { title: problem.timeoutTitle, advice: problem.unreachableAdvice };
  return { title: problem.networkTitle, advice: problem.unreachableAdvice };
}

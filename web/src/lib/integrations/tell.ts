import type { Failure } from '@jari/client/outcome';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { explain } from '#lib/i18n/explain.ts';

/** Says why something came to nothing. */
export function tell(failure: Failure): void {
  const { title, advice } = explain(failure);
  toasts.show({ tone: 'warning', title, detail: advice });
}

/** The ids of a list with commas; null where there is none. */
export function readEvents(text: string): string[] | null {
  const ids = text.split(/[\s,]+/).filter((id) => id !== '');
  return ids.length === 0 ? null : ids;
}

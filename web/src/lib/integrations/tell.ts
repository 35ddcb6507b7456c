import type { Failure } from '@jari/client/outcome';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { explain } from '#lib/i18n/explain.ts';
import { formatMoment } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';

/** Says why something came to nothing. */
export function tell(failure: Failure): void {
  const { title, advice } = explain(failure);
  toasts.show({ tone: 'warning', title, detail: advice });
}

/** A moment as it is where the owner is. */
export function momentHere(iso: string): string {
  return formatMoment(iso, Intl.DateTimeFormat().resolvedOptions().timeZone, i18n.lang);
}

/** The ids of a list with commas; null where there is none. */
export function readEvents(text: string): string[] | null {
  const ids = text.split(/[\s,]+/).filter((id) => id !== '');
  return ids.length === 0 ? null : ids;
}

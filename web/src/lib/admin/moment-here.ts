import { formatMoment } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';

/** A moment by the clock of whoever reads it: what is done in the console is done at no venue. */
export function momentHere(iso: string): string {
  return formatMoment(iso, Intl.DateTimeFormat().resolvedOptions().timeZone, i18n.lang);
}

import { formatCount } from '#lib/i18n/format.ts';
import type { Language } from '@jari/contract/text-in';
import type { EventFormWords } from '../words/event-form.ts';
import type { Fault, FieldName } from './check-draft.ts';

/** What is wrong with a field: as this page sees it, or in the words of the server. */
export type FormFault = Fault | 'taken' | { readonly server: string; readonly about: FieldName };

/** A fault in the organiser's words: what is wrong, and what would be right. */
export function faultWords(
  fault: FormFault | undefined,
  words: EventFormWords['fault'],
  lang: Language,
): string {
  if (fault === undefined) return '';
  if (typeof fault === 'string') return words[fault];
  if ('min' in fault) return words.range(formatCount(fault.min, lang), formatCount(fault.max, lang));
  if (fault.server.startsWith('cannot be changed')) {
    return fault.about === 'order' ? words.order_fixed : words.hall_fixed;
  }
  return words.server(fault.server);
}

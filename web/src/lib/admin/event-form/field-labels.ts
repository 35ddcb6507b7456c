import type { EventFormWords } from '../words/event-form.ts';
import { categoryOf } from './changed-meanwhile.ts';
import type { FieldName } from './check-draft.ts';

/** What a field of the form is called. */
export function fieldLabel(field: FieldName, t: EventFormWords): string {
  const category = categoryOf(field);
  if (category !== undefined) return category === 'standard' ? t.prices.standard : category;
  const labels: Readonly<Record<string, string>> = {
    ...onlyTexts(t.texts),
    ...onlyTexts(t.times),
    hallKind: t.hall.legend,
    planId: t.hall.legend,
    rows: t.hall.rows,
    seatsPerRow: t.hall.seatsPerRow,
    currency: t.prices.currency,
    ...onlyTexts(t.rules),
    ...onlyTexts(t.room),
    hasRoom: t.room.legend,
  };
  return labels[field] ?? field;
}

/** Some words are sentences with a number in them; no field is called by one. */
function onlyTexts(words: object): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([, word]) => typeof word === 'string'));
}

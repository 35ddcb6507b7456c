import type { FieldName } from './check-draft.ts';
import { newDraft, type EventDraft } from './event-draft.ts';

/** A field that somebody else has changed since this form began. */
export interface ForeignChange {
  readonly field: FieldName;
  /** As it is stored now. */
  readonly theirs: string | boolean;
  /** What was typed here, and is kept; undefined: nothing, so the form has theirs. */
  readonly mine: string | boolean | undefined;
}

/**
 * Brings together what is typed and what somebody else has saved meanwhile: what was typed stays, everything else is as
 * it is stored now.
 */
export function bringTogether(
  base: EventDraft,
  draft: EventDraft,
  stored: EventDraft,
): { readonly draft: EventDraft; readonly changes: readonly ForeignChange[] } {
  const together = structuredClone(draft);
  const changes: ForeignChange[] = [];
  for (const field of fieldsOf(base, draft, stored)) {
    const [was, typed, theirs] = [valueOf(base, field), valueOf(draft, field), valueOf(stored, field)];
    if (was === theirs || typed === theirs) continue;
    const isTyped = typed !== was;
    if (!isTyped) setValue(together, field, theirs);
    changes.push({ field, theirs, mine: isTyped ? typed : undefined });
  }
  return { draft: together, changes };
}

export function setValue(draft: EventDraft, field: FieldName, value: string | boolean): void {
  const category = categoryOf(field);
  if (category === undefined) Object.assign(draft, { [field]: value });
  else if (typeof value === 'string') draft.prices[category] = value;
}

/** The category that a price is for; undefined: it is no price. */
export function categoryOf(field: FieldName): string | undefined {
  return field.startsWith('prices.') ? field.slice('prices.'.length) : undefined;
}

function valueOf(draft: EventDraft, field: FieldName): string | boolean {
  const category = categoryOf(field);
  if (category !== undefined) return draft.prices[category] ?? '';
  const value: unknown = Reflect.get(draft, field);
  return typeof value === 'boolean' ? value : String(value);
}

function fieldsOf(...drafts: readonly EventDraft[]): readonly FieldName[] {
  const categories = new Set(drafts.flatMap(({ prices }) => Object.keys(prices)));
  const isField = (name: string): name is FieldName => name !== 'prices';
  return [
    ...Object.keys(newDraft()).filter(isField),
    ...Array.from(categories, (category): FieldName => `prices.${category}`),
  ];
}

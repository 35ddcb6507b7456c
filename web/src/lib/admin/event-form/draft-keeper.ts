import { newDraft, type EventDraft } from './event-draft.ts';

/** What is kept of a form: what it began with, so that changes by others can be noticed, and what was typed. */
interface Kept {
  readonly base: EventDraft;
  readonly draft: EventDraft;
}

const PREFIX = 'jari:event-draft:';

/** Keeps what was typed as long as the tab lives, so that a reload loses nothing. */
export class DraftKeeper {
  constructor(
    private readonly name: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = sessionStorage,
  ) {}

  read(): Kept | undefined {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(PREFIX + this.name) ?? 'null');
      return isKept(kept) ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  write(base: EventDraft, draft: EventDraft): void {
    try {
      this.storage.setItem(PREFIX + this.name, JSON.stringify({ base, draft }));
    } catch {
      // Where nothing may be kept the form lasts as long as the page.
    }
  }

  forget(): void {
    try {
      this.storage.removeItem(PREFIX + this.name);
    } catch {
      // Then nothing was kept either.
    }
  }
}

export function sameDraft(one: EventDraft, other: EventDraft): boolean {
  const names = Object.keys(newDraft()) as (keyof EventDraft)[];
  return names.every((name) =>
    name === 'prices' ? samePrices(one.prices, other.prices) : one[name] === other[name],
  );
}

/** An empty field is no price, as one that was never there. */
function samePrices(one: EventDraft['prices'], other: EventDraft['prices']): boolean {
  const categories = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...categories].every((category) => (one[category] ?? '') === (other[category] ?? ''));
}

/** A draft of an older version of this page may have other fields; then it is of no use. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  return 'base' in value && isDraft(value.base) && 'draft' in value && isDraft(value.draft);
}

function isDraft(value: unknown): value is EventDraft {
  if (typeof value !== 'object' || value === null) return false;
  const given: Record<string, unknown> = { ...value };
  return Object.entries(newDraft()).every(([name, blank]) => typeof given[name] === typeof blank);
}

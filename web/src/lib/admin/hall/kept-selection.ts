import { added, NOTHING, type Selection } from './selection.ts';

const keyOf = (event: string) => `jari:selected-seats:${event}`;
/** More than this needn't survive a reload: it was one lasso, or one word. */
const KEPT_MAX = 5_000;

/** What was selected before the reload. */
export function keptSelection(event: string): Selection {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(event)) ?? '[]');
    return Array.isArray(kept) ? added(NOTHING, kept.filter(Number.isInteger)) : NOTHING;
  } catch {
    return NOTHING;
  }
}

export function keepSelection(event: string, { ids }: Selection): void {
  try {
    if (ids.size === 0 || ids.size > KEPT_MAX) sessionStorage.removeItem(keyOf(event));
    else sessionStorage.setItem(keyOf(event), JSON.stringify([...ids]));
  } catch {
    // Private windows may forbid it; the selection then lasts as long as the page.
  }
}

import { vi } from 'vitest';

type Listener = (event: object) => void;

/** What a page listens to of its browser, and what the test lets happen there. */
export class BrowserEvents {
  visibilityState: 'visible' | 'hidden' = 'visible';
  private readonly heard = new Map<string, Set<Listener>>();

  constructor() {
    vi.stubGlobal('addEventListener', this.addEventListener);
    vi.stubGlobal('removeEventListener', this.removeEventListener);
    // The page's own events and those of its document have different names.
    vi.stubGlobal('document', this);
  }

  readonly addEventListener = (what: string, listener: Listener): void => {
    this.heard.set(what, (this.heard.get(what) ?? new Set()).add(listener));
  };

  readonly removeEventListener = (what: string, listener: Listener): void => {
    this.heard.get(what)?.delete(listener);
  };

  happens(what: string, event: object = {}): void {
    for (const listener of this.heard.get(what) ?? []) listener(event);
  }

  /** What somebody listens to still. */
  get listenedTo(): readonly string[] {
    return [...this.heard].filter(([, listeners]) => listeners.size > 0).map(([what]) => what);
  }
}

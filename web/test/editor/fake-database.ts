import { vi } from 'vitest';

/** What of a request is asked for. */
interface Request {
  result: unknown;
  error: Error | null;
  onsuccess?: () => void;
  onerror?: () => void;
}

interface Transaction {
  readonly objectStore: (name: string) => object;
  error: Error | null;
  oncomplete?: () => void;
  onabort?: () => void;
}

/**
 * As much of a browser's database as drafts need: what is put is copied, a transaction is complete once nothing more is
 * asked of it, and one that is aborted has changed nothing.
 */
export class FakeDatabase {
  /** What is kept, as JSON, by store and id. */
  readonly stores: Record<string, Map<string, unknown>> = { summaries: new Map(), drafts: new Map() };
  refusesWrites = false;
  refusesReads = false;
  /** A transaction is not complete before this is. */
  slow: Promise<unknown> = Promise.resolve();

  constructor() {
    vi.stubGlobal('indexedDB', { open: () => this.ask(() => this) });
  }

  transaction(_names: unknown, mode = 'readonly'): Transaction {
    const before = Object.fromEntries(
      Object.entries(this.stores).map(([name, kept]) => [name, new Map(kept)]),
    );
    let open = 0;
    const transaction: Transaction = {
      error: null,
      objectStore: (name) => {
        const kept = this.stores[name] ?? new Map<string, unknown>();
        const ask = (read: () => unknown) => {
          open++;
          return this.ask(read, () => --open);
        };
        return {
          get: (id: string) => ask(() => this.read(kept.get(id))),
          getAll: () => ask(() => [...kept.values()].map((each) => this.read(each))),
          put: (value: { readonly id: string }) => ask(() => kept.set(value.id, structuredClone(value))),
          delete: (id: string) => ask(() => void kept.delete(id)),
        };
      },
    };
    const end = async () => {
      // Whoever was answered may ask on, in what follows at once.
      do for (let i = 0; i < 20; i++) await Promise.resolve();
      while (open > 0);
      await this.slow;
      if (this.refusesWrites && mode === 'readwrite') {
        for (const [name, kept] of Object.entries(before)) this.stores[name] = kept;
        transaction.error = new Error('QuotaExceededError');
        transaction.onabort?.();
      } else transaction.oncomplete?.();
    };
    void end();
    return transaction;
  }

  private read(value: unknown): unknown {
    if (this.refusesReads) throw new Error('connection to the database server lost');
    return structuredClone(value);
  }

  private ask(read: () => unknown, then: () => void = () => undefined): Request {
    const request: Request = { result: undefined, error: null };
    queueMicrotask(() => {
      then();
      try {
        request.result = read();
      } catch (error) {
        request.error = error instanceof Error ? error : null;
        request.onerror?.();
        return;
      }
      request.onsuccess?.();
    });
    return request;
  }
}

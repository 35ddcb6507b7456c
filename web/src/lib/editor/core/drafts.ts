import type { History } from './history.ts';
import { seatCountOf } from './hall.ts';

/** A drawing that is not a plan yet, or not again, as it is kept on this device. */
export interface Draft {
  readonly id: string;
  /** Counts up with every writing: whoever knows an older one has not seen what another tab wrote. */
  readonly revision: number;
  readonly changedAt: number;
  /** The plan that it was saved as last, or began from. */
  readonly plan: string | undefined;
  /** Nothing was changed since. */
  readonly isSaved: boolean;
  readonly history: History;
  readonly backdrop: Backdrop | undefined;
}

/** A picture to trace. It never leaves this device. */
export interface Backdrop {
  readonly picture: Blob;
  readonly x: number;
  readonly y: number;
  /** Units of the hall for each pixel. */
  readonly scale: number;
  readonly opacity: number;
}

/** What the list of drafts shows. */
export interface DraftSummary extends Pick<Draft, 'id' | 'revision' | 'changedAt' | 'plan' | 'isSaved'> {
  readonly name: string;
  readonly seatCount: number;
}

const DATABASE = 'jari-drafts';

/**
 * Drafts in the browser's database: only this class writes there, so what is read is what it wrote. It takes large
 * halls without holding anybody up.
 */
export class Drafts {
  private constructor(private readonly database: IDBDatabase) {}

  /** Undefined where the browser keeps nothing, as some do in private windows. */
  static async open(): Promise<Drafts | undefined> {
    try {
      const opening = indexedDB.open(DATABASE, 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('summaries', { keyPath: 'id' });
        opening.result.createObjectStore('drafts', { keyPath: 'id' });
      };
      return new Drafts(await answerOf(opening));
    } catch {
      return undefined;
    }
  }

  async list(): Promise<DraftSummary[]> {
    const store = this.database.transaction('summaries').objectStore('summaries');
    const all = await answerOf(store.getAll() as IDBRequest<DraftSummary[]>);
    return all.sort((one, other) => other.changedAt - one.changedAt);
  }

  async read(id: string): Promise<Draft | undefined> {
    const store = this.database.transaction('drafts').objectStore('drafts');
    return answerOf(store.get(id) as IDBRequest<Draft | undefined>);
  }

  /** The draft that was saved as this plan last. */
  async ofPlan(plan: string): Promise<Draft | undefined> {
    const summary = (await this.list()).find((each) => each.plan === plan);
    return summary && this.read(summary.id);
  }

  /**
   * Keeps the draft, unless another tab has written a newer one that this tab has not seen: then nothing is
   * overwritten, and the answer says so.
   */
  async write(draft: Draft): Promise<'kept' | 'changed_elsewhere'> {
    const transaction = this.database.transaction(['summaries', 'drafts'], 'readwrite');
    const summaries = transaction.objectStore('summaries');
    const known = await answerOf(summaries.get(draft.id) as IDBRequest<DraftSummary | undefined>);
    if (known && known.revision >= draft.revision) return 'changed_elsewhere';
    const { id, revision, changedAt, plan, isSaved, history } = draft;
    const { name } = history.hall;
    const seatCount = seatCountOf(history.hall);
    const summary: DraftSummary = { id, revision, changedAt, plan, isSaved, name, seatCount };
    summaries.put(summary);
    transaction.objectStore('drafts').put(draft);
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the draft was not kept'));
    });
    return 'kept';
  }

  async remove(id: string): Promise<void> {
    const transaction = this.database.transaction(['summaries', 'drafts'], 'readwrite');
    transaction.objectStore('drafts').delete(id);
    await answerOf(transaction.objectStore('summaries').delete(id));
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps no drafts'));
  });
}

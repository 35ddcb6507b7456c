import type { Entry, Guest, LocalText } from '@jari/contract';
import type { PublicKey } from './ticket-check.ts';

/** What a phone has to know of the evening, beside guests and scans. */
export interface DoorState {
  readonly event: string;
  /** As the door is called. */
  readonly door: string;
  readonly title: LocalText;
  readonly startsAt: string;
  readonly timeZone: string;
  /** Of other evenings, so that a ticket to one of them can be told. */
  readonly others: Readonly<Record<string, { readonly title: LocalText; readonly startsAt: string }>>;
  readonly keys: readonly PublicKey[];
  /** The guest list is true as of this place in the event's history. */
  readonly position: string;
  /** The last entry that the server has told. */
  readonly number: number;
  /** When the server was last asked and answered, by its clock. */
  readonly syncedAt: number;
  /** How far the server's clock is ahead of this phone's. */
  readonly aheadMs: number;
}

/** People whom this phone has let in, or such a scan taken back, by its own clock. */
export interface OwnScan {
  readonly scanId: string;
  readonly event: string;
  readonly reservation: number;
  readonly count: number;
  readonly at: number;
  readonly door: string;
  /** The scan that this one takes back. */
  readonly undoes?: string;
  readonly isSent: boolean;
}

interface Kept {
  readonly event: string;
}

/** As it is kept: a phone of before knows the number alone. */
type KeptState = Omit<DoorState, 'position'> &
  ({ readonly position: string } | { readonly position?: never; readonly sequence: number });

const NAME = 'jari-door';
const STORES = ['state', 'guests', 'entries', 'scans'] as const;
type StoreName = (typeof STORES)[number];
const keyPaths: Record<StoreName, string | string[]> = {
  state: 'event',
  guests: ['event', 'reservation'],
  entries: ['event', 'scan_id'],
  scans: ['event', 'scanId'],
};

/**
 * What a door keeps on its phone (IndexedDB), so that neither a network that is gone nor a browser that was killed loses a
 * scan. A write is over when it is on the disk.
 */
export class DoorStore {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(): Promise<DoorStore> {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      for (const name of STORES) opening.result.createObjectStore(name, { keyPath: keyPaths[name] });
    };
    const database = await done(opening);
    // Another tab signs out: nothing may stand in its way.
    database.onversionchange = () => database.close();
    return new DoorStore(database);
  }

  async state(event: string): Promise<DoorState | undefined> {
    const kept = await done(this.store('state', 'readonly').get(event) as IDBRequest<KeptState | undefined>);
    return kept && { ...kept, position: kept.position ?? String(kept.sequence) };
  }

  guests(event: string): Promise<readonly Guest[]> {
    return this.all<Guest & Kept>('guests', event);
  }

  entries(event: string): Promise<readonly Entry[]> {
    return this.all<Entry & Kept>('entries', event);
  }

  scans(event: string): Promise<readonly OwnScan[]> {
    return this.all<OwnScan>('scans', event);
  }

  putState(state: DoorState): Promise<void> {
    return this.put('state', [state]);
  }

  putGuests(event: string, guests: readonly Guest[]): Promise<void> {
    return this.put(
      'guests',
      guests.map((guest) => ({ ...guest, event })),
    );
  }

  /** The same, and nobody else is expected any more. */
  async replaceGuests(event: string, guests: readonly Guest[]): Promise<void> {
    const transaction = this.database.transaction('guests', 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore('guests');
    store.delete(allOf(event));
    for (const guest of guests) store.put({ ...guest, event });
    await over(transaction);
  }

  putEntries(event: string, entries: readonly Entry[]): Promise<void> {
    return this.put(
      'entries',
      entries.map((entry) => ({ ...entry, event })),
    );
  }

  putScans(scans: readonly OwnScan[]): Promise<void> {
    return this.put('scans', scans);
  }

  /** Forgets who is expected, and keeps who was let in: that has no names. */
  async forgetNames(): Promise<void> {
    const transaction = this.database.transaction(['guests', 'state'], 'readwrite', { durability: 'strict' });
    transaction.objectStore('guests').clear();
    transaction.objectStore('state').clear();
    await over(transaction);
  }

  close(): void {
    this.database.close();
  }

  private all<T>(name: StoreName, event: string): Promise<readonly T[]> {
    return done(this.store(name, 'readonly').getAll(allOf(event)) as IDBRequest<T[]>);
  }

  private async put(name: StoreName, values: readonly object[]): Promise<void> {
    if (values.length === 0) return;
    const transaction = this.database.transaction(name, 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore(name);
    for (const value of values) store.put(value);
    await over(transaction);
  }

  private store(name: StoreName, mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(name, mode).objectStore(name);
  }
}

function allOf(event: string): IDBKeyRange {
  return IDBKeyRange.bound([event], [event, []]);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The phone’s storage failed.'));
  });
}

function over(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error ?? new Error('The phone’s storage failed.'));
    transaction.oncomplete = () => resolve();
    transaction.onerror = fail;
    transaction.onabort = fail;
  });
}

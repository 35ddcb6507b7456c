import type { EntryBook, EntryRecord, NewEntry } from '../../src/ports/entry-book.ts';

/** The doors' book without durability, for tests. */
export class MemoryEntryBook implements EntryBook {
  private readonly byEvent = new Map<string, EntryRecord[]>();

  record(eventId: string, entries: readonly NewEntry[]): Promise<void> {
    const known = [...this.of(eventId)];
    for (const entry of entries) {
      if (known.some(({ scanId }) => scanId === entry.scanId)) continue;
      known.push({ ...entry, number: known.length + 1 });
    }
    this.byEvent.set(eventId, known);
    return Promise.resolve();
  }

  after(eventId: string, number: number, limit: number): Promise<readonly EntryRecord[]> {
    const later = this.of(eventId).filter((entry) => entry.number > number);
    return Promise.resolve(structuredClone(later.slice(0, limit)));
  }

  isAdmitted(eventId: string, reservation: number): Promise<boolean> {
    return Promise.resolve(this.of(eventId).some((entry) => entry.reservation === reservation));
  }

  private of(eventId: string): readonly EntryRecord[] {
    return this.byEvent.get(eventId) ?? [];
  }
}

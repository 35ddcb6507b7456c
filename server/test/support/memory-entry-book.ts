import type { AuditTrail } from '../../src/ports/audit-trail.ts';
import type { EntryBook, EntryRecord, NewEntry } from '../../src/ports/entry-book.ts';

/** The doors' book without durability, for tests. */
export class MemoryEntryBook implements EntryBook {
  private readonly byEvent = new Map<string, EntryRecord[]>();

  /** @param familyOf a reservation, and those that it was handed on from or to */
  constructor(
    private readonly trail: AuditTrail,
    private readonly familyOf: (eventId: string, reservation: number) => readonly number[],
  ) {}

  async record(
    eventId: string,
    entries: readonly NewEntry[],
    _receivedAt: number,
    actor: string,
  ): Promise<void> {
    const undone: NewEntry[] = [];
    const known = [...this.of(eventId)];
    for (const entry of entries) {
      if (known.some(({ scanId }) => scanId === entry.scanId)) continue;
      known.push({ ...entry, actor, number: known.length + 1 });
      if (entry.undoes !== null) undone.push(entry);
    }
    this.byEvent.set(eventId, known);
    for (const { reservation, count: people, door } of undone) {
      await this.trail.note({
        ...{ actor, action: 'entry.undone', eventId },
        detail: { reservation, people, door },
      });
    }
  }

  after(eventId: string, number: number, limit: number): Promise<readonly EntryRecord[]> {
    const later = this.of(eventId).filter((entry) => entry.number > number);
    return Promise.resolve(structuredClone(later.slice(0, limit)));
  }

  ofReservation(eventId: string, reservation: number): Promise<readonly EntryRecord[]> {
    const family = new Set(this.familyOf(eventId, reservation));
    return Promise.resolve(
      structuredClone(this.of(eventId).filter((entry) => family.has(entry.reservation))),
    );
  }

  isAdmitted(eventId: string, reservation: number): Promise<boolean> {
    const family = new Set([...this.familyOf(eventId, reservation), reservation]);
    const found = this.of(eventId).filter((entry) => family.has(entry.reservation));
    const isUndone = ({ scanId }: EntryRecord) => found.some(({ undoes }) => undoes === scanId);
    return Promise.resolve(found.some((entry) => entry.undoes === null && !isUndone(entry)));
  }

  private of(eventId: string): readonly EntryRecord[] {
    return this.byEvent.get(eventId) ?? [];
  }
}

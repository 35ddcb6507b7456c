import type { AuditTrail, NewTrailEntry, TrailRecord, TrailWanted } from '../../src/ports/audit-trail.ts';

/** The trail without durability, for tests. */
export class MemoryTrail implements AuditTrail {
  private entries: TrailRecord[] = [];

  async note(entry: NewTrailEntry): Promise<void> {
    await Promise.resolve();
    this.entries.push({ ...structuredClone(entry), entryId: this.entries.length + 1, at: Date.now() });
  }

  /** Leaves who did what, and takes why. */
  forgetReasons(isMeant: (entry: TrailRecord) => boolean): void {
    this.entries = this.entries.map((entry) => {
      const facts = Object.entries(entry.detail).filter(([name]) => name !== 'reason');
      return isMeant(entry) ? { ...entry, detail: Object.fromEntries(facts) } : entry;
    });
  }

  async list({ eventId, before = Infinity, after = 0, limit }: TrailWanted): Promise<readonly TrailRecord[]> {
    await Promise.resolve();
    return this.entries
      .filter((entry) => entry.entryId < before && entry.entryId > after)
      .filter((entry) => eventId === undefined || entry.eventId === eventId)
      .toReversed()
      .slice(0, limit);
  }
}

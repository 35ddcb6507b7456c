import type { AuditTrail, NewTrailEntry, TrailRecord, TrailWanted } from '../../src/ports/audit-trail.ts';

/** The trail without durability, for tests. */
export class MemoryTrail implements AuditTrail {
  private readonly entries: TrailRecord[] = [];

  async note(entry: NewTrailEntry): Promise<void> {
    await Promise.resolve();
    this.entries.push({ ...structuredClone(entry), entryId: this.entries.length + 1, at: Date.now() });
  }

  /** Leaves who did what, and takes why. */
  forgetReasons(isMeant: (entry: TrailRecord) => boolean): void {
    for (const [place, entry] of this.entries.entries()) {
      if (entry.detail.reason === undefined || !isMeant(entry)) continue;
      const detail = { ...entry.detail };
      delete detail.reason;
      this.entries[place] = { ...entry, detail };
    }
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

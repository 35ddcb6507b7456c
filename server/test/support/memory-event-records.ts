import type { Change } from '../../src/domain/change.ts';
import type { EventRecords, EventTally, SoldRecord } from '../../src/ports/event-records.ts';
import type { MemoryStore } from './memory-store.ts';

/** What the console reads of a ledger in memory. */
export class MemoryEventRecords implements EventRecords {
  constructor(private readonly store: () => MemoryStore) {}

  async soldAfter(eventId: string, sequence: number, limit: number): Promise<readonly SoldRecord[]> {
    await Promise.resolve();
    return [...(this.store().events.get(eventId)?.reservations.values() ?? [])]
      .filter((record) => record.sequence > sequence)
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, limit)
      .map(({ sequence: madeBy, createdAt, seatIds, amounts }) =>
        structuredClone({ sequence: madeBy, createdAt, seatIds, amounts }),
      );
  }

  async organisersChanges(eventId: string, before: number, limit: number): Promise<readonly Change[]> {
    await Promise.resolve();
    const changes = this.store().events.get(eventId)?.changes ?? [];
    const theirs = changes.filter((change) => change.sequence < before && isOrganisers(change));
    return structuredClone(theirs.toReversed().slice(0, limit));
  }

  async tally(eventIds: readonly string[]): Promise<readonly EventTally[]> {
    await Promise.resolve();
    return [...this.store().events]
      .filter(([eventId]) => eventIds.includes(eventId))
      .map(([eventId, { seats, reservations }]) => {
        const count = (state: string) => seats.filter(({ seat }) => seat.state === state).length;
        const active = [...reservations.values()].filter(({ cancelledAt }) => cancelledAt === null);
        const amounts = active.flatMap(({ amounts: each }) => each ?? []);
        return {
          eventId,
          available: count('available'),
          held: count('held'),
          reserved: count('reserved'),
          blocked: count('blocked'),
          revenue: amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0),
        };
      });
  }
}

export function isOrganisers({ actor }: Change): boolean {
  return actor.startsWith('organiser:');
}

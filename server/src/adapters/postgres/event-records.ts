import { fromRow, type ChangeRow } from '../../domain/change-codec.ts';
import type { Change } from '../../domain/change.ts';
import type { EventRecords, EventTally, SoldRecord } from '../../ports/event-records.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

interface SoldRow {
  readonly sequence: number;
  readonly created_at: number;
  readonly seat_ids: readonly number[];
  readonly amounts: readonly (number | null)[] | null;
}

type TallyRow = Omit<EventTally, 'eventId'> & { readonly event_id: string };

/** What the console reads of events, in PostgreSQL. */
export class PostgresEventRecords implements EventRecords {
  constructor(private readonly runner: Runner) {}

  async soldAfter(eventId: string, sequence: number, limit: number): Promise<readonly SoldRecord[]> {
    const rows = await this.runner.read<SoldRow>(statements.soldAfter, [eventId, sequence, limit]);
    return rows.map(({ sequence: madeBy, created_at: createdAt, seat_ids: seatIds, amounts }) => {
      return { sequence: madeBy, createdAt, seatIds, amounts };
    });
  }

  async organisersChanges(eventId: string, before: number, limit: number): Promise<readonly Change[]> {
    const values = [eventId, before, limit];
    return (await this.runner.read<ChangeRow>(statements.organisersChanges, values)).map(fromRow);
  }

  async tally(eventIds: readonly string[]): Promise<readonly EventTally[]> {
    if (eventIds.length === 0) return [];
    const rows = await this.runner.read<TallyRow>(statements.tallyEvents, [[...eventIds]]);
    return rows.map(({ event_id: eventId, ...tally }) => ({ eventId, ...tally }));
  }
}

import type pg from 'pg';
import type { EntryBook, EntryRecord, NewEntry } from '../../ports/entry-book.ts';
import { run, withClient } from './connection.ts';
import { statements } from './statements.ts';

interface EntryRow {
  readonly number: number;
  readonly scan_id: string;
  readonly reservation: number;
  readonly people: number;
  readonly door: string;
  readonly device: string;
  readonly at: number;
}

/** The doors' book in PostgreSQL, beside the log: entries change no seat. */
export class PostgresEntryBook implements EntryBook {
  constructor(
    private readonly pool: pg.Pool,
    private readonly readTimeoutMs: number | undefined,
  ) {}

  async recordEntries(eventId: string, entries: readonly NewEntry[], receivedAt: number): Promise<void> {
    const column = <T>(value: (entry: NewEntry) => T) => entries.map(value);
    const values = [
      eventId,
      entries.length,
      receivedAt,
      column(({ scanId }) => scanId),
      column(({ reservation }) => reservation),
      column(({ count }) => count),
      column(({ door }) => door),
      column(({ device }) => device),
      column(({ at }) => at),
    ];
    // Given up like a read: whoever is not told sends it again, and it is kept once.
    await withClient(this.pool, (client) =>
      run(client, statements.recordEntries, values, this.readTimeoutMs),
    );
  }

  async entriesAfter(eventId: string, number: number, limit: number): Promise<readonly EntryRecord[]> {
    const values = [eventId, number, limit];
    const rows = await withClient(this.pool, (client) =>
      run<EntryRow>(client, statements.entriesAfter, values, this.readTimeoutMs),
    );
    return rows.map(({ scan_id: scanId, people: count, ...row }) => ({ ...row, scanId, count }));
  }

  async isAdmitted(eventId: string, reservation: number): Promise<boolean> {
    const [row] = await withClient(this.pool, (client) =>
      run<{ is_admitted: boolean }>(
        client,
        statements.isAdmitted,
        [eventId, reservation],
        this.readTimeoutMs,
      ),
    );
    return row?.is_admitted ?? false;
  }
}

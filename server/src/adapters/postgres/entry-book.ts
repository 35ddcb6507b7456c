import type { EntryBook, EntryRecord, NewEntry } from '../../ports/entry-book.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

interface EntryRow {
  readonly number: number;
  readonly scan_id: string;
  readonly reservation: number;
  readonly people: number;
  readonly door: string;
  readonly device: string;
  readonly at: number;
  readonly undoes: string | null;
  readonly actor: string | null;
}

/** The doors' book in PostgreSQL, beside the log: entries change no seat. */
export class PostgresEntryBook implements EntryBook {
  constructor(private readonly runner: Runner) {}

  async record(
    eventId: string,
    entries: readonly NewEntry[],
    receivedAt: number,
    actor: string,
  ): Promise<void> {
    const column = <T>(value: (entry: NewEntry) => T) => entries.map(value);
    // Given up like a read when it takes too long: a door that is not told sends it again, and it is kept once.
    await this.runner.read(statements.recordEntries, [
      eventId,
      entries.length,
      receivedAt,
      actor,
      column(({ scanId }) => scanId),
      column(({ reservation }) => reservation),
      column(({ count }) => count),
      column(({ door }) => door),
      column(({ device }) => device),
      column(({ at }) => at),
      column(({ undoes }) => undoes),
    ]);
  }

  async after(eventId: string, number: number, limit: number): Promise<readonly EntryRecord[]> {
    const rows = await this.runner.read<EntryRow>(statements.entriesAfter, [eventId, number, limit]);
    return rows.map(toEntry);
  }

  async ofReservation(eventId: string, reservation: number): Promise<readonly EntryRecord[]> {
    const rows = await this.runner.read<EntryRow>(statements.entriesOfReservation, [eventId, reservation]);
    return rows.map(toEntry);
  }

  async isAdmitted(eventId: string, reservation: number): Promise<boolean> {
    const [row] = await this.runner.read<{ is_admitted: boolean }>(statements.isAdmitted, [
      eventId,
      reservation,
    ]);
    return row?.is_admitted ?? false;
  }
}

function toEntry({ scan_id: scanId, people: count, ...row }: EntryRow): EntryRecord {
  return { ...row, scanId, count };
}

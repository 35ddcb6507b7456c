import type { ReservationRecord } from '../../ports/reservation-record.ts';
import { toReservation, type ReservationRow } from './decode.ts';
import { PERSONAL_DATA_DAYS } from './event-rules.ts';
import type { PersonKeys } from './person-keys.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

/** What is told about the keys that names and phones are under. */
export interface PersonObserver {
  /** An event was gone through: so many were encrypted anew, and of so many the key is not here. */
  sealed(eventId: string, sealedCount: number, unreadableCount: number): void;
}

/** What becomes of names and phones in the background: they are put under the newest key, and in the end they go. */
export class PersonSealing {
  constructor(
    private readonly runner: Runner,
    private readonly keys: PersonKeys,
    private readonly observer: PersonObserver | undefined,
  ) {}

  async forget(eventId: string, wallNow: number): Promise<number> {
    const values = [eventId, wallNow, PERSONAL_DATA_DAYS];
    const [row] = await this.runner.write<{ reservations: number }>(statements.forgetPersons, values);
    return row?.reservations ?? 0;
  }

  async seal(eventId: string, isStopped: () => boolean): Promise<void> {
    let after = 0;
    let sealed = 0;
    let unreadable = 0;
    while (!isStopped()) {
      const values = [eventId, after, this.keys.currentId];
      const rows = await this.runner.read<ReservationRow>(statements.findUnsealed, values);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.sequence;
      const readable = rows
        .map((row) => ({ before: row.person, record: toReservation(row, this.keys) }))
        .filter(({ record }) => record.isUnreadable !== true);
      unreadable += rows.length - readable.length;
      sealed += await this.#seal(eventId, readable);
    }
    this.observer?.sealed(eventId, sealed, unreadable);
  }

  async #seal(
    eventId: string,
    found: readonly { readonly before: string | null; readonly record: ReservationRecord }[],
  ): Promise<number> {
    if (found.length === 0) return 0;
    const rows = await this.runner.write(statements.sealPersons, [
      eventId,
      found.map(({ record }) => record.sequence),
      found.map(({ before }) => before),
      found.map(({ record }) => this.keys.seal(record, record)),
      found.map(({ record }) => this.keys.marks(record)),
    ]);
    return rows.length;
  }
}

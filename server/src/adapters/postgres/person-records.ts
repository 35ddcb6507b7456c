import type pg from 'pg';
import { userMark } from '../../domain/log-chain.ts';
import type { ChangeRow } from '../../domain/change-codec.ts';
import type { ReservationRecord } from '../../ports/ledger.ts';
import type {
  Having,
  PersonChange,
  PersonId,
  PersonRecords,
  ReservationPlace,
  ReservationsQuery,
} from '../../ports/person-records.ts';
import { toReservation, type ReservationRow } from './decode.ts';
import { markList } from './encode.ts';
import { PERSONAL_DATA_DAYS } from './event-rules.ts';
import type { PersonKeys } from './person-keys.ts';
import { statements, type Statement } from './statements.ts';

/** What is told about the keys that names and phones are under. */
export interface PersonObserver {
  /** An event was gone through: so many were encrypted anew, and of so many the key is not here. */
  sealed(eventId: string, sealedCount: number, unreadableCount: number): void;
}

/** How statements reach the database. */
export interface StatementRunner {
  read<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  write<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}

interface UserChangeRow extends Pick<ChangeRow, 'sequence' | 'at' | 'cause'> {
  readonly event_id: string;
  readonly seat_ids: readonly number[];
  readonly user_id: string;
  readonly log_key: string;
}

/** What PostgreSQL keeps of people. */
export class PostgresPersonRecords implements PersonRecords {
  constructor(
    private readonly statements: StatementRunner,
    private readonly keys: PersonKeys,
    private readonly observer: PersonObserver,
  ) {}

  async listReservations(query: ReservationsQuery): Promise<readonly ReservationRecord[]> {
    const { eventId, before, state, limit, having } = query;
    const values = [eventId, before, state, limit, ...this.#wanted(having)];
    const rows = await this.statements.read<ReservationRow>(statements.listReservations, values);
    return rows.map((row) => toReservation(row, this.keys));
  }

  async reservationsOfPerson(person: PersonId): Promise<readonly ReservationRecord[]> {
    const values =
      'userId' in person
        ? [person.userId, null, null]
        : [null, this.keys.marksOfPhone(person.phone), person.phone];
    const rows = await this.statements.read<ReservationRow>(statements.reservationsOfPerson, values);
    return rows.map((row) => toReservation(row, this.keys));
  }

  async changesOfUsers(userIds: readonly string[]): Promise<readonly PersonChange[]> {
    const changes: PersonChange[] = [];
    for (const { event_id: eventId } of await this.#events()) {
      const rows = await this.statements.read<UserChangeRow>(statements.changesOfUsers, [eventId, userIds]);
      for (const { sequence, at, cause, seat_ids: seatIds, user_id: userId, log_key: logKey } of rows) {
        changes.push({ eventId, sequence, at, cause, seatIds, mark: userMark(userId, logKey) });
      }
    }
    return changes;
  }

  async erasePersons(reservations: readonly ReservationPlace[]): Promise<number> {
    const byEvent = new Map<string, number[]>();
    for (const { eventId, sequence } of reservations) {
      byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), sequence]);
    }
    let erased = 0;
    for (const [eventId, sequences] of byEvent) {
      erased += (await this.statements.write(statements.erasePersons, [eventId, sequences])).length;
    }
    return erased;
  }

  async forgetPersons(eventId: string, wallNow: number): Promise<number> {
    const values = [eventId, wallNow, PERSONAL_DATA_DAYS];
    const [row] = await this.statements.write<{ reservations: number }>(statements.forgetPersons, values);
    return row?.reservations ?? 0;
  }

  async sealPersons(eventId: string, isStopped: () => boolean): Promise<void> {
    let after = 0;
    let sealed = 0;
    let unreadable = 0;
    while (!isStopped()) {
      const values = [eventId, after, this.keys.currentId];
      const rows = await this.statements.read<ReservationRow>(statements.findUnsealed, values);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.sequence;
      const readable = rows
        .map((row) => ({ before: row.person, record: toReservation(row, this.keys) }))
        .filter(({ record }) => record.isUnreadable !== true);
      unreadable += rows.length - readable.length;
      sealed += await this.#seal(eventId, readable);
    }
    this.observer.sealed(eventId, sealed, unreadable);
  }

  async #seal(
    eventId: string,
    found: readonly { readonly before: string | null; readonly record: ReservationRecord }[],
  ): Promise<number> {
    if (found.length === 0) return 0;
    const rows = await this.statements.write(statements.sealPersons, [
      eventId,
      found.map(({ record }) => record.sequence),
      found.map(({ before }) => before),
      found.map(({ record }) => this.keys.seal(record, record)),
      found.map(({ record }) => markList(this.keys.marks(record))),
    ]);
    return rows.length;
  }

  #events(): Promise<{ event_id: string }[]> {
    return this.statements.read<{ event_id: string }>(statements.listEvents, []);
  }

  /** Code, marks and seats; nulls where nothing is asked for. */
  #wanted(having: Having | undefined): (string | readonly string[] | readonly number[] | null)[] {
    if (having === undefined) return [null, null, null];
    const { code, phone, userName, seatIds } = having;
    const marks = [
      ...(phone === undefined ? [] : this.keys.marksOfPhone(phone)),
      ...(userName === undefined ? [] : this.keys.marksOfName(userName)),
    ];
    return [code ?? null, marks, seatIds ?? null];
  }
}

import { userMark } from '../../domain/log-chain.ts';
import type { ChangeRow } from '../../domain/change-codec.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import type {
  Having,
  PersonChange,
  PersonId,
  PersonRecords,
  ReservationPlace,
  ReservationsQuery,
} from '../../ports/person-records.ts';
import { toReservation, type ReservationRow } from './decode.ts';
import type { PersonKeys } from './person-keys.ts';
import type { Runner } from './runner.ts';
import { statements } from './statements.ts';

interface UserChangeRow extends Pick<ChangeRow, 'sequence' | 'at' | 'cause'> {
  readonly event_id: string;
  readonly seat_ids: readonly number[];
  readonly user_id: string;
  readonly log_key: string;
}

/** What PostgreSQL keeps of people. */
export class PostgresPersonRecords implements PersonRecords {
  constructor(
    private readonly runner: Runner,
    private readonly keys: PersonKeys,
  ) {}

  async listReservations(query: ReservationsQuery): Promise<readonly ReservationRecord[]> {
    const { eventId, before, state, limit, having } = query;
    const values = [eventId, before, state, limit, ...this.#wanted(having)];
    const rows = await this.runner.read<ReservationRow>(statements.listReservations, values);
    return rows.map((row) => toReservation(row, this.keys));
  }

  async reservationsOfPerson(person: PersonId): Promise<readonly ReservationRecord[]> {
    const values =
      'userId' in person
        ? [person.userId, null, null]
        : [null, this.keys.marksOfPhone(person.phone), person.phone];
    const rows = await this.runner.read<ReservationRow>(statements.reservationsOfPerson, values);
    return rows.map((row) => toReservation(row, this.keys));
  }

  async changesOfUsers(userIds: readonly string[]): Promise<readonly PersonChange[]> {
    const changes: PersonChange[] = [];
    for (const { event_id: eventId } of await this.#events()) {
      const rows = await this.runner.read<UserChangeRow>(statements.changesOfUsers, [eventId, userIds]);
      for (const { sequence, at, cause, seat_ids: seatIds, user_id: userId, log_key: logKey } of rows) {
        changes.push({ eventId, sequence, at, cause, seatIds, mark: userMark(userId, logKey) });
      }
    }
    return changes;
  }

  async eventsStoodInLine(userId: string): Promise<readonly string[]> {
    const rows = await this.runner.read<{ event_id: string }>(statements.eventsStoodInLine, [userId]);
    return rows.map(({ event_id: eventId }) => eventId);
  }

  async erasePersons(reservations: readonly ReservationPlace[]): Promise<number> {
    const byEvent = new Map<string, number[]>();
    for (const { eventId, sequence } of reservations) {
      byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), sequence]);
    }
    let erased = 0;
    for (const [eventId, sequences] of byEvent) {
      erased += (await this.runner.write(statements.erasePersons, [eventId, sequences])).length;
    }
    return erased;
  }

  #events(): Promise<{ event_id: string }[]> {
    return this.runner.read<{ event_id: string }>(statements.listEvents, []);
  }

  /** Code, marks of phones and of names, and seats; nulls where nothing is asked for. */
  #wanted(having: Having | undefined): (string | readonly string[] | readonly number[] | null)[] {
    if (having === undefined) return [null, null, null, null];
    const { code, phone, userName, seatIds } = having;
    const phones = phone === undefined ? [] : this.keys.marksOfPhone(phone);
    const names = userName === undefined ? [] : this.keys.marksOfName(userName);
    return [code ?? null, phones, names, seatIds ?? null];
  }
}

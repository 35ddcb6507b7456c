import { userMark } from '../../src/domain/log-chain.ts';
import { comparableName } from '../../src/domain/person-name.ts';
import type { ReservationRecord } from '../../src/ports/reservation-record.ts';
import type {
  Having,
  PersonChange,
  PersonId,
  PersonRecords,
  ReservationPlace,
  ReservationsQuery,
} from '../../src/ports/person-records.ts';
import { erase } from './memory-forgetting.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryPersons implements PersonRecords {
  constructor(private readonly store: MemoryStore) {}

  async listReservations({ eventId, before, state, limit, having }: ReservationsQuery) {
    await turn();
    const found = [...(this.store.events.get(eventId)?.reservations.values() ?? [])]
      .filter(({ sequence }) => before === null || sequence < before)
      .filter(({ cancelledAt }) => state === null || (cancelledAt === null) === (state === 'active'))
      .filter((record) => having === undefined || has(record, having))
      .sort((a, b) => b.sequence - a.sequence);
    return structuredClone(found.slice(0, limit));
  }

  async reservationsOfPerson(person: PersonId): Promise<readonly ReservationRecord[]> {
    await turn();
    const found = [...this.store.events.values()]
      .flatMap(({ reservations }) => [...reservations.values()])
      .filter((record) =>
        'userId' in person ? record.userId === person.userId : record.phone === person.phone,
      )
      .sort((a, b) => b.createdAt - a.createdAt || b.sequence - a.sequence);
    return structuredClone(found);
  }

  async changesOfUsers(userIds: readonly string[]): Promise<readonly PersonChange[]> {
    await turn();
    return personChanges(this.store, userIds);
  }

  async eventsStoodInLine(userId: string): Promise<readonly string[]> {
    await turn();
    const changes = personChanges(this.store, [userId]);
    return [...new Set(changes.filter(({ cause }) => LINE_CAUSES.has(cause)).map(({ eventId }) => eventId))];
  }

  async erasePersons(places: readonly ReservationPlace[]): Promise<number> {
    await turn();
    for (const { eventId, sequence } of places) {
      this.store.cancelReasons.delete(`${eventId}.${sequence}`);
      this.store.trail.forgetReasons(({ detail }) => detail.reservation === `${eventId}.${sequence}`);
    }
    return places.filter(({ eventId, sequence }) => erase(this.store.events.get(eventId), sequence)).length;
  }
}

const LINE_CAUSES: ReadonlySet<string> = new Set(['queued', 'left_line', 'offered']);

/** A store answers later, never within the call. */
function turn(): Promise<void> {
  return Promise.resolve();
}

function has(record: ReservationRecord, { code, phone, userName, seatIds }: Having): boolean {
  return (
    record.code === code ||
    (record.phone !== '' && record.phone === phone) ||
    (userName !== undefined &&
      record.userName !== '' &&
      comparableName(record.userName) === comparableName(userName)) ||
    record.seatIds.some((id) => seatIds?.includes(id) === true)
  );
}

function personChanges({ events, logKey }: MemoryStore, userIds: readonly string[]): PersonChange[] {
  return [...events].flatMap(([eventId, { changes }]) =>
    changes.flatMap((change) => {
      if (!('userId' in change) || !userIds.includes(change.userId)) return [];
      const { sequence, at, cause, seatIds, userId } = change;
      return [{ eventId, sequence, at, cause, seatIds: [...seatIds], mark: userMark(userId, logKey) }];
    }),
  );
}

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
import type { MemoryStore, StoredEvent } from './memory-store.ts';

const DAY_MS = 86_400_000;
/** How many reservations one `forgetPersons` goes through. */
const FORGET_STEP = 1_000;

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

  async erasePersons(places: readonly ReservationPlace[]): Promise<number> {
    await turn();
    for (const { eventId, sequence } of places) {
      this.store.cancelReasons.delete(`${eventId}.${sequence}`);
      this.store.trail.forgetReasons(({ detail }) => detail.reservation === `${eventId}.${sequence}`);
    }
    return places.filter(({ eventId, sequence }) => erase(this.store.events.get(eventId), sequence)).length;
  }
}

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

/** Whether there was anything to erase. */
function erase(stored: StoredEvent | undefined, sequence: number): boolean {
  const record = stored?.reservations.get(sequence);
  if (record === undefined || (record.userName === '' && record.phone === '')) return false;
  stored?.reservations.set(sequence, { ...record, userName: '', phone: '' });
  return true;
}

export function forgetPersons(store: MemoryStore, stored: StoredEvent, wallNow: number): number {
  const { eventId, endsAt, startsAt, rules } = stored.event;
  const before = wallNow - rules.personalDataDays * DAY_MS;
  if ((endsAt ?? startsAt) > before) return 0;
  const next = [...stored.reservations.values()]
    .filter(({ sequence }) => sequence > stored.personsForgottenTo)
    .sort((a, b) => a.sequence - b.sequence)
    .slice(0, FORGET_STEP);
  const firstYoung = next.findIndex(({ createdAt }) => createdAt > before);
  const old = firstYoung === -1 ? next : next.slice(0, firstYoung);
  for (const { sequence } of old) {
    erase(stored, sequence);
    store.cancelReasons.delete(`${eventId}.${sequence}`);
  }
  for (const [key, end] of store.holdEnds) {
    if (end.eventId === eventId && end.at <= before) store.holdEnds.delete(key);
  }
  store.trail.forgetReasons((entry) => entry.eventId === eventId && entry.at <= before);
  stored.personsForgottenTo = old.at(-1)?.sequence ?? stored.personsForgottenTo;
  return old.length;
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

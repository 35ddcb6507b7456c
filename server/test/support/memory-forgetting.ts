import type { MemoryStore, StoredEvent } from './memory-store.ts';

const DAY_MS = 86_400_000;
/** How many changes one `forget` goes through, and how many reservations one `forgetPersons`. */
const CHANGES_STEP = 5_000;
const RESERVATIONS_STEP = 1_000;

/** Forgets what is kept only for a day; how many changes it went through. */
export function forget(stored: StoredEvent, before: number): number {
  const from = stored.forgottenTo;
  const next = stored.changes.slice(from, from + CHANGES_STEP);
  const firstYoung = next.findIndex(({ at }) => at >= before);
  const old = firstYoung === -1 ? next : next.slice(0, firstYoung);
  for (const change of old) {
    if ('key' in change) stored.changes[change.sequence - 1] = { ...change, key: null };
    if (change.cause !== 'cancelled') continue;
    const record = stored.reservations.get(change.reservation);
    if (record === undefined || record.cancelledAt === null) continue;
    stored.reservations.set(record.sequence, { ...record, userName: '', phone: '' });
  }
  stored.forgottenTo += old.length;
  return old.length;
}

/** Forgets people whose event has been over for long; how many reservations it went through. */
export function forgetPersons(store: MemoryStore, stored: StoredEvent, wallNow: number): number {
  const { eventId, endsAt, startsAt, rules } = stored.event;
  const before = wallNow - rules.personalDataDays * DAY_MS;
  if ((endsAt ?? startsAt) > before) return 0;
  const next = [...stored.reservations.values()]
    .filter(({ sequence }) => sequence > stored.personsForgottenTo)
    .sort((a, b) => a.sequence - b.sequence)
    .slice(0, RESERVATIONS_STEP);
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

/** Whether there was anything to erase. */
export function erase(stored: StoredEvent | undefined, sequence: number): boolean {
  const record = stored?.reservations.get(sequence);
  if (record === undefined || (record.userName === '' && record.phone === '')) return false;
  stored?.reservations.set(sequence, { ...record, userName: '', phone: '' });
  return true;
}

import type { ListedReservation, OpenedReservation } from '@jari/contract';
import type { Hall } from '../../domain/hall.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import { reservationIdOf } from '../reservations/reservation-id.ts';
import { soldJson } from '../reservations/reservation-json.ts';
import { maskedName, maskedPhone } from './masks.ts';

/** A reservation as a list shows it. */
export function listedJson(record: ReservationRecord, hall: Hall): ListedReservation {
  return {
    ...factsJson(record, hall),
    user_name: maskedName(record.userName),
    phone: maskedPhone(record.phone),
  };
}

/** A reservation with all that is kept of its person. */
export function openedJson(record: ReservationRecord, hall: Hall): OpenedReservation {
  const { userName, phone, userId } = record;
  return { ...factsJson(record, hall), user_name: userName, phone, user: userId };
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function factsJson(record: ReservationRecord, hall: Hall): Omit<ListedReservation, 'user_name' | 'phone'> {
  return {
    id: reservationIdOf(record),
    code: record.code,
    event: record.eventId,
    status: record.cancelledAt === null ? 'active' : 'cancelled',
    ...soldJson(record, hall),
    sequence: record.sequence,
    created_at: isoTime(record.createdAt),
    cancelled_at: record.cancelledAt === null ? null : isoTime(record.cancelledAt),
    personal_data: personalDataOf(record),
  };
}

function personalDataOf({
  isUnreadable,
  userName,
  phone,
}: ReservationRecord): ListedReservation['personal_data'] {
  if (isUnreadable === true) return 'unreadable';
  return userName === '' && phone === '' ? 'removed' : 'kept';
}

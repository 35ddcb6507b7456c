import type { Reservation } from '@jari/contract';
import type { ReservedAnswer } from '../../domain/command.ts';
import type { Event } from '../../domain/event.ts';
import type { ReservationRecord } from '../../ports/ledger.ts';
import type { Person } from './person.ts';
import { reservationIdOf, reservationIdText } from './reservation-id.ts';

/** A reservation that has just been made, or whose answer is given again. */
export function newReservationJson(answer: ReservedAnswer, person: Person, event: Event): Reservation {
  return {
    id: reservationIdText(event.eventId, answer.sequence),
    code: answer.code,
    event: event.eventId,
    status: answer.status,
    seats: seatsJson(answer.seatIds, event),
    user_name: person.userName,
    phone: person.phone,
    sequence: answer.sequence,
    created_at: new Date(answer.createdAt).toISOString(),
  };
}

/** A reservation as the ledger has it. */
export function recordJson(record: ReservationRecord, event: Event): Reservation {
  return {
    id: reservationIdOf(record),
    code: record.code,
    event: record.eventId,
    status: record.cancelledAt === null ? 'active' : 'cancelled',
    seats: seatsJson(record.seatIds, event),
    user_name: record.userName,
    phone: record.phone,
    sequence: record.sequence,
    created_at: new Date(record.createdAt).toISOString(),
  };
}

function seatsJson(seatIds: readonly number[], { hall }: Event): Reservation['seats'] {
  return seatIds.map((id) => ({ id, label: hall.label(id) }));
}

import type { Reservation } from '@jari/contract';
import type { ReservedAnswer } from '../../domain/command.ts';
import type { Event } from '../../domain/event.ts';
import type { Hall } from '../../domain/hall.ts';
import { totalOf, type Amounts } from '../../domain/prices.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import type { Person } from './person.ts';
import { reservationIdOf, reservationIdText } from './reservation-id.ts';

/** Where a reservation's seats are. */
interface Place {
  readonly event: Event;
  readonly hall: Hall;
}

/** A reservation that has just been made, or whose answer is given again. */
export function newReservationJson(
  answer: ReservedAnswer,
  person: Person,
  { event, hall }: Place,
): Reservation {
  return {
    id: reservationIdText(event.eventId, answer.sequence),
    code: answer.code,
    event: event.eventId,
    status: answer.status,
    ...soldJson(answer, hall),
    user_name: person.userName,
    phone: person.phone,
    sequence: answer.sequence,
    created_at: new Date(answer.createdAt).toISOString(),
  };
}

/** A reservation as the ledger has it. */
export function recordJson(record: ReservationRecord, { hall }: Place): Reservation {
  return {
    id: reservationIdOf(record),
    code: record.code,
    event: record.eventId,
    status: record.cancelledAt === null ? 'active' : 'cancelled',
    ...soldJson(record, hall),
    user_name: record.userName,
    phone: record.phone,
    sequence: record.sequence,
    created_at: new Date(record.createdAt).toISOString(),
  };
}

/** The seats as they were sold. */
export function soldJson(
  sold: Amounts & { readonly seatIds: readonly number[] },
  hall: Hall,
): Pick<Reservation, 'seats' | 'currency' | 'total'> {
  return {
    seats: sold.seatIds.map((id, i) => ({
      id,
      label: hall.label(id),
      section: hall.sections[hall.sectionOf(id)]?.name || null,
      category: hall.categories[hall.categoryOf(id)] ?? null,
      amount: sold.amounts?.[i] ?? null,
    })),
    currency: sold.currency,
    total: totalOf(sold) ?? null,
  };
}

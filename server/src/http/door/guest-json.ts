import type { Guest } from '@jari/contract';
import type { Hall } from '../../domain/hall.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';

/** A reservation as the door needs to know it: whose it is, but not how to call them. */
export function guestJson(record: ReservationRecord, hall: Hall): Guest {
  const { sequence, origin, code, userName, seatIds } = record;
  return {
    reservation: sequence,
    origin: origin ?? sequence,
    code,
    name: userName,
    state: guestState(record),
    seats: seatIds.map((id) => ({
      label: hall.label(id),
      section: hall.sections[hall.sectionOf(id)]?.name || null,
    })),
  };
}

function guestState({ cancelledAt, successor }: ReservationRecord): Guest['state'] {
  if (cancelledAt === null) return 'active';
  return successor === null ? 'cancelled' : 'transferred';
}

import type { Operation, ToldReservation } from '../input/operation.ts';

/** Every reservation that an answer tells of. */
export function toldReservations({ got }: Operation): readonly ToldReservation[] {
  if (got.reservations !== undefined) return got.reservations;
  const { reservation, code, sequence, status, seats = [], amounts, total } = got;
  if (reservation === undefined || code === undefined || sequence === undefined || status === undefined)
    return [];
  return [
    {
      ...{ reservation, code, sequence, status, seats },
      ...(amounts === undefined ? {} : { amounts }),
      ...(total === undefined ? {} : { total }),
    },
  ];
}

/** Ids of reservations name their event; old ones, which do not, are taken to be of any. */
export function isOf(reservation: string, event: string): boolean {
  const end = reservation.lastIndexOf('.');
  return end === -1 || reservation.slice(0, end) === event;
}

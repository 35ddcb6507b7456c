import type { Seat, SeatList, SeatState, SeatStates } from '@jari/contract';

/** A whole hall as it is told: seat by seat, or, where it is large, a letter for each seat. */
export type SeatSnapshot = SeatList | SeatStates;

/** Where a seat log keeps what it knows. */
export interface SeatStore {
  replace(list: SeatSnapshot): void;
  change(seatIds: readonly number[], state: SeatState): void;
}

export function isSnapshot(body: object): body is SeatSnapshot {
  return (
    'sequence' in body &&
    typeof body.sequence === 'number' &&
    (('seats' in body && Array.isArray(body.seats)) || ('states' in body && typeof body.states === 'string'))
  );
}

/** Keeps seats by their ids. The map may be a reactive one: an unchanged seat keeps its object. */
export class SeatsById implements SeatStore {
  constructor(readonly seats: Map<number, Seat> = new Map()) {}

  replace(list: SeatSnapshot): void {
    if (!('seats' in list)) return;
    const present = new Set(list.seats.map((seat) => seat.id));
    for (const id of [...this.seats.keys()]) if (!present.has(id)) this.seats.delete(id);
    for (const seat of list.seats) {
      const known = this.seats.get(seat.id);
      if (known?.state !== seat.state || known.label !== seat.label) this.seats.set(seat.id, seat);
    }
  }

  change(seatIds: readonly number[], state: SeatState): void {
    for (const id of seatIds) {
      const seat = this.seats.get(id);
      if (seat && seat.state !== state) this.seats.set(id, { ...seat, state, status: state === 'reserved' });
    }
  }
}

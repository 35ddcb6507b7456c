import type { ConsoleSeats, SeatChange } from '@jari/contract';

/** Who has a seat for the moment. */
export interface HeldBy {
  readonly is: 'hold';
  readonly user: string;
  readonly seatIds: readonly number[];
  readonly since: string;
  /** In the page's own steady time, `performance.now()`. */
  readonly endsAt: number;
  readonly extensionsUsed: number;
}

/** Whose a seat is. */
export interface ReservedBy {
  readonly is: 'reservation';
  readonly id: string;
  readonly user: string;
  readonly seatIds: readonly number[];
  readonly since: string | null;
  readonly isDesk: boolean;
}

export type SeatHolder = HeldBy | ReservedBy;

/**
 * Who has which seat, as of one moment of the log. Later changes make what it says of their seats old; nothing else
 * gets old, so the page asks again only when somebody looks at such a seat.
 */
export class SeatHolders {
  readonly sequence: number;
  private readonly bySeat = new Map<number, SeatHolder>();
  private readonly old = new Set<number>();

  /** @param sentAt when the question left, by `performance.now()` */
  constructor(seats: ConsoleSeats, sentAt: number) {
    this.sequence = seats.sequence;
    for (const hold of seats.holds) {
      this.put(hold.seat_ids, {
        is: 'hold',
        user: hold.user,
        seatIds: hold.seat_ids,
        since: hold.since,
        endsAt: sentAt + hold.expires_in_ms,
        extensionsUsed: hold.extensions_used,
      });
    }
    for (const reservation of seats.reservations) {
      this.put(reservation.seat_ids, {
        is: 'reservation',
        id: reservation.id,
        user: reservation.user,
        seatIds: reservation.seat_ids,
        since: reservation.since,
        isDesk: reservation.is_desk,
      });
    }
  }

  of(seatId: number): SeatHolder | undefined {
    return this.bySeat.get(seatId);
  }

  /** Notes what changed since; of changes that it knows already it says nothing new. */
  note(changes: readonly SeatChange[]): void {
    for (const { sequence, seat_ids } of changes) {
      if (sequence > this.sequence) for (const id of seat_ids) this.old.add(id);
    }
  }

  knows(seatIds: Iterable<number>): boolean {
    for (const id of seatIds) if (this.old.has(id)) return false;
    return true;
  }

  private put(seatIds: readonly number[], holder: SeatHolder): void {
    for (const id of seatIds) this.bySeat.set(id, holder);
  }
}

/** The reservations that some of these seats belong to, each with the seats that are meant of it. */
export function reservationsAmong(
  holders: SeatHolders,
  seatIds: Iterable<number>,
): readonly { readonly reservation: ReservedBy; readonly seatIds: readonly number[] }[] {
  const found = new Map<string, { reservation: ReservedBy; seatIds: number[] }>();
  for (const id of seatIds) {
    const holder = holders.of(id);
    if (holder?.is !== 'reservation') continue;
    const entry = found.get(holder.id) ?? { reservation: holder, seatIds: [] };
    entry.seatIds.push(id);
    found.set(holder.id, entry);
  }
  return [...found.values()];
}

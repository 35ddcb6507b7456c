import type { Findings } from '../findings.ts';
import type { Hall, Place } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import type { SteadyClock } from '../model/steady-clock.ts';
import { sameSeats } from '../model/sets.ts';
import { isOf, toldReservations } from '../model/told.ts';
import { targetOf } from './effects.ts';

/** Whether each success is in the log: with the same seats, for the same person, at a moment between asking and being told. */
export class Acknowledged {
  constructor(
    private readonly hall: Hall,
    private readonly moments: Moments,
    private readonly clock: SteadyClock,
    private readonly event: string,
    private readonly findings: Findings,
  ) {}

  check(operation: Told, place: Place | undefined): void {
    const { op, outcome } = operation;
    if (outcome !== 'ok') return;
    const wrong = this.wrongWith(operation, place);
    if (wrong === NOT_ABOUT_SEATS) return;
    this.findings.check('acknowledged');
    if (wrong !== undefined) this.findings.broken('acknowledged', wrong, [operation]);
    if (op === 'hold' && operation.asked.seats !== undefined) {
      this.findings.check('whole');
      if (!sameSeats(operation.asked.seats, operation.got.seats)) {
        this.findings.broken('whole', 'other seats are held than were asked for', [operation]);
      }
    }
    if (op === 'hold' && operation.asked.best !== undefined) {
      this.findings.check('whole');
      if (operation.asked.best.quantity !== operation.got.seats?.length) {
        this.findings.broken('whole', 'more or fewer seats are held than were asked for', [operation]);
      }
    }
  }

  private wrongWith(operation: Told, place: Place | undefined): string | undefined {
    const { op, got, asked } = operation;
    const [from, to] = this.moments.windowOf(operation);
    switch (op) {
      case 'hold':
      case 'extend':
        for (const [, hold] of place?.hold.within(from, to) ?? []) {
          if (sameSeats(hold?.seats, got.seats)) return undefined;
        }
        return 'the log knows of no such hold at that time';
      case 'release':
        for (const [, hold] of place?.hold.within(from, to) ?? []) {
          // One that has run out is nobody's to give back, though the log may not say so yet.
          if (hold === undefined || this.clock.earliestUs(hold.expiresAt) <= operation.endUs)
            return undefined;
        }
        return place === undefined ? undefined : 'what was given back is held on';
      case 'confirm':
      case 'fcfs':
      case 'take':
        return this.wrongReservation(operation, place, to);
      case 'cancel': {
        const kept = this.hall.reservations.get(targetOf(asked.reservation) ?? 0);
        if (kept === undefined || kept.mark !== place?.mark)
          return 'a reservation was cancelled that is not theirs';
        return kept.seats.at(to).length === 0 ? undefined : 'what was cancelled is reserved on';
      }
      case 'give': {
        const kept = this.hall.reservations.get(targetOf(asked.reservation) ?? 0);
        if (kept === undefined || kept.mark !== place?.mark)
          return 'a ticket was given away that is not theirs';
        for (const [, seats] of kept.seats.within(from, to)) if (seats.length > 0) return undefined;
        return 'a ticket was given away that had been cancelled';
      }
      case 'reservation':
      case 'my_reservations':
        return this.wrongReservations(operation, place, from, to);
      case 'line_join':
        for (const [, waits] of place?.waits.within(from, to) ?? []) {
          if (waits.includes(got.entry ?? 0)) return this.wrongWish(operation);
        }
        return 'the log knows of no such place in line at that time';
      case 'line_leave':
        for (const [, waits] of place?.waits.within(from, to) ?? []) {
          if (asked.entry === undefined ? waits.length === 0 : !waits.includes(asked.entry)) return undefined;
        }
        return place === undefined ? undefined : 'whoever left the line still waits';
      default:
        return NOT_ABOUT_SEATS;
    }
  }

  private wrongReservation(operation: Told, place: Place | undefined, to: number): string | undefined {
    const [made] = toldReservations(operation);
    if (made === undefined) return 'nothing was told of what was reserved';
    const change = this.hall.change(made.sequence);
    if (change?.cause !== 'reserved' || change.mark !== place?.mark)
      return 'the log has no such reservation of theirs';
    if ((change.actor === 'recipient') !== (operation.op === 'take')) return 'it was got in another way';
    if (made.sequence > to) return 'it was told before it had happened';
    // A retry tells what is so now: seats that were freed meanwhile are missing.
    if (made.seats.some((seat) => !change.seats.includes(seat))) return 'the log has other seats for it';
    const asked = operation.asked.seats;
    if (asked !== undefined && !sameSeats(asked, change.seats))
      return 'other seats were reserved than were asked for';
    const { remaining } = operation.got;
    return remaining === undefined || remaining === change.remaining ? undefined : 'other seats were left';
  }

  /** What somebody is shown of what they have is what they have, at one moment, and all of it. */
  private wrongReservations(
    operation: Told,
    place: Place | undefined,
    from: number,
    to: number,
  ): string | undefined {
    const told = toldReservations(operation).filter(({ reservation }) => isOf(reservation, this.event));
    for (const { sequence, status, seats } of told) {
      const kept = this.hall.reservations.get(sequence);
      if (kept === undefined || kept.mark !== place?.mark) return 'they are shown what is not theirs';
      const was = [...kept.seats.within(from, to)].map(([, at]) => at);
      const isSo =
        status === 'active' ? was.some((at) => sameSeats(at, seats)) : was.some((at) => at.length === 0);
      if (!isSo) return `reservation ${String(sequence)} was not ${status} with these seats`;
    }
    if (operation.op !== 'my_reservations') return undefined;
    const known = new Set(told.map(({ sequence }) => sequence));
    for (const { cause, sequence } of place?.changes ?? []) {
      if (cause !== 'reserved' || sequence > from || known.has(sequence)) continue;
      const isKept = [...(this.hall.reservations.get(sequence)?.seats.within(from, to) ?? [])].every(
        ([, at]) => at.length > 0,
      );
      if (isKept) return `they are not shown reservation ${String(sequence)}`;
    }
    return undefined;
  }

  private wrongWish({ asked, got }: Told): string | undefined {
    const wish = this.hall.change(got.entry ?? 0)?.wish;
    const isSame = typeof wish === 'number' ? asked.seats?.[0] === wish : asked.best?.quantity === wish?.[0];
    return isSame ? undefined : 'they wait for something else than they asked for';
  }
}

const NOT_ABOUT_SEATS = 'nothing about seats';

import type { Seat, SeatState } from '@jari/contract';
import { SvelteMap } from 'svelte/reactivity';
import { StateBytes } from '@jari/client/state-bytes';
import { SeatsById, type SeatSnapshot, type SeatStore } from '@jari/client/seat-store';

/** Up to this many seats are buttons of their own on the page. */
export const SMALL_HALL_SEATS_MAX = 200;
/** What counts change is shown this much later at most; a hall on sale changes fifty times a second. */
const TELL_EVERY_MS = 500;

/**
 * The seats of an event: a reactive map where there are few, one byte each where there are many. Which of them it
 * is follows from the event, or, while that is not known yet, from the number of seats.
 */
export class HallStore implements SeatStore {
  readonly seats = new SvelteMap<number, Seat>();
  bytes = $state.raw<StateBytes | null>(null);
  /** Counts up when the bytes have changed: what is computed from them reads it. */
  version = $state(0);
  private readonly small = new SeatsById(this.seats);
  private telling: ReturnType<typeof setTimeout> | undefined;

  /** Whether anybody waits for a seat. */
  hasLine = false;

  replace(list: SeatSnapshot): void {
    this.hasLine = !!list.line_length;
    if (!this.bytes && 'seats' in list && list.seats.length <= SMALL_HALL_SEATS_MAX)
      return this.small.replace(list);
    const bytes = this.becomeLarge();
    if ('states' in list) bytes.takeLetters(list.states);
    else bytes.takeSeats(list.seats);
    this.version += 1;
  }

  change(seatIds: readonly number[], state: SeatState): void {
    if (!this.bytes) return this.small.change(seatIds, state);
    this.bytes.change(seatIds, state);
    this.telling ??= setTimeout(() => this.tell(), TELL_EVERY_MS);
  }

  becomeLarge(): StateBytes {
    if (this.bytes) return this.bytes;
    const bytes = new StateBytes();
    if (this.seats.size > 0) bytes.takeSeats([...this.seats.values()]);
    this.bytes = bytes;
    this.seats.clear();
    return bytes;
  }

  tell(): void {
    clearTimeout(this.telling);
    this.telling = undefined;
    this.version += 1;
  }

  stateOf(seatId: number): SeatState | undefined {
    return this.bytes ? this.bytes.stateOf(seatId) : this.seats.get(seatId)?.state;
  }

  get seatCount(): number {
    return this.bytes ? (this.version, this.bytes.seatCount) : this.seats.size;
  }

  get blockedCount(): number {
    if (this.bytes) return (this.version, this.bytes.blockedCount);
    return [...this.seats.values()].filter(({ state }) => state === 'blocked').length;
  }
}

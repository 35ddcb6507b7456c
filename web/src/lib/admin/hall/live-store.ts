import type { SeatState } from '@jari/contract';
import { StateBytes } from '@jari/client/state-bytes';
import type { SeatSnapshot, SeatStore } from '@jari/client/seat-store';

/** What counts change is shown this much later at most; a hall on sale changes fifty times a second. */
const TELL_EVERY_MS = 400;

/** The states of a hall of any size, one byte a seat, and a word now and then to whoever counts them. */
export class LiveStore implements SeatStore {
  readonly bytes = new StateBytes();
  private telling: ReturnType<typeof setTimeout> | undefined;

  /** @param onNews called soon after something changed, once for all that changed meanwhile */
  constructor(private readonly onNews: () => void) {}

  replace(list: SeatSnapshot): void {
    if ('states' in list) this.bytes.takeLetters(list.states);
    else this.bytes.takeSeats(list.seats);
    this.tellSoon();
  }

  change(seatIds: readonly number[], state: SeatState): void {
    this.bytes.change(seatIds, state);
    this.tellSoon();
  }

  stop(): void {
    clearTimeout(this.telling);
  }

  private tellSoon(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      this.onNews();
    }, TELL_EVERY_MS);
  }
}

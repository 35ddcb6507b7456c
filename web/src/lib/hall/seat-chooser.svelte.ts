import { thenOf, type Failure } from '#lib/api/outcome.ts';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { explain } from '#lib/i18n/explain.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import type { Hall } from './hall.svelte.ts';

/**
 * Turns clicks on seats into holds. One request at a time; a click meanwhile is the newer wish and follows at
 * once, so that neither a slow network nor a lost seat ever blocks the next choice.
 */
export class SeatChooser {
  /** Gathering several seats: a click adds or removes one, and the form waits for "continue". */
  several = $state(false);

  private wished: number | undefined;
  private running = false;

  /** @param onHeld called when a single chosen seat is ours */
  constructor(
    private readonly hall: Hall,
    private readonly onHeld: () => void,
    private readonly onTicket: (reservationId: string) => void,
  ) {}

  choose(seatId: number): void {
    const { hall } = this;
    const view = hall.viewOf(seatId);
    if (view === 'mine-reserved') {
      const reservation = hall.mine.reservations.find(({ seats }) =>
        seats.some((seat) => seat.id === seatId),
      );
      if (reservation) this.onTicket(reservation.id);
    } else if (view === 'mine' && !this.several) {
      // A second click on a seat that is on its way changes nothing.
      if (!hall.pending.includes(seatId)) this.onHeld();
    } else if (view === 'available' || view === 'mine') {
      this.wished = seatId;
      void this.work();
    } else {
      toasts.show({ tone: 'warning', title: `${hall.labels([seatId])} · ${i18n.t.hall.seat[view]}` });
    }
  }

  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.wished !== undefined) {
      const seatId = this.wished;
      this.wished = undefined;
      await this.hold(seatId);
    }
    this.running = false;
  }

  private async hold(seatId: number): Promise<void> {
    const { hall, several } = this;
    const held = hall.mine.hold?.seatIds ?? [];
    const adding = !held.includes(seatId);
    const wanted = several ? (adding ? [...held, seatId] : held.filter((id) => id !== seatId)) : [seatId];

    hall.pending = [seatId];
    const outcome = wanted.length === 0 ? await hall.mine.giveBack() : await hall.mine.take(wanted);
    hall.pending = [];

    if (!outcome.ok) return this.sayWhyNot(seatId, outcome.failure);
    toasts.clearWarnings();
    // A newer wish goes before leaving for the form.
    if (!several && this.wished === undefined) this.onHeld();
    else if (adding) announcer.say(i18n.t.hold.title(hall.labels(wanted)));
  }

  private sayWhyNot(seatId: number, failure: Failure): void {
    const label = this.hall.labels([seatId]);
    const { title, advice } = explain(failure);
    toasts.show({
      tone: 'warning',
      title: thenOf(failure) === 'choose_again' ? i18n.t.hall.lostTo(label) : i18n.t.hall.couldNotTake(label),
      detail: `${title}${/[.!?]$/.test(title) ? '' : '.'} ${advice}`,
    });
  }
}

import type { Failure } from '@jari/client/outcome';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { explain } from '#lib/i18n/explain.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { refusals } from '#lib/i18n/learn-refusals.ts';
import type * as SeatTalk from './seat-talk.ts';
import type { Hall } from './hall.svelte.ts';

/**
 * Turns clicks on seats into holds. One request at a time; a click meanwhile is the newer wish and follows at
 * once, so that neither a slow network nor a lost seat ever blocks the next choice. Of one seat only the newest wish
 * counts; where several are gathered, each click does.
 */
export class SeatChooser {
  /** Clicks that wait for the answer to the one before. */
  private wishes: readonly number[] = [];
  private running = false;
  private hasLeft = false;
  /** What the visitor said about gathering several; until then the seats say it. */
  severalSaid = $state<boolean>();

  /** @param onHeld called when a single chosen seat is ours, as long as the page of the seats is open */
  constructor(
    readonly hall: Hall,
    private readonly onHeld: () => void,
    private readonly onTicket: (reservationId: string) => void,
  ) {}

  /**
   * Gathering several seats: a click adds or removes one, and the form waits for "continue". Whoever comes with
   * several, back from the form or after a reload, is gathering already.
   */
  get several(): boolean {
    return this.severalSaid ?? (this.hall.mine.hold?.seatIds.length ?? 0) > 1;
  }

  set several(several: boolean) {
    this.severalSaid = several;
  }

  /** The page was left: what is on its way is held, and nobody is taken from where they are by then. */
  leave(): void {
    this.hasLeft = true;
  }

  choose(seatId: number): void {
    const { hall } = this;
    const view = hall.viewOf(seatId);
    if (view === 'mine-reserved') {
      const reservation = hall.mine.reservations.find(({ seats }) =>
        seats.some((seat) => seat.id === seatId),
      );
      if (reservation) this.onTicket(reservation.id);
    } else if (view === 'mine' && !this.several && !this.running) {
      this.onHeld();
    } else if (view === 'available' || view === 'mine') {
      if (this.several) this.wishes = [...this.wishes, seatId];
      // A second click on a seat that is on its way only takes back what was wished in between.
      else this.wishes = hall.pending.includes(seatId) ? [] : [seatId];
      void this.work();
    } else {
      this.talk(({ sayTaken }) => sayTaken(hall, seatId, view));
    }
  }

  /** The button that gives all back. */
  readonly giveBack = async (): Promise<void> => {
    const { mine } = this.hall;
    if (mine.busy) return;
    const seatIds = mine.hold?.seatIds ?? [];
    const outcome = await mine.giveBack();
    if (outcome.ok) this.sayDropped(seatIds, i18n.t.hold.givenBack);
    else this.sayFailed(i18n.t.hold.couldNotGiveBack, outcome.failure);
  };

  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let [seatId] = this.wishes; seatId !== undefined; [seatId] = this.wishes) {
      this.wishes = this.wishes.slice(1);
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
    if (held.filter((id) => !wanted.includes(id)).length > 1) {
      // One tap dropped several: the visitor stays here, where it can be undone.
      this.severalSaid = false;
      this.sayDropped(held, i18n.t.hold.replaced(hall.labels(held), hall.labels(wanted)));
    } else if (!several && this.wishes.length === 0) {
      // A newer wish goes before leaving for the form.
      if (!this.hasLeft) this.onHeld();
    } else if (adding) announcer.say(i18n.t.hold.title(hall.labels(wanted)));
  }

  private sayDropped(seatIds: readonly number[], title: string): void {
    this.talk(({ sayDropped }) => sayDropped(this, seatIds, title));
  }

  /** What few have a use for is fetched when it is wanted. Without a connection, a band above the seats says so. */
  private talk(say: (words: typeof SeatTalk) => unknown): void {
    import('./seat-talk.ts').then(say).catch(() => {});
  }

  private sayWhyNot(seatId: number, failure: Failure): void {
    const label = this.hall.labels([seatId]);
    this.sayFailed(
      refusals?.thenOf(failure) === 'choose_again'
        ? i18n.t.hall.lostTo(label)
        : i18n.t.hall.couldNotTake(label),
      failure,
    );
  }

  sayFailed(title: string, failure: Failure): void {
    const why = explain(failure);
    const stop = /[.!?]$/.test(why.title) ? '' : '.';
    toasts.show({ tone: 'warning', title, detail: `${why.title}${stop} ${why.advice}` });
  }
}

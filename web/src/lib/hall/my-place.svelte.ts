import type { Hold, Reservation } from '@jari/contract';
import { api, type BestWish } from '#lib/api/jari.ts';
import { isPassing, isTurnedAway, reasonOf, type Outcome } from '@jari/client/outcome';
import { Retry } from '@jari/client/retry';
import { isNewcomer } from '#lib/api/session.ts';
import { newKey } from '@jari/client/new-key';
import { onTabNews, tellTabs, type TabNews } from '#lib/app/tabs.ts';

/** My hold, with its end on this page's own clock. */
export interface RunningHold {
  readonly seatIds: readonly number[];
  /** In `performance.now()` milliseconds. */
  readonly endsAt: number;
  /** When the server said so, by the same clock. */
  readonly toldAt: number;
  readonly extensionsLeft: number;
}

/** A hold that is over without a reservation: what the visitor must be told where it was shown. */
export interface LostHold {
  readonly seatIds: readonly number[];
  readonly why: 'ended' | 'given_back';
  /** In words, if it was an organiser who took them. */
  readonly taken?: (labels: string) => string;
}

/** The browser's timers fire a little early at times; the server's word is asked this much later. */
const EXPIRY_SLACK_MS = 150;

/** What I have in an event: my hold and my reservations. The server is asked whenever either may have changed. */
export class MyPlace {
  hold = $state.raw<RunningHold | null>(null);
  /** The last hold, if it ran out or was taken from us. */
  lost = $state.raw<LostHold | null>(null);
  reservations = $state.raw<readonly Reservation[]>([]);
  /** False until the server has said whether we hold anything. */
  known = $state(false);
  /** Where seats of a hold that we just gave back are still reported as held for a moment. */
  justGivenBack = $state.raw<readonly number[]>([]);
  busy = $state(false);

  readonly reservedSeatIds = $derived(
    this.reservations.flatMap((reservation) => reservation.seats.map((seat) => seat.id)),
  );

  private expiryTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly retry = new Retry();
  private stopListening: (() => void) | undefined;
  /** Counts commands, so that a slow answer to an old question doesn't undo what happened since. */
  private commands = 0;
  private acting = 0;
  private isStopped = false;

  /** @param onTurnedAway told when a command was refused because it is not my turn */
  constructor(
    private readonly event: string,
    private readonly onNews: (news: TabNews) => void,
    private readonly onTurnedAway: () => void,
  ) {}

  /** True while the answer to something that I do is on its way. */
  get isActing(): boolean {
    return this.acting > 0;
  }

  /** Does something that changes what is mine. */
  async act<T>(command: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.commands += 1;
    this.acting += 1;
    try {
      const outcome = await command();
      if (!outcome.ok && isTurnedAway(outcome.failure)) this.onTurnedAway();
      return outcome;
    } finally {
      this.acting -= 1;
      this.commands += 1;
    }
  }

  start(): void {
    this.stopListening = onTabNews((news) => {
      if (news.event !== this.event) return;
      void this.refresh({ quietly: news.what !== 'held' }).then(() => this.onNews(news));
    });
    void this.begin();
  }

  stop(): void {
    this.isStopped = true;
    this.stopListening?.();
    clearTimeout(this.expiryTimer);
    this.retry.cancel();
  }

  /** Somebody whom the server has only just met has nothing here, and needn't ask. */
  private async begin(): Promise<void> {
    const asked = this.commands;
    if ((await isNewcomer()) && asked === this.commands) this.known = true;
    else await this.refresh();
  }

  /**
   * Asks the server what I have. `quietly`: a hold that is gone was given back in another tab, not lost.
   *
   * @returns whether it has said so
   */
  async refresh({ quietly = false } = {}): Promise<boolean> {
    this.retry.cancel();
    const asked = this.commands;
    const [hold, list] = await Promise.all([api.hold(this.event), api.myReservations()]);
    // Whoever has left starts no clock that would ask on.
    if (this.isStopped) return false;
    // What I did meanwhile counts more than this answer, and need not have told all that was asked.
    if (asked !== this.commands) return this.askAgain(quietly);
    if (list.ok) this.takeReservations(list.value.reservations);
    const isHoldKnown = hold.ok || reasonOf(hold.failure) === 'not_found';
    if (hold.ok && hold.value) this.takeHold(hold.value, hold.sentAt);
    else if (isHoldKnown) this.dropHold({ quietly });
    if (isHoldKnown) this.known = true;
    // A refusal for good stays one, however often one asks.
    const mayPass = [hold, list].some((outcome) => !outcome.ok && isPassing(outcome.failure));
    if (!this.known || mayPass) return this.askAgain(quietly);
    this.retry.reset();
    return isHoldKnown && list.ok;
  }

  /** Whatever made one ask may be so still, and nothing else would ask while the page simply stays open. */
  private askAgain(quietly: boolean): false {
    this.retry.later(() => void this.refresh({ quietly }));
    return false;
  }

  /** Makes my hold exactly these seats. */
  take(seatIds: readonly number[]): Promise<Outcome<Hold>> {
    return this.takeBy(() => api.putHold(this.event, seatIds));
  }

  /** Makes my hold what the box office chooses. */
  takeBest(wish: BestWish): Promise<Outcome<Hold>> {
    return this.takeBy(() => api.putBestHold(this.event, wish));
  }

  private async takeBy(ask: () => Promise<Outcome<Hold>>): Promise<Outcome<Hold>> {
    const before = this.hold?.seatIds ?? [];
    const outcome = await this.act(ask);
    if (outcome.ok) {
      const taken = outcome.value.seat_ids;
      this.takeHold(outcome.value, outcome.sentAt);
      this.noteGivenBack(before.filter((id) => !taken.includes(id)));
      tellTabs({ event: this.event, what: 'held' });
    } else if (outcome.failure.kind === 'unreachable') {
      // It may have been carried out; find out rather than guess.
      void this.refresh({ quietly: true });
    }
    return outcome;
  }

  async giveBack(): Promise<Outcome<undefined>> {
    this.busy = true;
    const seatIds = this.hold?.seatIds ?? [];
    const outcome = await this.act(() => api.deleteHold(this.event));
    this.busy = false;
    if (outcome.ok || reasonOf(outcome.failure) === 'no_hold') {
      this.dropHold({ quietly: true });
      this.noteGivenBack(seatIds);
      tellTabs({ event: this.event, what: 'given_back' });
    }
    return outcome;
  }

  async extend(): Promise<Outcome<Hold>> {
    this.busy = true;
    const outcome = await this.act(() => api.extendHold(this.event, newKey()));
    this.busy = false;
    if (outcome.ok) {
      this.takeHold(outcome.value, outcome.sentAt);
      tellTabs({ event: this.event, what: 'held' });
    } else {
      void this.refresh();
    }
    return outcome;
  }

  /** The hold became a reservation. */
  reserved(reservation: Reservation): void {
    this.commands += 1;
    this.dropHold({ quietly: true });
    this.lost = null;
    this.takeReservations([reservation, ...this.reservations.filter(({ id }) => id !== reservation.id)]);
    tellTabs({ event: this.event, what: 'reserved' });
  }

  /** The server refused because these seats are no longer ours. */
  markLost(seatIds: readonly number[]): void {
    this.commands += 1;
    clearTimeout(this.expiryTimer);
    const since = this.hold?.toldAt;
    this.hold = null;
    this.lose(seatIds, since);
  }

  forgetLost(): void {
    this.lost = null;
  }

  /** A change says what these seats are now, so we needn't remember that they were ours. */
  seatsSettled(seatIds: readonly number[]): void {
    if (!seatIds.some((id) => this.justGivenBack.includes(id))) return;
    this.justGivenBack = this.justGivenBack.filter((id) => !seatIds.includes(id));
  }

  private takeHold(hold: Hold, sentAt: number): void {
    this.lost = null;
    const endsAt = sentAt + hold.expires_in_ms;
    this.hold = { seatIds: hold.seat_ids, endsAt, toldAt: sentAt, extensionsLeft: hold.extensions_left };
    clearTimeout(this.expiryTimer);
    // The answer to what I did last may come when I have left.
    if (this.isStopped) return;
    this.expiryTimer = setTimeout(() => void this.atZero(), endsAt - performance.now() + EXPIRY_SLACK_MS);
  }

  /** Our count reached zero. Ours is the cautious one; the server says whether it is really over. */
  private async atZero(): Promise<void> {
    const held = this.hold;
    await this.refresh();
    // No answer: better told too early that it is over than to let someone type on in vain.
    if (this.hold !== null && this.hold === held && this.hold.endsAt <= performance.now()) this.dropHold({});
  }

  private dropHold({ quietly = false }): void {
    clearTimeout(this.expiryTimer);
    const { hold } = this;
    this.hold = null;
    if (!hold) return;
    if (quietly) this.lost = { seatIds: hold.seatIds, why: 'given_back' };
    else this.lose(hold.seatIds, hold.toldAt);
  }

  /** Says at once that it is over, and then, where there is more to it than time, what ended it. */
  private lose(seatIds: readonly number[], since?: number): void {
    const lost: LostHold = { seatIds, why: 'ended' };
    this.lost = lost;
    import('./what-ended.ts')
      .then(({ whatEnded }) => whatEnded(this.event, seatIds, since))
      .then((taken) => taken && this.lost === lost && (this.lost = { ...lost, taken }))
      .catch(() => {});
  }

  private takeReservations(reservations: readonly Reservation[]): void {
    this.reservations = reservations.filter(
      (reservation) => reservation.event === this.event && reservation.status === 'active',
    );
  }

  private noteGivenBack(seatIds: readonly number[]): void {
    if (seatIds.length === 0) return;
    this.justGivenBack = [...this.justGivenBack, ...seatIds];
    setTimeout(() => this.seatsSettled(seatIds), 2_000);
  }
}

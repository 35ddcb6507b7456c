import type { EventDetails, Reservation } from '@jari/contract';
import { reasonOf, type Failure } from '@jari/client/outcome';
import { api } from '#lib/api/jari.ts';
import { keptTickets, type KeptTickets } from './kept-tickets.ts';

/** The ticket on a page: what is kept of it at once, and the server's word as soon as that is there. */
export class ShownTicket {
  reservation = $state.raw<Reservation>();
  event = $state.raw<EventDetails | null>(null);
  failure = $state.raw<Failure>();
  /** When the server last said what is shown, if it can't be asked now. */
  asOf = $state<number>();
  /** Found by its code: another visitor's, here for reading only. */
  found = $state(false);
  /** Counts what was asked for and done, so that the answer to an older question does not undo a newer one. */
  private asks = 0;

  constructor(private readonly kept: KeptTickets = keptTickets) {}

  async load(id: string): Promise<void> {
    const ask = ++this.asks;
    const kept = this.kept.find(id);
    this.failure = undefined;
    this.found = kept?.found ?? false;
    this.reservation = kept?.reservation;
    this.event = kept?.event ?? null;
    this.asOf = undefined;
    if (kept?.found) return;
    const outcome = await api.reservation(id);
    if (ask !== this.asks) return;
    if (outcome.ok) return this.show(outcome.value.reservation, ask);
    this.asOf = this.kept.afterFailure(id, outcome.failure)?.seenAt;
    if (this.asOf === undefined) this.failure = outcome.failure;
  }

  /** Asks once more. What is shown, and a dialog that is open, stay where there is no newer word. */
  async recheck(): Promise<void> {
    const { asks: ask, reservation: shown } = this;
    if (shown === undefined) return;
    const outcome = await api.reservation(shown.id);
    if (ask !== this.asks) return;
    if (outcome.ok) await this.show(outcome.value.reservation, ask);
    else if (reasonOf(outcome.failure) === 'not_found') await this.load(shown.id);
  }

  /** It was cancelled here, and the server has said so. */
  async cancelled(reservation: Reservation): Promise<void> {
    if (reservation.id !== this.reservation?.id)
      return this.kept.keep(reservation, null, { now: Date.now() });
    const ask = ++this.asks;
    if (this.event === null) return this.show(reservation, ask);
    this.reservation = reservation;
    this.kept.keep(reservation, this.event, { now: Date.now() });
  }

  private async show(current: Reservation, ask: number): Promise<void> {
    this.reservation = current;
    this.kept.keep(current, null, { now: Date.now() });
    const details = await api.event(current.event);
    if (ask !== this.asks || !details.ok) return;
    this.event = details.value;
    this.kept.keep(current, details.value, { now: Date.now() });
  }
}

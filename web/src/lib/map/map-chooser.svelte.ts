import type { Hold } from '@jari/contract';
import type { BestWish } from '#lib/api/jari.ts';
import { reasonOf, type Failure, type Outcome } from '@jari/client/outcome';
import { thenOf } from '@jari/client/then-of';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import type { Hall } from '#lib/hall/hall.svelte.ts';
import { explain } from '#lib/i18n/explain.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { later } from '#lib/i18n/later.ts';
import { sayNoneLeft, sayTaken } from '#lib/line/taken-seat.ts';
import type { HallModel } from './hall-model.ts';
import { Runs } from './runs.ts';

/** A choice that the box office would refuse, or did refuse, and what could be done instead. */
export type Advice =
  | { readonly is: 'alone'; readonly wanted: readonly number[]; readonly alone: readonly number[] }
  | { readonly is: 'apart'; readonly seatIds: readonly number[] };

/** So many times other places of a standing area are tried when somebody was quicker. */
const STANDING_TRIES = 4;

/**
 * Turns taps on a map into a hold. A tap adds a seat or gives one back, never more than one; where only one may be
 * held, the next replaces it. Taps are gathered while an answer is awaited, and the newest wish is sent next.
 */
export class MapChooser {
  advice = $state.raw<Advice | null>(null);
  /** The box office is looking for seats. */
  searching = $state(false);
  private wished: readonly number[] | undefined;
  private running = false;
  private hasLeft = false;
  /** Fulfilled once no tap waits for its answer. */
  private working: Promise<void> = Promise.resolve();
  private readonly runs: Runs;

  /** @param onHeld called when the only seat that may be held is ours, as long as the page of the map is open */
  constructor(
    private readonly hall: Hall,
    private readonly model: HallModel,
    private readonly onHeld: () => void,
    private readonly onTicket: (reservationId: string) => void,
  ) {
    this.runs = new Runs(model);
  }

  get seatsMax(): number {
    return this.hall.details?.rules.max_seats_per_user ?? 1;
  }

  /** What is held, or will be when the answers are there. */
  get wanted(): readonly number[] {
    return this.wished ?? this.held;
  }

  private get held(): readonly number[] {
    return this.hall.mine.hold?.seatIds ?? [];
  }

  /** The page was left: what is on its way is held, and nobody is taken from where they are by then. */
  leave(): void {
    this.hasLeft = true;
  }

  choose(seatId: number): void {
    const { hall } = this;
    const view = hall.viewOf(seatId);
    if (view === 'mine-reserved') {
      const ticket = hall.mine.reservations.find(({ seats }) => seats.some(({ id }) => id === seatId));
      if (ticket) this.onTicket(ticket.id);
    } else if (view === 'mine' || this.wanted.includes(seatId)) {
      this.remove(seatId);
    } else if (view === 'available') {
      const warned =
        this.advice?.is === 'alone' && this.advice.alone.includes(seatId) ? this.advice : undefined;
      // Whoever taps the seat that would be left alone wants it beside what they were warned of.
      if (warned && warned.wanted.length < this.seatsMax) this.wish([...warned.wanted, seatId]);
      else this.add([seatId]);
    } else {
      void sayTaken(hall, seatId, view);
    }
  }

  add(seatIds: readonly number[]): void {
    const wanted = this.seatsMax === 1 ? seatIds : [...this.wanted, ...seatIds];
    if (wanted.length > this.seatsMax) {
      toasts.show({
        tone: 'warning',
        title: later.t.map.full(this.seatsMax),
        detail: later.t.map.fullAdvice,
      });
      return;
    }
    this.wish(wanted);
  }

  remove(seatId: number): void {
    this.wish(this.wanted.filter((id) => id !== seatId));
  }

  /** Sends what was warned of in another form: with the seat that would be alone, or as it was offered. */
  follow(seatIds: readonly number[]): void {
    this.wish(seatIds, { warned: true });
  }

  /** Places in a standing area have no picture: any free ones will do, and if somebody is quicker, others. */
  async addStanding(section: number, quantity: number): Promise<boolean> {
    if (this.wanted.length + quantity > this.seatsMax) {
      toasts.show({
        tone: 'warning',
        title: later.t.map.full(this.seatsMax),
        detail: later.t.map.fullAdvice,
      });
      return false;
    }
    const outcome = await this.alone(async () => {
      const kept = this.held;
      let tried: Outcome<Hold> | undefined;
      for (let tries = 0; tries < STANDING_TRIES; tries++) {
        const places = this.freePlaces(section, quantity);
        if (places.length < quantity) break;
        tried = await this.hall.mine.take([...kept, ...places]);
        if (tried.ok || thenOf(tried.failure) !== 'choose_again') break;
      }
      return tried;
    });
    if (outcome?.ok) return true;
    const name = this.model.sections[section]?.name ?? '';
    if (outcome) this.explain(name, outcome.failure);
    else toasts.show({ tone: 'warning', title: later.t.map.notEnough(name) });
    return false;
  }

  /** Lets the box office choose; gives the seats that are held now. */
  async takeBest(wish: BestWish): Promise<readonly number[] | undefined> {
    if (this.searching) return undefined;
    this.advice = null;
    const outcome = await this.alone(() => this.hall.mine.takeBest(wish));
    if (outcome.ok) {
      const { seat_ids: seatIds } = outcome.value;
      announcer.say(i18n.t.hold.title(this.hall.labels(seatIds)));
      return seatIds;
    }
    const { failure } = outcome;
    const offered = failure.kind === 'refused' ? (failure.problem.seat_ids ?? []) : [];
    if (reasonOf(failure) === 'not_together' && offered.length > 0) {
      this.advice = { is: 'apart', seatIds: offered };
    } else if (reasonOf(failure) === 'sold_out' && wish.section === undefined) {
      const { title, advice } = explain(failure);
      sayNoneLeft(this.hall, title, advice, wish);
    } else this.explain('', failure);
    return undefined;
  }

  /** All of it. What is tapped meanwhile is held after that, and takes nothing of it back. */
  giveBack(): Promise<Outcome<undefined>> {
    return this.alone(() => this.hall.mine.giveBack());
  }

  private wish(wanted: readonly number[], { warned = false } = {}): void {
    this.advice = null;
    if (!warned && this.hall.details?.rules.no_single_seats && wanted.length > 0) {
      const { held } = this;
      const isFree = (id: number) => held.includes(id) || this.hall.viewOf(id) === 'available';
      const alone = this.runs.leftAlone(wanted, isFree);
      if (alone.length > 0) {
        this.advice = { is: 'alone', wanted, alone };
        announcer.say(later.t.map.alone(this.hall.labels(alone)));
        return;
      }
    }
    this.wished = wanted;
    this.work();
  }

  private work(): void {
    if (!this.running) this.working = this.sendWishes();
  }

  /**
   * Asks for what is no tap: after what is on its way, and before what is tapped meanwhile. A hold is put as a whole, so
   * that of two questions at once the later would drop what the earlier has taken.
   */
  private async alone<T>(ask: () => Promise<T>): Promise<T> {
    this.searching = true;
    await this.working;
    this.running = true;
    const before = this.held;
    const answer = await ask();
    this.running = false;
    this.searching = false;
    const { wished } = this;
    if (wished !== undefined && this.seatsMax > 1) {
      // It was wished of what was held before.
      const kept = this.held.filter((id) => wished.includes(id) || !before.includes(id));
      // What was tapped may be what the answer brought.
      const added = wished.filter((id) => !before.includes(id) && !kept.includes(id));
      this.wished = [...kept, ...added];
    }
    this.work();
    return answer;
  }

  private async sendWishes(): Promise<void> {
    this.running = true;
    while (this.wished !== undefined) {
      const wanted = this.wished;
      await this.hold(wanted);
      if (this.wished === wanted) this.wished = undefined;
    }
    this.running = false;
  }

  private async hold(wanted: readonly number[]): Promise<void> {
    const { hall, held } = this;
    const added = wanted.filter((id) => !held.includes(id));
    if (added.length === 0 && wanted.length === held.length) return;
    hall.pending = added;
    const outcome = wanted.length === 0 ? await hall.mine.giveBack() : await hall.mine.take(wanted);
    hall.pending = [];
    if (!outcome.ok) {
      const { failure } = outcome;
      // What was wished meanwhile, seats that are given back among it, goes on without what could not be had.
      const isLost = (id: number) => wanted.includes(id) && !held.includes(id);
      this.wished = this.wished === wanted ? undefined : this.wished?.filter((id) => !isLost(id));
      if (reasonOf(failure) === 'leaves_single_seat' && failure.kind === 'refused') {
        this.advice = { is: 'alone', wanted, alone: failure.problem.seat_ids ?? [] };
      } else this.explain(hall.labels(added), failure);
      return;
    }
    toasts.clearWarnings();
    if (this.seatsMax === 1 && added.length > 0 && this.wished === wanted) {
      if (!this.hasLeft) this.onHeld();
    } else if (added.length > 0) announcer.say(i18n.t.hold.title(hall.labels(wanted)));
  }

  private freePlaces(section: number, quantity: number): number[] {
    const { firstSeat = 1, seatCount = 0 } = this.model.sections[section] ?? {};
    const free: number[] = [];
    for (let id = firstSeat; id < firstSeat + seatCount; id++)
      if (this.hall.viewOf(id) === 'available') free.push(id);
    // From anywhere, or all who come at once would want the same.
    const from = Math.floor(Math.random() * Math.max(1, free.length - quantity + 1));
    return free.slice(from, from + quantity);
  }

  private explain(labels: string, failure: Failure): void {
    const { title, advice } = explain(failure);
    const lost = thenOf(failure) === 'choose_again' && labels !== '';
    toasts.show({
      tone: 'warning',
      title: lost ? i18n.t.hall.lostTo(labels) : title,
      detail: lost ? `${title}${/[.!?]$/.test(title) ? '' : '.'} ${advice}` : advice,
    });
  }
}

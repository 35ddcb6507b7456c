import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Question } from '../../rehearsal/src/wire/messages.ts';
import type { LeanWire } from './lean-wire.ts';

/** What all who come to a round share. */
export interface Place {
  readonly path: string;
  readonly event: string;
  readonly seatCount: number;
  readonly holdTtlMs: number;
  readonly hasWaitingRoom: boolean;
  /** The event that can be had a seat of without choosing. */
  readonly isDefault: boolean;
  /** The hall as somebody was shown it last. */
  states: string;
  /** Reservations that were made by anybody, the latest ones. */
  readonly made: string[];
}

/** How often something is asked for again that was not answered. */
const TRIES_MAX = 60;
const PAUSE_MS = 150;
const DOORS_MS = 600;
/** Where everybody wants to sit, so that they get into each other's way. */
const FRONT_SEATS = 24;

/** One life: somebody comes, looks, takes seats, changes their mind, buys, cancels, tries what is not allowed, and goes. */
export class Life {
  private pass: Readonly<Record<string, string>> = {};
  private readonly me: { readonly user_name: string; readonly phone: string };

  /** @param wires two, so that things can be asked for in the same moment */
  constructor(
    private readonly user: string,
    private readonly wires: readonly [LeanWire, LeanWire],
    private readonly random: () => number,
    private readonly place: Place,
  ) {
    this.me = { user_name: `손님 ${user}`, phone: '+12025550199' };
  }

  async live(): Promise<void> {
    const { place } = this;
    if (place.hasWaitingRoom && !(await this.waitForTurn())) return;
    if (this.is(0.4)) await this.look();
    if (place.isDefault && this.is(0.5)) {
      await this.takeAny();
      return;
    }
    if (this.is(0.12)) {
      await this.waitInLine();
      return;
    }
    const seats = await this.choose();
    if (seats === undefined) return;
    if (this.is(0.06)) return;
    if (this.is(0.04)) await delay(place.holdTtlMs * (0.7 + 0.6 * this.random()));
    await this.changeMind(seats);
    const made = await this.confirm(this.is(0.1) ? seats.slice(0, 1) : undefined);
    if (made !== undefined) await this.after(made);
  }

  private async waitForTurn(): Promise<boolean> {
    const { event } = this.place;
    const join = { method: 'POST', path: `/fcfs/join?event=${event}` } as const;
    if (this.is(0.1)) await this.twice(join);
    await this.insist(join, ({ status }) => status === 200 || status === 409);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      await this.ask({ method: 'GET', path: `/fcfs/status?event=${event}` });
      const answer = await this.ask({ method: 'POST', path: `/fcfs/pass?event=${event}` });
      const { pass } = answer.body;
      if (answer.status === 200 && typeof pass === 'string') {
        this.pass = { 'queue-pass': pass };
        return true;
      }
      // The doors move once a second.
      await delay(DOORS_MS);
    }
    return false;
  }

  private async look(): Promise<void> {
    const path = `${this.place.path}/${this.is(0.1) ? 'seats' : 'states'}`;
    const { status, body } = await this.ask({ method: 'GET', path });
    if (status === 200 && typeof body['states'] === 'string') this.place.states = body['states'];
  }

  private async choose(): Promise<readonly number[] | undefined> {
    for (let choice = 0; choice < 4; choice++) {
      const body = this.is(0.25)
        ? { best_available: { quantity: this.upTo(3), together: this.is(0.5) } }
        : { seat_ids: this.someSeats() };
      const answer = await this.hold(body);
      if (answer.status === 200) return answer.body['seat_ids'] as readonly number[];
      if (answer.body['reason'] === 'seat_held' && this.is(0.2)) await this.standInLine(this.someSeats());
      if (answer.status !== 409) await delay(PAUSE_MS);
      await this.look();
    }
    return undefined;
  }

  private hold(body: object): Promise<Answer> {
    const question: Question = { method: 'PUT', path: `${this.place.path}/hold`, headers: this.pass, body };
    return this.is(0.1) ? this.twice(question) : this.ask(question);
  }

  /** What people do between taking seats and paying for them. */
  private async changeMind(seats: readonly number[]): Promise<void> {
    const path = `${this.place.path}/hold`;
    if (this.is(0.1)) await this.hold({ seat_ids: seats });
    if (this.is(0.12)) await this.hold({ seat_ids: [...seats.slice(1), ...this.someSeats()].slice(0, 4) });
    if (this.is(0.15)) {
      const extend: Question = {
        method: 'POST',
        path: `${path}/extend`,
        headers: { 'idempotency-key': randomUUID() },
      };
      const answer = await (this.is(0.3) ? this.twice(extend) : this.ask(extend));
      if (answer.status === 0 || this.is(0.3)) await this.ask(extend);
    }
    if (this.is(0.15)) await this.ask({ method: 'GET', path });
    if (this.is(0.1)) await this.ask({ method: 'DELETE', path });
  }

  private async confirm(named: readonly number[] | undefined): Promise<Bought | undefined> {
    const body = { ...this.me, ...(named === undefined ? {} : { seat_ids: named }) };
    return this.buy({ path: `${this.place.path}/reservations`, body });
  }

  private async takeAny(): Promise<void> {
    const made = await this.buy({ path: '/api/v1/seats/reservation/fcfs', body: this.me });
    if (made !== undefined) await this.after(made);
  }

  private async buy({ path, body }: { path: string; body: object }): Promise<Bought | undefined> {
    const question: Question = {
      ...{ method: 'POST', path, body },
      headers: { ...this.pass, 'idempotency-key': randomUUID() },
    };
    const first = this.is(0.12) ? await this.twice(question) : await this.ask(question);
    const answer = isOpen(first) ? await this.insist(question, (each) => !isOpen(each)) : first;
    const { reservation } = answer.body as { readonly reservation?: { readonly id: string } };
    if (answer.status >= 300 || reservation === undefined) return undefined;
    this.place.made.push(reservation.id);
    if (this.place.made.length > 50) this.place.made.shift();
    return { id: reservation.id, question };
  }

  private async after({ id, question }: Bought): Promise<void> {
    const path = `/api/v1/reservations/${id}`;
    if (this.is(0.12)) await this.ask(question);
    if (this.is(0.08)) await this.ask({ ...question, body: { ...this.me, user_name: '다른 사람' } });
    if (this.is(0.15)) await this.ask({ method: 'GET', path: '/api/v1/me/reservations' });
    if (this.is(0.1)) await this.ask({ method: 'GET', path });
    const others = this.place.made[Math.floor(this.random() * this.place.made.length)];
    if (others !== undefined && this.is(0.05))
      await this.ask({ method: 'DELETE', path: `/api/v1/reservations/${others}` });
    // Most give back what they bought, so that the hall does not fill and the sale goes on.
    if (this.is(0.8)) {
      const cancel = { method: 'DELETE', path } as const;
      const answer = this.is(0.1) ? await this.twice(cancel) : await this.ask(cancel);
      if (isOpen(answer)) await this.insist(cancel, (each) => !isOpen(each));
    }
    if (this.is(0.05)) await this.ask(question);
  }

  private async waitInLine(): Promise<void> {
    const { path } = this.place;
    const entry = await this.standInLine(this.someSeats());
    if (entry === undefined) return;
    for (let looks = 0; looks < 4; looks++) {
      await delay(PAUSE_MS * (0.5 + this.random()));
      const { status } = await this.ask({ method: 'GET', path: `${path}/hold` });
      if (status !== 200) continue;
      const made = await this.confirm(undefined);
      if (made !== undefined) await this.after(made);
      return;
    }
    await this.ask({ method: 'GET', path: `${path}/line` });
    if (this.is(0.6))
      await this.ask({
        method: 'DELETE',
        path: `${path}/line${this.is(0.5) ? `?entry=${String(entry)}` : ''}`,
      });
  }

  private async standInLine(seats: readonly number[]): Promise<number | undefined> {
    const body = this.is(0.8)
      ? { seat_ids: seats.slice(0, 1) }
      : { best_available: { quantity: this.upTo(2), together: false } };
    const question: Question = { method: 'PUT', path: `${this.place.path}/line`, headers: this.pass, body };
    const answer = await (this.is(0.1) ? this.twice(question) : this.ask(question));
    const { entry } = answer.body;
    return answer.status === 200 && typeof entry === 'number' ? entry : undefined;
  }

  /** Neighbours, in front where all want to be or anywhere; taken ones too. */
  private someSeats(): readonly number[] {
    const { seatCount } = this.place;
    const first = this.upTo(this.is(0.4) ? Math.min(FRONT_SEATS, seatCount) : seatCount);
    const count = Math.min(this.upTo(3), seatCount - first + 1);
    return Array.from({ length: count }, (_, i) => first + i);
  }

  private ask(question: Question): Promise<Answer> {
    return this.wires[0].ask({ ...question, by: this.user });
  }

  /** In the same moment over two connections; the answer that says more. */
  private async twice(question: Question): Promise<Answer> {
    const asked = { ...question, by: this.user };
    const [first, second] = await Promise.all([this.wires[0].ask(asked), this.wires[1].ask(asked)]);
    return isOpen(first) || (first.status >= 300 && second.status < 300 && second.status > 0)
      ? second
      : first;
  }

  private async insist(question: Question, counts: (answer: Answer) => boolean): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      const answer = await this.ask(question);
      if (counts(answer) || tries === TRIES_MAX) return answer;
      await delay(PAUSE_MS);
    }
  }

  private is(share: number): boolean {
    return this.random() < share;
  }

  private upTo(count: number): number {
    return 1 + Math.floor(this.random() * count);
  }
}

interface Bought {
  readonly id: string;
  readonly question: Question;
}

/** No answer yet, or one that says to try again. */
function isOpen({ status }: Answer): boolean {
  return status === 0 || status === 429 || status >= 500;
}

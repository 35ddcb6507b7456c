import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Question } from './ask.ts';
import { shown, untilTold, type Asking } from './asking.ts';
import { eventBody, type EventPlan, type Rules } from './event.ts';

export interface Organising extends Asking {
  readonly event: string;
  readonly seatCount: number;
  readonly adminToken: string;
  readonly plan: EventPlan;
  readonly rules: Rules;
}

const PAUSE_MS = [200, 600] as const;
const PAUSED_MS = 400;
/** Longer than it takes a server to learn what another has been told. */
const SETTLED_MS = 3_000;
const REASON = 'The seat is broken.';

/**
 * Somebody of the house at work while the sale goes on: blocks seats and puts them back on sale, sells at the desk and
 * takes it back, ends holds, changes rules, pauses sale and doors. Whatever was begun is ended before they go home.
 */
export class OrganiserAtWork {
  private rules: Rules;
  private sale = 'open';
  private asked = 0;
  private readonly admin: string;

  constructor(private readonly who: Organising) {
    this.rules = who.rules;
    this.admin = `/api/v1/admin/events/${who.event}`;
  }

  async work(): Promise<void> {
    const { who } = this;
    const deeds = [
      () => this.block(),
      () => this.sellAtDesk(),
      () => this.endHolds(),
      () => this.changeRules(),
      () => this.pauseSale(),
      ...(who.plan.order === null ? [] : [() => this.pauseDoors()]),
    ];
    while (!who.isOver()) {
      await deeds[Math.floor(who.draw() * deeds.length)]?.();
      await delay(PAUSE_MS[0] + (PAUSE_MS[1] - PAUSE_MS[0]) * who.draw());
    }
    await this.proveRules();
  }

  private async block(): Promise<void> {
    const body = { seat_ids: this.someSeats() };
    const path = `/api/v1/events/${this.who.event}/seats`;
    const blocked = await this.told('block', { method: 'POST', path: `${path}/block`, body });
    // Nobody knows, or it was refused because somebody has one of them: then nothing was blocked.
    if (blocked !== undefined && blocked.status !== 200) return;
    await delay(PAUSED_MS * this.who.draw());
    await this.mustDo('unblock', { method: 'POST', path: `${path}/unblock`, body });
  }

  private async sellAtDesk(): Promise<void> {
    const sold = await this.told('desk_sale', {
      ...{ method: 'POST', path: `${this.admin}/reservations` },
      headers: { 'idempotency-key': randomUUID() },
      body: { user_name: 'Somebody', phone: '010-1234-5678', seat_ids: this.someSeats() },
    });
    if (sold?.status !== 201) return;
    await delay(PAUSED_MS * this.who.draw());
    const { id } = sold.body['reservation'] as { readonly id: string };
    await this.mustDo('desk_cancel', {
      ...{ method: 'DELETE', path: `${this.admin}/reservations/${id}`, body: { reason: REASON } },
    });
  }

  /** What this takes from people is no broken promise, so it is noted before it is asked for. */
  private async endHolds(): Promise<void> {
    const seatIds = this.someSeats();
    const taken = { seatIds, until: Infinity };
    this.who.told.taken.push(taken);
    const path = `${this.admin}/holds/release`;
    const done = await this.told('end_holds', {
      method: 'POST',
      path,
      body: { seat_ids: seatIds, reason: REASON },
    });
    if (done !== undefined) taken.until = Date.now();
  }

  private async changeRules(): Promise<void> {
    const { draw, plan } = this.who;
    this.rules = { holdTtlS: draw() < 0.5 ? 5 : 6, maxSeatsPerUser: draw() < 0.5 ? 3 : 4 };
    const path = `/api/v1/events/${this.who.event}`;
    await this.mustDo('rules', { method: 'PUT', path, body: eventBody(plan, this.rules) });
  }

  /** Sometimes the rules are changed meanwhile, which is no reason to sell on. */
  private async pauseSale(): Promise<void> {
    const set = (state: string) => {
      this.sale = state;
      return this.mustDo('sale', { method: 'POST', path: `${this.admin}/sale`, body: { state } });
    };
    await set('paused');
    await delay(PAUSED_MS * this.who.draw());
    if (this.who.draw() < 0.3) await this.changeRules();
    await set('open');
  }

  private async pauseDoors(): Promise<void> {
    const path = `/api/v1/events/${this.who.event}/waiting-room`;
    const set = (doors: string) => this.mustDo('doors', { method: 'PATCH', path, body: { doors } });
    await set('paused');
    await delay(PAUSED_MS * this.who.draw());
    await set('open');
  }

  /** What was acknowledged last is what is so, as every server knows a second later. */
  private async proveRules(): Promise<void> {
    await delay(SETTLED_MS);
    for (const url of this.who.urls) await this.proveRulesAt(url);
  }

  private async proveRulesAt(url: string): Promise<void> {
    const { event } = this.who;
    const question: Question = { method: 'GET', path: `/api/v1/events/${event}` };
    const answer = await untilTold({ ...this.who, urls: [url] }, 'event', question);
    if (answer?.status !== 200) return;
    this.checkWord(answer, 'open');
  }

  /** What an event is said to be is what was acknowledged last. */
  private checkWord(answer: Answer, sale: string): void {
    const rules = answer.body['rules'] as Readonly<Record<string, unknown>>;
    // A sale that has not opened is told as that, paused or not.
    const hasOpened = answer.body['sale'] !== 'before';
    const isSo =
      rules['hold_ttl_seconds'] === this.rules.holdTtlS &&
      rules['max_seats_per_user'] === this.rules.maxSeatsPerUser &&
      (!hasOpened || (answer.body['sale'] === 'paused') === (sale === 'paused'));
    if (isSo) return;
    const acknowledged = JSON.stringify({ ...this.rules, sale });
    this.who.told.violate('the organiser’s word is kept', `${acknowledged} became ${shown(answer)}`);
  }

  private told(op: string, question: Question): Promise<Answer | undefined> {
    const headers = { ...question.headers, authorization: `Bearer ${this.who.adminToken}` };
    // Where there are two servers the next word is the other one's: it has to know of the last.
    const { urls } = this.who;
    const first = this.asked++ % urls.length;
    const turned = [...urls.slice(first), ...urls.slice(0, first)];
    return untilTold({ ...this.who, urls: turned }, op, { ...question, headers });
  }

  private async mustDo(op: string, question: Question): Promise<void> {
    const answer = await this.told(op, question);
    if (answer === undefined) return;
    if (answer.status >= 300) this.who.told.violate('the organiser can work', `${op}: ${shown(answer)}`);
    // Whatever changes the event tells what it is by now.
    else if (answer.body['rules'] !== undefined) this.checkWord(answer, this.sale);
  }

  /** Neighbours, in front where people wait, or anywhere. */
  private someSeats(): readonly number[] {
    const { draw, seatCount } = this.who;
    const first = 1 + Math.floor(draw() * (draw() < 0.6 ? 12 : seatCount - 2));
    return draw() < 0.5 ? [first] : [first, first + 1];
  }
}

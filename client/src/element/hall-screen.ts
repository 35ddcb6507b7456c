import type { EventDetails } from '@jari/contract';
import { seatsInWords } from '@jari/contract/seat-words';
import type { Connection } from '../hall-sync.ts';
import type { Failure } from '../outcome.ts';
import type { StateBytes } from '../state-bytes.ts';
import { bestForm } from './best-form.ts';
import { el } from './dom.ts';
import type { HallPlan } from './hall-plan.ts';
import { HoldPanel } from './hold-panel.ts';
import type { Ended, MyHold } from './my-hold.ts';
import { SeatField } from './seat-field.ts';
import { failureText, moneyText, words, type Lang, type Words } from './words.ts';

/** A seat's label is read as one. */
const NO_BREAK = '\u00a0';

interface OpenHall {
  readonly plan: HallPlan;
  readonly details: EventDetails;
  readonly states: StateBytes;
  readonly mine: MyHold;
}

/** What an embedded hall shows; who does what is decided elsewhere. */
export class HallScreen {
  private readonly t: Words;
  private readonly frame = el('div', { class: 'frame', part: 'frame' });
  /** Told by screen readers, and shown to everybody. */
  private readonly notice = el('p', { class: 'notice', part: 'notice', role: 'status' });
  private readonly spoken = el('p', { class: 'spoken', role: 'status' });
  private readonly free = el('strong', { part: 'free' });
  private readonly connection = el('span', { part: 'connection' });
  private hall: OpenHall | undefined;
  private field: SeatField | undefined;
  private panel: HoldPanel | undefined;

  constructor(
    root: ShadowRoot,
    private readonly lang: Lang,
    private readonly pageUrl: string,
  ) {
    this.t = words[lang];
    this.frame.lang = lang;
    root.replaceChildren(this.frame);
  }

  waiting(): void {
    this.put(el('p', { role: 'status' }, this.t.loading));
  }

  /** Nothing can be shown. */
  failed(failure: Failure, again: () => void): void {
    if (this.hall !== undefined) return this.refused(failure);
    const retry = el('button', { type: 'button', part: 'button' }, this.t.retry);
    retry.addEventListener('click', again);
    this.put(this.alert(failureText(failure, this.lang)), retry);
  }

  /** Who has to stand in line does so on the booking page. */
  elsewhere(): void {
    const link = el(
      'a',
      { href: this.pageUrl, target: '_blank', rel: 'noopener', part: 'link' },
      this.t.openPage,
    );
    this.put(el('p', {}, this.t.waitingRoom), link);
  }

  notOnSale(sale: EventDetails['sale']): void {
    const { closed, paused, notYet } = this.t;
    const text = sale === 'closed' ? closed : sale === 'paused' ? paused : notYet;
    this.put(el('p', { role: 'status' }, text));
  }

  open(hall: OpenHall): void {
    this.hall = hall;
    const { plan, details, states, mine } = hall;
    const { currency } = details;
    const priceOf = ({ amount }: { readonly amount: number | null }) =>
      amount === null || currency === null ? undefined : moneyText(amount, currency, this.lang);
    this.panel = new HoldPanel({
      words: this.t,
      extend: () => void mine.extend(),
      release: () => void mine.release(),
    });
    const head = el('div', { class: 'head' }, this.free, this.connection);
    const choice = plan.isDrawn
      ? (this.field = new SeatField({
          plan,
          words: this.t,
          stateOf: (id) => states.stateOf(id),
          isMine: (id) => mine.holds(id),
          priceOf,
          choose: (id) => void mine.toggle(id),
        })).element
      : bestForm({
          words: this.t,
          quantityMax: details.rules.max_seats_per_user,
          categories: plan.categories.map((name) => {
            const price = priceOf({ amount: details.prices[name] ?? null });
            return { name, text: price === undefined ? name : `${name} · ${price}` };
          }),
          find: (wish) => void mine.takeBest(wish),
        });
    this.put(head, choice, this.panel.element, this.notice, this.spoken);
    this.show([]);
  }

  /** Everything as it is now. @param before the seats that were ours when something changed */
  show(before: readonly number[]): void {
    if (this.hall === undefined) return;
    const { plan, details, states, mine } = this.hall;
    this.frame.setAttribute('aria-busy', String(mine.isBusy));
    this.free.textContent = states.freeCount > 0 ? this.t.free(states.freeCount) : this.t.soldOut;
    this.field?.show();
    const { hold } = mine;
    if (hold === undefined) return this.panel?.show(undefined);
    const seats = hold.seatIds.flatMap((id) => plan.seats[id - 1] ?? []);
    const known = seats.flatMap(({ amount }) => amount ?? []);
    const total = known.reduce((sum, amount) => sum + amount, 0);
    const isPriced = known.length > 0 && details.currency !== null;
    this.panel?.show({
      seats: labels(seats),
      total:
        isPriced && details.currency !== null ? moneyText(total, details.currency, this.lang) : undefined,
      endsAtMs: hold.endsAtMs,
      extensionsLeft: hold.extensionsLeft,
    });
    if (before.length !== hold.seatIds.length) this.spoken.textContent = this.t.held(labels(seats));
  }

  tick(): void {
    this.panel?.tick();
  }

  connected(connection: Connection): void {
    const { reconnecting, offline } = this.t;
    this.connection.textContent =
      connection === 'offline' ? offline : connection === 'reconnecting' ? reconnecting : '';
  }

  refused(failure: Failure): void {
    this.notice.replaceChildren(this.alert(failureText(failure, this.lang)));
  }

  ended(why: Ended): void {
    this.notice.replaceChildren(this.t[why]);
  }

  /** What was said before no longer matters. */
  calm(): void {
    this.notice.replaceChildren();
  }

  private alert(text: string): HTMLElement {
    return el('span', { class: 'warning', part: 'error' }, text);
  }

  private put(...pieces: Node[]): void {
    this.frame.replaceChildren(...pieces);
  }
}

function labels(seats: readonly { readonly label: string }[]): string {
  // A line may end after a seat, not within the name of one.
  return seatsInWords(seats).replace(/(?<![,;]) /g, NO_BREAK);
}

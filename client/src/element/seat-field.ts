import type { SeatState } from '@jari/contract';
import { el, setAttributes } from './dom.ts';
import type { HallPlan, PlannedSeat } from './hall-plan.ts';
import type { Words } from './words.ts';

export interface SeatFieldPorts {
  readonly plan: HallPlan;
  readonly words: Words;
  readonly stateOf: (seatId: number) => SeatState;
  readonly isMine: (seatId: number) => boolean;
  readonly priceOf: (seat: PlannedSeat) => string | undefined;
  readonly choose: (seatId: number) => void;
}

/** What an arrow key looks for: a seat further that way, rather straight ahead than to the side. */
const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** How much dearer a step to the side is. */
const ASIDE = 3;

/** The seats of a small hall as buttons where they are. One of them is in the order of Tab; arrows lead to the others. */
export class SeatField {
  readonly element: HTMLElement;
  private readonly buttons = new Map<number, HTMLButtonElement>();
  private reached: number;

  constructor(private readonly ports: SeatFieldPorts) {
    const { plan, words } = ports;
    this.reached = plan.seats[0]?.id ?? 0;
    const places = plan.seats.map((seat) => this.place(seat));
    const field = el('div', { class: 'field', role: 'group', 'aria-label': words.hall }, ...places);
    field.style.setProperty('--columns', String(plan.width));
    field.style.setProperty('--rows', String(plan.height));
    field.addEventListener('keydown', (event) => this.move(event));
    const stage = el('div', { class: 'stage', part: 'stage', 'aria-hidden': 'true' }, words.stage);
    this.element = el('div', { class: 'scroll', part: 'hall' }, stage, field);
    this.show();
  }

  /** Shows the states as they are now. */
  show(): void {
    const { plan, words, stateOf, isMine, priceOf } = this.ports;
    for (const seat of plan.seats) {
      const button = this.buttons.get(seat.id);
      if (button === undefined) continue;
      const view = isMine(seat.id) ? 'mine' : stateOf(seat.id);
      setAttributes(button, {
        ...seatAttributes([seat.label, priceOf(seat)], view, words),
        tabindex: seat.id === this.reached ? 0 : -1,
      });
    }
  }

  private place(seat: PlannedSeat): HTMLButtonElement {
    const button = el('button', { type: 'button', class: 'seat' }, shortLabel(seat.label));
    button.style.setProperty('--x', String(seat.x));
    button.style.setProperty('--y', String(seat.y));
    button.addEventListener('click', () => {
      this.reach(seat.id);
      if (button.getAttribute('aria-disabled') !== 'true') this.ports.choose(seat.id);
    });
    this.buttons.set(seat.id, button);
    return button;
  }

  private move(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key];
    const from = this.ports.plan.seats[this.reached - 1];
    if (direction === undefined || from === undefined) return;
    event.preventDefault();
    const next = nearest(this.ports.plan.seats, from, direction);
    if (next === undefined) return;
    this.reach(next.id);
    this.buttons.get(next.id)?.focus();
  }

  private reach(seatId: number): void {
    this.buttons.get(this.reached)?.setAttribute('tabindex', '-1');
    this.reached = seatId;
    this.buttons.get(seatId)?.setAttribute('tabindex', '0');
  }
}

/**
 * How a seat is shown and told. One's own stays so whatever the hall says of it, for a click gives it back.
 *
 * @param told its label, and its price where one is known
 */
export function seatAttributes(
  [label, price]: readonly [label: string, price: string | undefined],
  view: SeatState | 'mine',
  words: Pick<Words, 'mine' | 'state'>,
) {
  return {
    'data-state': view,
    part: `seat seat-${view}`,
    'aria-label': [label, view === 'mine' ? words.mine : words.state[view], price].filter(Boolean).join(', '),
    'aria-pressed': String(view === 'mine'),
    // Never disabled: a seat that is taken while it has the focus must not drop it.
    'aria-disabled': view !== 'mine' && view !== 'available',
  };
}

export function nearest(
  seats: readonly PlannedSeat[],
  from: PlannedSeat,
  [dx, dy]: readonly [x: number, y: number],
): PlannedSeat | undefined {
  let best: { readonly seat: PlannedSeat; readonly cost: number } | undefined;
  for (const seat of seats) {
    const [x, y] = [seat.x - from.x, seat.y - from.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0 || aside > ahead * 2) continue;
    const cost = ahead + ASIDE * aside;
    if (best === undefined || cost < best.cost) best = { seat, cost };
  }
  return best?.seat;
}

/** On the seat itself there is room for the last part. */
function shortLabel(label: string): string {
  return label.split(' · ').at(-1) ?? label;
}

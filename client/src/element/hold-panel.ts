import { el } from './dom.ts';
import { timeText, type Words } from './words.ts';

export interface HoldPanelPorts {
  readonly words: Words;
  readonly extend: () => void;
  readonly release: () => void;
}

export interface ShownHold {
  readonly seats: string;
  readonly total: string | undefined;
  /** By `performance.now()`. */
  readonly endsAtMs: number;
  readonly extensionsLeft: number;
}

/** What I hold, for how long, and what I can do about it. */
export class HoldPanel {
  readonly element: HTMLElement;
  private readonly seats = el('strong', { part: 'hold-seats' });
  private readonly total = el('span', { class: 'total', part: 'hold-total' });
  private readonly left = el('span', { class: 'left', part: 'hold-time', role: 'timer' });
  private readonly extend: HTMLButtonElement;
  private readonly release: HTMLButtonElement;
  private shown: ShownHold | undefined;

  constructor(private readonly ports: HoldPanelPorts) {
    const { words } = ports;
    this.extend = el('button', { type: 'button', part: 'button' }, words.extend);
    this.release = el('button', { type: 'button', part: 'button' }, words.release);
    this.extend.addEventListener('click', () => ports.extend());
    this.release.addEventListener('click', () => ports.release());
    const what = el('p', {}, this.seats, ' ', this.total);
    const actions = el('div', { class: 'actions' }, this.extend, this.release);
    this.element = el('section', { class: 'hold', part: 'hold', hidden: true }, what, this.left, actions);
  }

  show(hold: ShownHold | undefined): void {
    this.shown = hold;
    this.element.hidden = hold === undefined;
    if (hold === undefined) return;
    this.seats.textContent = this.ports.words.held(hold.seats);
    this.total.textContent = hold.total ?? '';
    this.extend.hidden = hold.extensionsLeft === 0;
    this.tick();
  }

  tick(): void {
    if (this.shown === undefined) return;
    const text = this.ports.words.left(timeText(this.shown.endsAtMs - performance.now()));
    if (this.left.textContent !== text) this.left.textContent = text;
  }
}

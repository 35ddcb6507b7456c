import type { EventDetails } from '@jari/contract';
import {
  lookAfterChangeMs,
  nextLookMs,
  saleAt,
  type SaleMoment,
  type SaleState,
  type SaleTimes,
} from './sale-times.ts';

type Told = Pick<EventDetails, 'sale' | 'sale_opens_at' | 'sale_closes_at' | 'server_time'>;

/** What the sale clock needs of the world; tests give their own. */
export interface SaleClockDeps {
  /** Milliseconds that only ever grow, whatever becomes of the device's clock. */
  readonly now: () => number;
  readonly random: () => number;
  /** Asks the server again; what it says comes in by `told`. */
  readonly ask: () => void;
  /** Called whenever the time is told or has moved on. */
  readonly onMoment: (moment: SaleMoment) => void;
}

const TICK_MS = 250;

/**
 * Whether an event is on sale, by the server's clock: the time that came with the event, and what has passed
 * since on the page's monotonic clock. The device's own clock may say what it likes. The answer's way counts
 * as no time, so that a page opens a moment late rather than a moment early, when a click would be refused.
 */
export class SaleClock {
  private state: SaleState | undefined;
  private times: SaleTimes = { opensAt: null, closesAt: null };
  private serverAheadMs = 0;
  private isTold = false;
  private tick: ReturnType<typeof setTimeout> | undefined;
  private look: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: SaleClockDeps) {}

  /** The server has just said when the sale is and what time it is. */
  told(event: Told): void {
    this.times = {
      opensAt: time(event.sale_opens_at),
      closesAt: time(event.sale_closes_at),
      isPaused: event.sale === 'paused',
    };
    this.serverAheadMs = Date.parse(event.server_time) - this.deps.now();
    this.isTold = true;
    this.turn();
    this.lookLater();
  }

  /** Something happened that the sale's times don't explain, or the device slept: asks soon. */
  doubt(): void {
    if (!this.isTold) return;
    this.lookIn(this.deps.random() * 1_000);
  }

  stop(): void {
    clearTimeout(this.tick);
    clearTimeout(this.look);
    this.isTold = false;
  }

  /** The server's time as far as the page knows it. */
  get serverNow(): number {
    return this.deps.now() + this.serverAheadMs;
  }

  private turn(): void {
    clearTimeout(this.tick);
    const moment = saleAt(this.times, this.serverNow);
    if (this.state !== moment.state) {
      this.state = moment.state;
      // It changed by our count, and so by everybody's: whether it did by the server's is asked a little later.
      this.lookIn(lookAfterChangeMs(this.deps.random()));
    }
    this.deps.onMoment(moment);
    if (moment.msLeft === null) return;
    // To the very moment where it is near, or the page would open up to a tick late.
    this.tick = setTimeout(() => this.turn(), Math.max(1, Math.min(TICK_MS, moment.msLeft)));
  }

  private lookIn(ms: number): void {
    clearTimeout(this.look);
    this.look = setTimeout(() => this.askNow(), ms);
  }

  private lookLater(): void {
    this.lookIn(nextLookMs(saleAt(this.times, this.serverNow), this.deps.random()));
  }

  private askNow(): void {
    // Also when no answer comes, it is asked for again.
    this.lookLater();
    this.deps.ask();
  }
}

function time(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}

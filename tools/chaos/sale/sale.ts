import { setTimeout as delay } from 'node:timers/promises';
import { History } from '../../../rehearsal/src/history/history.ts';
import { eventually } from '../../rig/eventually.ts';
import { HallWatcher } from '../../rig/hall-watcher.ts';
import { seededDraw } from '../../rig/seeded-draw.ts';
import { ask } from './ask.ts';
import { Told } from './told.ts';
import { visit } from './visitor.ts';

export interface SaleOptions {
  /** Where visitors ask: all of them are used alike. */
  readonly urls: readonly string[];
  readonly adminToken: string;
  readonly event: string;
  readonly rows: number;
  readonly seatsPerRow: number;
  readonly visitors: number;
  readonly holdTtlS: number;
  readonly seed: number;
  /** Where the history of the sale is written, and its log beside it. */
  readonly historyFile: string;
}

const HOLD_EXTENSIONS = 2;
const MAX_SEATS_PER_USER = 4;

/** A sale that goes on until it is ended: visitors come, buy and give back; some watch the hall. */
export class Sale {
  readonly told: Told;
  readonly watchers: readonly HallWatcher[];
  readonly seatCount: number;
  private isOver = false;
  private visits: Promise<unknown> = Promise.resolve();

  private constructor(readonly options: SaleOptions) {
    this.seatCount = options.rows * options.seatsPerRow;
    const history = new History(options.historyFile, false);
    history.open({
      ...{ event: options.event, seats: this.seatCount, hold_ttl_ms: 1_000 * options.holdTtlS },
      ...{ hold_extensions: HOLD_EXTENSIONS, max_seats_per_user: MAX_SEATS_PER_USER },
      ...{ has_waiting_room: false, after_sequence: 0, reads_are_current: false, queue_order: null },
      // A note in Redis that a seat is free again may be lost; then the gateway refuses until the hold would have ended.
      refusals_lag_ms: 1_000 * options.holdTtlS,
    });
    this.told = new Told(history);
    this.watchers = options.urls.map((url) => new HallWatcher(url, options.event));
  }

  static async open(options: SaleOptions): Promise<Sale> {
    const { urls, event, adminToken, rows, seatsPerRow, holdTtlS } = options;
    await eventually(
      `the event ${event} is made`,
      async () => {
        const made = await ask(urls[0] ?? '', {
          ...{ method: 'PUT', path: `/api/v1/events/${event}` },
          headers: { authorization: `Bearer ${adminToken}` },
          body: {
            ...{ title: 'A sale with faults', venue: 'Hall', starts_at: '2040-01-01T19:00:00Z' },
            hall: { rows, seats_per_row: seatsPerRow },
            rules: {
              ...{ hold_ttl_seconds: holdTtlS, hold_extensions: HOLD_EXTENSIONS },
              max_seats_per_user: MAX_SEATS_PER_USER,
            },
          },
        });
        if (made.status >= 300) throw new Error(`${String(made.status)} ${JSON.stringify(made.body)}`);
        return made.status > 0;
      },
      { withinMs: 30_000, everyMs: 200 },
    );
    const sale = new Sale(options);
    for (const watcher of sale.watchers) watcher.start();
    sale.visits = Promise.all(Array.from({ length: options.visitors }, (_, i) => sale.keepComing(i)));
    return sale;
  }

  /** Nobody comes any more; resolves when everybody has gone. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.visits;
  }

  private async keepComing(place: number): Promise<void> {
    const { urls, event, seed } = this.options;
    const draw = seededDraw(seed * 1_000 + place);
    for (let n = 0; !this.isOver; n++) {
      await visit({
        ...{ event, draw, told: this.told, seatCount: this.seatCount },
        urls: urls.map((_, i) => urls[(place + n + i) % urls.length] ?? ''),
        user: `p${String(place)}-${String(n)}`,
        isOver: () => this.isOver,
      });
      await delay(100 * draw());
    }
  }
}

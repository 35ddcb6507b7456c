import { setTimeout as delay } from 'node:timers/promises';
import { History } from '../../../rehearsal/src/history/history.ts';
import { eventually } from '../../rig/eventually.ts';
import { HallWatcher } from '../../rig/hall-watcher.ts';
import { seededDraw } from '../../rig/seeded-draw.ts';
import { ask } from './ask.ts';
import { eventBody, HOLD_EXTENSIONS, type EventPlan, type Rules } from './event.ts';
import { OrganiserAtWork } from './organiser.ts';
import { Told } from './told.ts';
import { visit } from './visitor.ts';

export interface SaleOptions {
  /** Where visitors ask: all of them are used alike. */
  readonly urls: readonly string[];
  readonly adminToken: string;
  readonly event: string;
  readonly plan: EventPlan;
  readonly visitors: number;
  readonly seed: number;
  /** Whether one server answers everything, and nothing stands before it. */
  readonly isOneServer: boolean;
  readonly hasGateway: boolean;
  /** Whether nothing breaks that keeps the lines of waiting rooms. */
  readonly linesLast: boolean;
  /** Where the history of the sale is written, and its log beside it. */
  readonly historyFile: string;
}

const RULES: Rules = { holdTtlS: 5, maxSeatsPerUser: 4 };
const LONGEST_HOLD_MS = 6_000;
/** Longer than anything that nobody waits for any more is under way: a server's patience with its ledger, twice. */
const LATE_MS = 30_000;

/** A sale that goes on until it is ended: visitors come, buy and give back; an organiser is at work; some watch the hall. */
export class Sale {
  readonly told: Told;
  readonly watchers: readonly HallWatcher[];
  readonly seatCount: number;
  private isOver = false;
  private work: Promise<unknown> = Promise.resolve();

  private constructor(readonly options: SaleOptions) {
    const { plan, event, isOneServer } = options;
    this.seatCount = plan.rows * plan.seatsPerRow;
    const history = new History(options.historyFile, isOneServer);
    history.open({
      ...{ event, seats: this.seatCount, hold_ttl_ms: 1_000 * RULES.holdTtlS },
      ...{ hold_extensions: HOLD_EXTENSIONS, max_seats_per_user: RULES.maxSeatsPerUser },
      ...{ has_waiting_room: plan.order !== null, queue_order: plan.order, lines_last: options.linesLast },
      ...{ after_sequence: 0, reads_are_current: isOneServer, late_ms: LATE_MS },
      sent_again: options.hasGateway,
      // A note in Redis that a seat is free again may be lost; then the gateway refuses until the hold would have ended.
      refusals_lag_ms: isOneServer ? 0 : LONGEST_HOLD_MS,
    });
    this.told = new Told(history);
    this.watchers = options.urls.map((url) => new HallWatcher(url, options.event));
  }

  static async open(options: SaleOptions): Promise<Sale> {
    const { urls, event, adminToken, plan } = options;
    await eventually(
      `the event ${event} is made`,
      async () => {
        const made = await ask(urls[0] ?? '', {
          ...{ method: 'PUT', path: `/api/v1/events/${event}` },
          headers: { authorization: `Bearer ${adminToken}` },
          body: eventBody(plan, RULES),
        });
        if (made.status >= 300) throw new Error(`${String(made.status)} ${JSON.stringify(made.body)}`);
        return made.status > 0;
      },
      { withinMs: 30_000, everyMs: 200 },
    );
    const sale = new Sale(options);
    for (const watcher of sale.watchers) watcher.start();
    sale.work = Promise.all([
      ...Array.from({ length: options.visitors }, (_, i) => sale.keepComing(i)),
      sale.organise(),
    ]);
    return sale;
  }

  /** Nobody comes any more; resolves when everybody has gone. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.work;
  }

  private async keepComing(place: number): Promise<void> {
    const { urls, event, seed, plan } = this.options;
    const draw = seededDraw(seed * 1_000 + place);
    for (let n = 0; !this.isOver; n++) {
      await visit({
        ...{ event, draw, told: this.told, seatCount: this.seatCount, hasRoom: plan.order !== null },
        urls: urls.map((_, i) => urls[(place + n + i) % urls.length] ?? ''),
        user: `p${String(place)}-${String(n)}`,
        isOver: () => this.isOver,
      });
      await delay(100 * draw());
    }
  }

  private organise(): Promise<void> {
    const { urls, event, seed, plan, adminToken } = this.options;
    const organiser = new OrganiserAtWork({
      ...{ urls, event, adminToken, plan, rules: RULES, seatCount: this.seatCount },
      ...{ user: 'organiser', told: this.told, draw: seededDraw(seed * 1_000 + 999) },
      isOver: () => this.isOver,
    });
    return organiser.work();
  }
}

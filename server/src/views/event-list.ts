import type { EventSummary } from '@jari/contract';
import { createHash } from 'node:crypto';
import type { BoxOffices } from '../box-office/box-offices.ts';
import { seatCountOf } from '../domain/hall-layout.ts';
import { lowestPrice } from '../domain/prices.ts';
import { saleStatus } from '../domain/sale.ts';
import type { ListedEvent } from '../ports/ledger.ts';
import { lastingEventJson } from './event-json.ts';

/** An EventList as JSON. */
export interface EventListJson {
  /** Weak, because the body also tells the time. */
  readonly etag: string;
  readonly text: string;
}

/** What is written of an event once, for as long as the ledger's list is the same. */
interface Written {
  /** Up to where what changes by itself begins. */
  readonly text: string;
  readonly digest: string;
}

/**
 * The list of all events but rehearsals, which nobody is to come to. Most of it is written once for each list that the ledger gives; what changes while
 * people buy and time passes is a few characters for each event.
 */
export class EventListCache {
  private readonly written = new WeakMap<ListedEvent, Written>();
  private last = { key: '', etag: '', ms: NaN, text: '' };

  constructor(
    private readonly offices: Pick<BoxOffices, 'listed' | 'wallNow'>,
    private readonly timeZone: string,
  ) {}

  /** Rejects when the ledger cannot be reached. */
  async current(): Promise<EventListJson> {
    const all = await this.offices.listed.all();
    const events = all.filter(({ rules }) => rules.isRehearsal !== true);
    const ms = Math.floor(this.offices.wallNow());
    // Everything that makes the list differ from the last one, apart from the time.
    let key = '';
    for (const event of events) key += `${this.write(event).digest}${this.lively(event, ms)};`;
    const isSame = key === this.last.key;
    if (isSame && ms === this.last.ms) return this.last;
    const time = new Date(ms).toISOString();
    const list = events.map((event) => `${this.write(event).text}"${time}"${this.lively(event, ms)}}`);
    const etag = isSame ? this.last.etag : `W/"${digest(key)}"`;
    this.last = { key, etag, ms, text: `{"events":[${list.join(',')}]}` };
    return this.last;
  }

  private lively(event: ListedEvent, wallNow: number): string {
    return `,"sale":"${saleStatus(event, wallNow)}","seats_left":${this.offices.listed.availableCount(event)}`;
  }

  private write(event: ListedEvent): Written {
    let written = this.written.get(event);
    if (written === undefined) {
      const lasting: Omit<EventSummary, 'server_time' | 'sale' | 'seats_left'> = {
        ...lastingEventJson(event, this.timeZone),
        seat_count: seatCountOf(event.layout),
        price_from: lowestPrice(event.prices) ?? null,
      };
      const text = `${JSON.stringify(lasting).slice(0, -1)},"server_time":`;
      written = { text, digest: digest(text) };
      this.written.set(event, written);
    }
    return written;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

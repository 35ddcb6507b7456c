import type { ServerResponse } from 'node:http';
import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import type { Ledger } from '../ports/ledger.ts';
import { streamMessage, ToldChange } from './change-text.ts';
import { CHANGES_BEHIND_MAX, EventFeed } from './event-feed.ts';
import { StreamClient, type HeaderValues } from './stream-client.ts';

export interface ChangeStreamsOptions {
  readonly heartbeatMs: number;
  readonly bufferBytesMax: number;
  readonly clientsMax: number;
}

/** The whole hall as JSON of a SeatList. */
export type SnapshotJson = (office: BoxOffice) => string;

/** Heartbeats are spread over the interval, so that they don't all fall into one moment. */
const HEARTBEAT_SLOTS = 15;
const HEARTBEAT = Buffer.from(':\n\n');

/**
 * Everybody who watches a hall, on this instance.
 *
 *   open ──close()──► closing: streams are ended, new ones are not accepted
 */
export class ChangeStreams {
  private readonly feeds = new Map<BoxOffice, EventFeed>();
  /** With the heartbeat slot of each. */
  private readonly clients = new Map<StreamClient, number>();
  private readonly heartbeat: NodeJS.Timeout;
  private slot = 0;
  private isClosing = false;
  cutCount = 0;

  constructor(
    private readonly offices: BoxOffices,
    private readonly ledger: Pick<Ledger, 'changesSince'>,
    private readonly snapshot: SnapshotJson,
    private readonly options: ChangeStreamsOptions,
  ) {
    this.offices.onChanges((office, changes) => this.feeds.get(office)?.hear(changes));
    this.heartbeat = setInterval(() => this.beat(), options.heartbeatMs / HEARTBEAT_SLOTS);
    this.heartbeat.unref();
  }

  get clientCount(): number {
    return this.clients.size;
  }

  /** False when another stream must be refused. */
  get hasRoom(): boolean {
    return !this.isClosing && this.clients.size < this.options.clientsMax;
  }

  /**
   * Answers with a stream of the event's changes, and keeps it until the client leaves.
   *
   * @param after the last change the client knows; undefined for one that knows nothing
   */
  async open(
    office: BoxOffice,
    response: ServerResponse,
    headers: HeaderValues,
    after: number | undefined,
  ): Promise<void> {
    const feed = this.feedOf(office);
    const client = new StreamClient(response, this.options.bufferBytesMax, (gone) => {
      this.clients.delete(gone);
      feed.forget(gone);
    });
    this.clients.set(client, this.clients.size % HEARTBEAT_SLOTS);
    client.start(headers);
    if (after === undefined) feed.admit(client, undefined);
    else feed.admit(client, await this.catchUp(office, feed, client, after));
  }

  /**
   * The changes after `after`, as JSON of a ChangeList. A client that is ahead of us gets an empty list with
   * our smaller `sequence`, by which it sees that it must load the hall anew (or that we are catching up).
   */
  async changesAfter(office: BoxOffice, after: number, limit = CHANGES_BEHIND_MAX): Promise<string> {
    const feed = this.feedOf(office);
    let sequence = feed.lastSequence;
    let changes: readonly ToldChange[];
    if (feed.covers(after)) {
      changes = feed.changesAfter(after, limit);
    } else {
      const missed = await this.ledger.changesSince(office.seatMap.event.eventId, after, limit);
      sequence = missed.sequence;
      changes = missed.changes.map((change) => new ToldChange(change));
    }
    const last = changes.at(-1)?.sequence ?? after;
    const { eventId } = office.seatMap.event;
    const list = changes.map((change) => change.toJson()).join(',');
    return `{"event":"${eventId}","sequence":${sequence},"changes":[${list}],"has_more":${last < sequence}}`;
  }

  /** Ends all streams. */
  close(): void {
    this.isClosing = true;
    clearInterval(this.heartbeat);
    for (const client of [...this.clients.keys()]) client.end();
  }

  private feedOf(office: BoxOffice): EventFeed {
    let feed = this.feeds.get(office);
    if (feed === undefined) {
      const snapshot = () => streamMessage(office.seatMap.sequence, 'snapshot', this.snapshot(office));
      feed = new EventFeed(office.seatMap.sequence, snapshot, () => this.cutCount++);
      this.feeds.set(office, feed);
    }
    return feed;
  }

  /**
   * Sends what the client missed as far as only the ledger has it. Returns what the client knows then, or
   * undefined when it is better told everything.
   */
  private async catchUp(
    office: BoxOffice,
    feed: EventFeed,
    client: StreamClient,
    after: number,
  ): Promise<number | undefined> {
    const { eventId } = office.seatMap.event;
    const isAhead = after > feed.lastSequence;
    if (!isAhead && feed.covers(after)) return after;
    if (feed.lastSequence - after > CHANGES_BEHIND_MAX) return undefined;
    try {
      const known = isAhead ? feed.lastSequence : after;
      const missed = await this.ledger.changesSince(eventId, known, CHANGES_BEHIND_MAX);
      if (isAhead) {
        // Either we lag behind another instance, or the ledger began anew since the client was here.
        if (missed.sequence < after) return undefined;
        office.refresh();
        return after;
      }
      const heard = missed.changes.filter((change) => change.sequence <= feed.lastSequence);
      client.welcome(heard.map((change) => new ToldChange(change).toStreamText()).join(''));
      return heard.at(-1)?.sequence ?? after;
    } catch {
      return undefined;
    }
  }

  private beat(): void {
    this.slot = (this.slot + 1) % HEARTBEAT_SLOTS;
    for (const [client, slot] of this.clients) {
      if (slot === this.slot && !client.write(HEARTBEAT)) this.cutCount++;
    }
  }
}

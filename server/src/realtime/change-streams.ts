import type { ServerResponse } from 'node:http';
import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import type { ClaimedPosition, Position } from '../domain/log-chain.ts';
import type { Ledger } from '../ports/ledger.ts';
import { changeListJson, reloadJson } from './change-list.ts';
import { ToldChange } from './change-text.ts';
import { CHANGES_BEHIND_MAX, EventFeed } from './event-feed.ts';
import { Heartbeats } from './heartbeats.ts';
import { readMissed } from './missed-changes.ts';
import { SnapshotBytes, type SnapshotJson } from './snapshot-bytes.ts';
import { StreamClient, type HeaderValues } from './stream-client.ts';

export interface ChangeStreamsOptions {
  readonly heartbeatMs: number;
  readonly bufferBytesMax: number;
  readonly clientsMax: number;
}

/**
 * Everybody who watches a hall, on this instance.
 *
 *   open ──close()──► closing: streams are ended, new ones are not accepted
 */
export class ChangeStreams {
  private readonly feeds = new Map<BoxOffice, EventFeed>();
  private readonly clients: Heartbeats;
  private isClosing = false;
  cutCount = 0;

  constructor(
    private readonly offices: BoxOffices,
    private readonly ledger: Pick<Ledger, 'changesSince'>,
    private readonly snapshot: SnapshotJson,
    private readonly options: ChangeStreamsOptions,
  ) {
    this.offices.onChanges((office, changes) => this.feeds.get(office)?.hear(changes));
    this.offices.onReload((office) => this.feeds.get(office)?.restart(positionOf(office)));
    this.clients = new Heartbeats(options.heartbeatMs, () => this.cutCount++);
  }

  get clientCount(): number {
    return this.clients.count;
  }

  /** False when another stream must be refused. */
  get hasRoom(): boolean {
    return !this.isClosing && this.clients.count < this.options.clientsMax;
  }

  /**
   * Answers with a stream of the event's changes, and keeps it until the client leaves.
   *
   * @param claim where the client is; undefined for one that knows nothing
   */
  async open(
    office: BoxOffice,
    response: ServerResponse,
    headers: HeaderValues,
    claim: ClaimedPosition | undefined,
  ): Promise<void> {
    const feed = this.feedOf(office);
    const client = new StreamClient(response, this.options.bufferBytesMax, (gone) => {
      this.clients.delete(gone);
      feed.forget(gone);
    });
    this.clients.add(client, feed.heartbeat);
    client.start(headers);
    if (claim === undefined) feed.admit(client, undefined);
    else feed.admit(client, await this.catchUp(office, feed, client, claim));
  }

  /** The changes after a client's position, as JSON of a ChangeList, or that it must load the hall anew. */
  async changesAfter(office: BoxOffice, claim: ClaimedPosition): Promise<string> {
    const feed = this.feedOf(office);
    const { eventId } = office.seatMap.event;
    switch (feed.standing(claim)) {
      case 'foreign':
        return reloadJson(eventId, claim, feed.position);
      case 'continues':
        return changeListJson(
          eventId,
          claim,
          feed.changesAfter(claim.sequence, CHANGES_BEHIND_MAX),
          feed.position,
        );
      case 'older':
      case 'ahead': {
        const missed = await readMissed(this.ledger, eventId, claim, CHANGES_BEHIND_MAX);
        if (missed === undefined) return reloadJson(eventId, claim, feed.position);
        const changes = missed.changes.map((change) => new ToldChange(change, claim.epoch));
        return changeListJson(eventId, claim, changes, missed.position);
      }
    }
  }

  /** How far those who watch have been told of an event; undefined when nobody has watched it yet. */
  toldOf(office: BoxOffice): Position | undefined {
    return this.feeds.get(office)?.position;
  }

  /** Ends all streams. */
  close(): void {
    this.isClosing = true;
    this.clients.close();
  }

  private feedOf(office: BoxOffice): EventFeed {
    let feed = this.feeds.get(office);
    if (feed === undefined) {
      const snapshot = new SnapshotBytes(office, this.snapshot);
      feed = new EventFeed(
        positionOf(office),
        () => snapshot.current(),
        () => this.cutCount++,
      );
      this.feeds.set(office, feed);
    }
    return feed;
  }

  /**
   * Sends what the client missed as far as only the ledger has it. Returns where the client is then, or
   * undefined when it is better told everything.
   */
  private async catchUp(
    office: BoxOffice,
    feed: EventFeed,
    client: StreamClient,
    claim: ClaimedPosition,
  ): Promise<ClaimedPosition | undefined> {
    const standing = feed.standing(claim);
    if (standing === 'continues') return claim;
    if (standing === 'foreign' || feed.position.sequence - claim.sequence > CHANGES_BEHIND_MAX)
      return undefined;
    try {
      const { eventId } = office.seatMap.event;
      const missed = await readMissed(this.ledger, eventId, claim, CHANGES_BEHIND_MAX);
      if (missed === undefined) return undefined;
      if (standing === 'ahead') {
        // We lag behind the instance from which it comes.
        office.refresh();
        return claim;
      }
      const heard = missed.changes.filter((change) => change.sequence <= feed.position.sequence);
      const told = heard.map((change) => new ToldChange(change, claim.epoch));
      client.welcome(Buffer.from(told.map((change) => change.toStreamText()).join('')));
      const last = told.at(-1)?.position;
      return last === undefined ? claim : { ...last, check: last.head };
    } catch {
      return undefined;
    }
  }
}

/** Where a hall is now, as a value of its own: a map moves on. */
function positionOf({ seatMap: { epoch, sequence, head } }: BoxOffice): Position {
  return { epoch, sequence, head };
}

import { Cluster, type Redis } from 'ioredis';
import { createClient, type RedisClient } from './client.ts';
import type { RedisTarget } from './target.ts';

/**
 * All instances listen to it. In a cluster, which has database 0 only, it belongs to one shard, by its hash tag. Redis
 * delivers a channel to all databases, and in another one there may be another house.
 */
function channelOf({ database }: RedisTarget): string {
  return database === 0 ? '{jari}:news' : `{jari}:news:${database}`;
}

/** More than this on its way means that Redis does not read: what comes then is dropped. */
const BYTES_ON_THE_WAY_MAX = 4 * 1024 * 1024;

export interface NewsLineListener {
  /** The subscription is confirmed: what is published from now on arrives. */
  opened(): void;
  received(text: string): void;
  /** The end of this line, told once, also when it never opened. */
  lost(error: unknown): void;
}

/**
 * One connection to the channel, from its first packet to its end. A line never heals: it is lost and
 * another one takes its place, so that there is one place only where news may be missed.
 *
 *   opening ──subscribed──► open ──any connection ends, or close()──► lost
 *
 * In a cluster it is lost too when the connection to any of the shards is, since the client would subscribe
 * again without telling us when.
 */
export class NewsLine {
  private readonly channel: string;
  private readonly publisher: RedisClient;
  private readonly subscriber: RedisClient;
  private isLost = false;
  private lastError: unknown;
  private bytesOnTheWay = 0;

  constructor(
    target: RedisTarget,
    private readonly listener: NewsLineListener,
  ) {
    this.channel = channelOf(target);
    this.publisher = createClient(target, 'news', 'once');
    // A cluster's client has connections of their own for subscriptions.
    this.subscriber =
      this.publisher instanceof Cluster ? this.publisher : createClient(target, 'news-subscriber', 'once');
    for (const client of new Set([this.publisher, this.subscriber])) {
      client.on('error', (error: unknown) => (this.lastError = error));
      client.on('end', () => this.lose(this.lastError ?? new Error('the connection ended')));
    }
    this.subscriber.on('message', (_channel: string, text: string) => listener.received(text));
    this.subscriber.on('smessage', (_channel: string, text: string) => listener.received(text));
    this.open().catch((error: unknown) => this.lose(error));
  }

  /** False when it was not sent. Never waits. */
  publish(text: string): boolean {
    const { publisher, channel } = this;
    const size = Buffer.byteLength(text);
    if (this.isLost || publisher.status !== 'ready' || this.bytesOnTheWay + size > BYTES_ON_THE_WAY_MAX) {
      return false;
    }
    this.bytesOnTheWay += size;
    const arrived = () => (this.bytesOnTheWay -= size);
    const sent =
      publisher instanceof Cluster ? publisher.spublish(channel, text) : publisher.publish(channel, text);
    sent.then(arrived, arrived);
    return true;
  }

  /** Resolves when Redis has answered on the line by which news are sent. */
  async ping(): Promise<void> {
    await this.publisher.exists(this.channel);
  }

  close(): void {
    this.isLost = true;
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  private async open(): Promise<void> {
    await Promise.all([ready(this.publisher), ready(this.subscriber)]);
    await (this.subscriber instanceof Cluster
      ? this.subscriber.ssubscribe(this.channel)
      : this.subscriber.subscribe(this.channel));
    if (this.isLost) return;
    // In a cluster: a shard's connection ended, and before long its channels would be elsewhere.
    this.subscriber.on('-subscriber', () => this.lose(new Error('the connection to a shard ended')));
    this.listener.opened();
  }

  private lose(error: unknown): void {
    if (this.isLost) return;
    this.close();
    this.listener.lost(error);
  }
}

function ready(client: Redis | Cluster): Promise<unknown> {
  return new Promise((resolve) => client.once('ready', resolve));
}

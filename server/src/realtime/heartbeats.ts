import type { StreamClient } from './stream-client.ts';

/** Heartbeats are spread over the interval, so that they don't all fall into one moment. */
const SLOTS = 15;
/** A comment that says nothing but that somebody is there. */
export const SIGN_OF_LIFE = Buffer.from(':\n\n');

/** What a client is told now and then. */
export type Heartbeat = (client: StreamClient) => Buffer;

interface Slot {
  readonly slot: number;
  readonly heartbeat: Heartbeat;
}

/** Open streams, and what tells each now and then that the other end is alive. */
export class Heartbeats {
  private readonly clients = new Map<StreamClient, Slot>();
  private readonly timer: NodeJS.Timeout;
  private slot = 0;

  constructor(
    intervalMs: number,
    /** One was cut instead, because it does not keep up. */
    private readonly onCut: () => void,
  ) {
    this.timer = setInterval(() => this.beat(), intervalMs / SLOTS);
    this.timer.unref();
  }

  get count(): number {
    return this.clients.size;
  }

  add(client: StreamClient, heartbeat: Heartbeat = () => SIGN_OF_LIFE): void {
    this.clients.set(client, { slot: this.clients.size % SLOTS, heartbeat });
  }

  delete(client: StreamClient): void {
    this.clients.delete(client);
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.timer);
    for (const client of [...this.clients.keys()]) client.end();
  }

  private beat(): void {
    this.slot = (this.slot + 1) % SLOTS;
    for (const [client, { slot, heartbeat }] of this.clients) {
      if (slot === this.slot && !client.write(heartbeat(client))) this.onCut();
    }
  }
}

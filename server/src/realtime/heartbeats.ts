import type { StreamClient } from './stream-client.ts';

/** Heartbeats are spread over the interval, so that they don't all fall into one moment. */
const SLOTS = 15;
const HEARTBEAT = Buffer.from(':\n\n');

/** Open streams, and the comment line that tells each now and then that the other end is alive. */
export class Heartbeats {
  /** With the slot of each. */
  private readonly clients = new Map<StreamClient, number>();
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

  add(client: StreamClient): void {
    this.clients.set(client, this.clients.size % SLOTS);
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
    for (const [client, slot] of this.clients) {
      if (slot === this.slot && !client.write(HEARTBEAT)) this.onCut();
    }
  }
}

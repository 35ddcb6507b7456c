import type { ServerResponse } from 'node:http';

/** The headers that every answer of the server carries. */
export type HeaderValues = Readonly<Record<string, number | string | string[] | undefined>>;

/**
 * One open event stream.
 *
 *   waiting ──admitted by its feed──► live ──► gone
 *      └──────────────────────────────────────►┘
 *
 * Gone, because the client left, or because it was cut for leaving too much unread, or because the server
 * is closing. A client that was cut comes back with the id of the last event it read whole.
 */
export class StreamClient {
  isGone = false;
  private bufferBytesMax: number;

  constructor(
    private readonly response: ServerResponse,
    bufferBytesMax: number,
    private readonly onGone: (client: StreamClient) => void,
  ) {
    this.bufferBytesMax = bufferBytesMax;
    response.on('close', () => this.leave());
    // A connection that breaks is only a client that leaves.
    response.on('error', () => this.leave());
  }

  /** Sends the head of the answer and how soon to come back. */
  start(headers: HeaderValues): void {
    this.response.socket?.setTimeout(0);
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.response.setHeader(name, value);
    }
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.response.write('retry: 1000\n\n');
  }

  /** Sends what a newcomer needs. A whole hall may be larger than the limit, and is not the client's fault. */
  welcome(text: string): void {
    if (this.isGone || text === '') return;
    this.bufferBytesMax += text.length;
    this.response.write(text);
  }

  /** Sends news. False when the client has been cut instead, because it does not keep up. */
  write(bytes: Buffer): boolean {
    if (this.isGone) return true;
    if (this.response.writableLength > this.bufferBytesMax) {
      this.leave();
      this.response.destroy();
      return false;
    }
    this.response.write(bytes);
    return true;
  }

  /** Ends the stream after what has been written. */
  end(): void {
    this.leave();
    this.response.end();
  }

  private leave(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.onGone(this);
  }
}

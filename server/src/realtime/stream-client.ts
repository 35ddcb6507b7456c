import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The headers that every answer of the server carries. */
export type HeaderValues = Readonly<Record<string, number | string | string[] | undefined>>;

const RETRY = Buffer.from('retry: 1000\n\n');

/**
 * One open event stream.
 *
 *   waiting ──admitted by its feed──► live ──► gone
 *      └──────────────────────────────────────►┘
 *
 * Gone, because the client left, or because it was cut for leaving too much unread, or because the server
 * is closing. A client that was cut comes back with the id of the last event it read whole.
 *
 * A stream lasts as long as its connection, so its body needs no framing: it ends where the connection does.
 * Everybody's bytes are the same then, and go straight to the socket; passing each write through the HTTP
 * response, which would frame it, costs more than the write itself when there are ten thousand readers.
 */
export class StreamClient {
  isGone = false;
  private bufferBytesMax: number;
  private readonly socket: Socket | null;

  constructor(
    private readonly response: ServerResponse,
    bufferBytesMax: number,
    private readonly onGone: (client: StreamClient) => void,
  ) {
    this.bufferBytesMax = bufferBytesMax;
    this.socket = response.socket;
    response.on('close', () => this.leave());
    // A connection that breaks is only a client that leaves.
    response.on('error', () => this.leave());
  }

  /** Sends the head of the answer and how soon to come back. */
  start(headers: HeaderValues): void {
    // It has left already, before we could look at it.
    if (this.socket === null || this.socket.destroyed) return this.leave();
    this.socket.setTimeout(0);
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.response.setHeader(name, value);
    }
    // What makes Node end the body with the connection, and say so in the head.
    this.response.useChunkedEncodingByDefault = false;
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    this.response.flushHeaders();
    this.socket.write(RETRY);
  }

  /** Sends what a newcomer needs. A whole hall may be larger than the limit, and is not the client's fault. */
  welcome(bytes: Buffer): void {
    if (this.isGone || bytes.length === 0) return;
    this.bufferBytesMax += bytes.length;
    this.socket?.write(bytes);
  }

  /** Sends news. False when the client has been cut instead, because it does not keep up. */
  write(bytes: Buffer): boolean {
    if (this.isGone || this.socket === null) return true;
    if (this.socket.writableLength > this.bufferBytesMax) {
      this.leave();
      this.socket.destroy();
      return false;
    }
    this.socket.write(bytes);
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

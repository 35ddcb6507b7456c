import { connect, type Socket } from 'node:net';
import { EVENT } from './house.ts';

const STAY_MS = 60_000;
const READ_BUFFER_BYTES = 64 * 1024;

/** People who watch the hall. Each stays a minute or so; most who come after them resume where somebody was. */
export class Watchers {
  private readonly sockets = new Set<Socket>();
  private readonly buffer = Buffer.alloc(READ_BUFFER_BYTES);
  private lastId = '';
  private isClosed = false;
  private opened = 0;
  readonly counts = { snapshots: 0, dropped: 0 };

  constructor(
    private readonly urls: readonly string[],
    private readonly random: () => number,
  ) {}

  get open(): number {
    return this.sockets.size;
  }

  start(count: number): void {
    for (let i = 0; i < count; i++) setTimeout(() => this.watch(), i * 10);
  }

  close(): void {
    this.isClosed = true;
    for (const socket of this.sockets) socket.destroy();
  }

  private watch(): void {
    if (this.isClosed) return;
    const number = this.opened++;
    const { hostname, port } = new URL(this.urls[number % this.urls.length] ?? '');
    let isOver = false;
    const socket = connect({
      ...{ host: hostname, port: Number(port), localAddress: `127.0.3.${String(1 + (number % 250))}` },
      onread: {
        buffer: this.buffer,
        callback: (length) => {
          this.read(length);
          return true;
        },
      },
    });
    this.sockets.add(socket);
    const resume = this.lastId !== '' && this.random() < 0.7 ? `last-event-id: ${this.lastId}\r\n` : '';
    socket.write(
      `GET /api/v1/events/${EVENT}/stream HTTP/1.1\r\nhost: ${hostname}\r\naccept: text/event-stream\r\n${resume}\r\n`,
    );
    const timer = setTimeout(
      () => {
        isOver = true;
        socket.destroy();
      },
      STAY_MS * (0.2 + 1.6 * this.random()),
    );
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      this.sockets.delete(socket);
      if (!isOver && !this.isClosed) this.counts.dropped++;
      setTimeout(() => this.watch(), 200 * this.random());
    });
  }

  private read(length: number): void {
    const text = this.buffer.toString('latin1', 0, length);
    if (text.includes('event: snapshot')) this.counts.snapshots++;
    const from = text.lastIndexOf('\nid: ');
    const end = text.indexOf('\n', from + 1);
    if (from !== -1 && end !== -1) this.lastId = text.slice(from + 5, end);
  }
}

import { connect, type Socket } from 'node:net';

const TIMEOUT_MS = 15_000;

export interface Reply {
  /** 0: no answer. */
  readonly status: number;
  readonly text: string;
}

/** One connection, one request at a time, with hardly more work than bytes: it shares the machine with the server. */
export class Wire {
  private socket: Socket | undefined;
  private received = '';
  private resolve: ((reply: Reply) => void) | undefined;

  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly localAddress: string,
  ) {}

  async ask(method: string, path: string, user: string, body = '', key = ''): Promise<Reply> {
    const type = body === '' ? '' : 'content-type: application/json\r\n';
    const keyed = key === '' ? '' : `idempotency-key: ${key}\r\n`;
    const answered = new Promise<Reply>((resolve) => (this.resolve = resolve));
    this.received = '';
    this.socket ??= this.open();
    this.socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\nx-user-id: ${user}\r\n${type}${keyed}` +
        `content-length: ${String(body.length)}\r\n\r\n${body}`,
    );
    const timer = setTimeout(() => this.close(), TIMEOUT_MS);
    const reply = await answered;
    clearTimeout(timer);
    return reply;
  }

  close(): void {
    this.socket?.destroy();
  }

  private open(): Socket {
    const { host, port, localAddress } = this;
    const socket = connect({ host, port, localAddress, noDelay: true });
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.read(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.socket === socket) this.socket = undefined;
      this.end({ status: 0, text: '' });
    });
    return socket;
  }

  private read(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    this.end({
      status: Number(head.slice(9, 12)),
      text: this.received.slice(end + 4, end + 4 + length),
    });
  }

  private end(reply: Reply): void {
    const { resolve } = this;
    this.resolve = undefined;
    resolve?.(reply);
  }
}

/** Connections that are lent to whoever asks something, as many as are needed at the busiest moment. */
export class Wires {
  private readonly idle: Wire[][];
  private opened = 0;

  constructor(private readonly urls: readonly string[]) {
    this.idle = urls.map(() => []);
  }

  get count(): number {
    return this.opened;
  }

  async with<T>(instance: number, work: (wire: Wire) => Promise<T>): Promise<T> {
    const at = instance % this.urls.length;
    const wire = this.idle[at]?.pop() ?? this.make(at);
    try {
      return await work(wire);
    } finally {
      this.idle[at]?.push(wire);
    }
  }

  close(): void {
    for (const wire of this.idle.flat()) wire.close();
  }

  private make(at: number): Wire {
    const { hostname, port } = new URL(this.urls[at] ?? '');
    this.opened++;
    // Some people behind each address; Linux has all of 127/8.
    return new Wire(hostname, Number(port), `127.0.2.${String(1 + (this.opened % 250))}`);
  }
}

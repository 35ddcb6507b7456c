import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Reply {
  /** 0: the connection broke, or no answer came in time. */
  readonly status: number;
  readonly retryAfterS: number;
  readonly tookMs: number;
}

const TIMEOUT_MS = 30_000;
const CONNECT_AT_ONCE = 200;

/**
 * One connection that asks again and again, with hardly more work than writing and reading bytes: whoever makes the
 * load shares two cores with the server that is to be overloaded.
 */
export class CrowdSocket {
  private socket: Socket | undefined;
  private received = '';
  private startedAt = 0;
  private resolve: ((reply: Reply) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly localAddress: string,
  ) {}

  /** Resolves when there is a connection, which the other side may still have to take. */
  async connect(): Promise<void> {
    this.socket ??= this.open();
    if (this.socket.connecting) await once(this.socket, 'connect');
  }

  ask(text: string): Promise<Reply> {
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.startedAt = performance.now();
      this.received = '';
      this.timer = setTimeout(() => this.drop(), TIMEOUT_MS);
      this.socket ??= this.open();
      this.socket.write(text);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): Socket {
    const { host, port, localAddress } = this;
    const socket = connect({ host, port, localAddress, noDelay: true });
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.read(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.socket === socket) this.drop();
    });
    return socket;
  }

  private drop(): void {
    this.close();
    this.end(0, 0);
  }

  private read(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < end + 4 + length) return;
    if (/\r\nconnection: close/i.test(head)) this.close();
    this.end(Number(head.slice(9, 12)), Number(/\r\nretry-after: (\d+)/i.exec(head)?.[1] ?? 0));
  }

  private end(status: number, retryAfterS: number): void {
    clearTimeout(this.timer);
    const { resolve } = this;
    this.resolve = undefined;
    resolve?.({ status, retryAfterS, tookMs: performance.now() - this.startedAt });
  }
}

/**
 * Connections of a crowd, made before anybody asks anything. A busy Node takes one new connection in each turn of its
 * event loop (since libuv 1.45), and the kernel forgets those beyond a few thousand that wait for it.
 *
 * @param perAddress so many come from one address of the loopback network
 */
export async function connectCrowd(url: string, count: number, perAddress: number): Promise<CrowdSocket[]> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, (_, i) => {
    const address = Math.floor(i / perAddress);
    return new CrowdSocket(hostname, Number(port), `127.1.${address >> 8}.${(address % 255) + 1}`);
  });
  for (let i = 0; i < count; i += CONNECT_AT_ONCE) {
    await Promise.all(sockets.slice(i, i + CONNECT_AT_ONCE).map((socket) => socket.connect()));
    // An answer shows that those before it have been taken.
    await sockets[i]?.ask('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
  }
  return sockets;
}

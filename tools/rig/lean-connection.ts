import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface LeanRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; '' or left out: none. */
  readonly body?: string;
}

export interface LeanReply {
  /** 0: the connection broke, or no answer came in time. */
  readonly status: number;
  /** The first line and the headers. */
  readonly head: string;
  /** A character a byte: whoever needs letters beyond ASCII decodes it. */
  readonly body: string;
}

const NO_REPLY: LeanReply = { status: 0, head: '', body: '' };

/** As `LeanConnection.send` takes it: made once where the same is asked again and again. */
export function requestText({ method, path, headers = {}, body = '' }: LeanRequest): string {
  let head = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
  for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
  if (body !== '') head += 'content-type: application/json\r\n';
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/**
 * One connection that asks one thing after the other, with hardly more work than writing and reading bytes: whoever makes
 * the load shares the machine with the server. It is opened anew when it broke.
 */
export class LeanConnection {
  private readonly address: { readonly host: string; readonly port: number; readonly localAddress: string };
  private socket: Socket | undefined;
  private received = '';
  private resolve: ((reply: LeanReply) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param localAddress from where it comes: on Linux all of 127/8 is this machine */
  constructor(
    url: string,
    localAddress: string,
    private readonly timeoutMs: number,
  ) {
    const { hostname, port } = new URL(url);
    this.address = { host: hostname, port: Number(port), localAddress };
  }

  /** Resolves when there is a connection, which the other side may still have to take. */
  async connect(): Promise<void> {
    this.socket ??= this.open();
    if (this.socket.connecting) await once(this.socket, 'connect');
  }

  /** Never rejects. */
  send(text: string): Promise<LeanReply> {
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.received = '';
      this.timer = setTimeout(() => this.close(), this.timeoutMs);
      this.socket ??= this.open();
      this.socket.write(text);
    });
  }

  /** Who still waits for a reply gets none. */
  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
    this.end(NO_REPLY);
  }

  private open(): Socket {
    const socket = connect({ ...this.address, noDelay: true });
    // Bytes stay bytes, so that lengths agree.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.read(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      // The end of one that was replaced is nothing to whoever asks by the new one.
      if (this.socket === socket) this.close();
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
      head,
      body: this.received.slice(end + 4, end + 4 + length),
    });
    if (/\r\nconnection: close/i.test(head)) this.close();
  }

  private end(reply: LeanReply): void {
    clearTimeout(this.timer);
    const { resolve } = this;
    this.resolve = undefined;
    resolve?.(reply);
  }
}

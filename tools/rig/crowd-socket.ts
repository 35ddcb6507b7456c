import { LeanConnection, requestText } from './lean-connection.ts';

export interface Reply {
  /** 0: the connection broke, or no answer came in time. */
  readonly status: number;
  readonly retryAfterS: number;
  readonly tookMs: number;
}

const TIMEOUT_MS = 30_000;
const CONNECT_AT_ONCE = 200;
const HEALTH = requestText({ method: 'GET', path: '/healthz' });

/** One of a crowd, who asks again and again. */
export class CrowdSocket {
  private readonly connection: LeanConnection;

  constructor(url: string, localAddress: string) {
    this.connection = new LeanConnection(url, localAddress, TIMEOUT_MS);
  }

  /** Resolves when there is a connection, which the other side may still have to take. */
  connect(): Promise<void> {
    return this.connection.connect();
  }

  async ask(text: string): Promise<Reply> {
    const startedAt = performance.now();
    const { status, head } = await this.connection.send(text);
    const retryAfterS = Number(/\r\nretry-after: (\d+)/i.exec(head)?.[1] ?? 0);
    return { status, retryAfterS, tookMs: performance.now() - startedAt };
  }

  close(): void {
    this.connection.close();
  }
}

/**
 * Connections of a crowd, made before anybody asks anything. A busy Node takes one new connection in each turn of its
 * event loop (since libuv 1.45), and the kernel forgets those beyond a few thousand that wait for it.
 *
 * @param perAddress so many come from one address of the loopback network
 */
export async function connectCrowd(url: string, count: number, perAddress: number): Promise<CrowdSocket[]> {
  const sockets = Array.from({ length: count }, (_, i) => {
    const address = Math.floor(i / perAddress);
    return new CrowdSocket(url, `127.1.${address >> 8}.${(address % 255) + 1}`);
  });
  for (let i = 0; i < count; i += CONNECT_AT_ONCE) {
    await Promise.all(sockets.slice(i, i + CONNECT_AT_ONCE).map((socket) => socket.connect()));
    // An answer shows that those before it have been taken.
    await sockets[i]?.ask(HEALTH);
  }
  return sockets;
}

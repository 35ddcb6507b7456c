import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the gateway passed on. */
export interface Passed {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Stands behind the gateway and remembers what comes through. Answers 200 unless told otherwise. */
export class EchoServer {
  readonly passed: Passed[] = [];
  handler: Handler = (_request, response) => response.end('{"success":true}');
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      this.passed.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      response.setHeader('content-type', 'application/json; charset=utf-8');
      this.handler(request, response);
    });
  }

  static async start(): Promise<EchoServer> {
    const echo = new EchoServer();
    echo.server.listen(0, '127.0.0.1');
    await once(echo.server, 'listening');
    return echo;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The last request that came through. */
  get last(): Passed {
    const last = this.passed.at(-1);
    if (last === undefined) throw new Error('Nothing came through.');
    return last;
  }

  /** Requests whose address begins so. */
  to(path: string): Passed[] {
    return this.passed.filter(({ url }) => url.startsWith(path));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

import type { Page, Request, Route } from '@playwright/test';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** Every request of a page with this method and path, as it happens. */
export function watchRequests(page: Page, method: string, path: RegExp): readonly Request[] {
  const seen: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === method && path.test(new URL(request.url()).pathname)) seen.push(request);
  });
  return seen;
}

export const HOLD = /\/hold$/;
export const RESERVATIONS = /\/events\/[^/]+\/reservations$/;

/** Holds the page's requests of this kind back until `release`; those made later pass. */
export async function holdBack(page: Page, method: string, path: RegExp): Promise<{ release: () => void }> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(path, async (route) => {
    if (route.request().method() === method) await released;
    await passOn(route);
  });
  return { release };
}

/** Holds each page's first request of this kind back until every page has made one: a fair start. */
export async function sendTogether(pages: readonly Page[], method: string, path: RegExp): Promise<void> {
  let waiting = 0;
  let start: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (start = resolve));
  for (const page of pages) {
    await page.route(path, async (route) => {
      if (route.request().method() === method) {
        waiting += 1;
        if (waiting === pages.length) start();
        await started;
      }
      await passOn(route);
    });
  }
}

/** The server hears the first such request and acts; its answer is lost on the way back. */
export async function loseFirstAnswer(page: Page, method: string, path: RegExp): Promise<void> {
  let lost = false;
  await page.route(path, async (route) => {
    if (lost || route.request().method() !== method) return passOn(route);
    lost = true;
    await route.fetch();
    await route.abort('connectionreset');
  });
}

/** The page may have gone on, or the test have ended, while a request waited. */
async function passOn(route: Route): Promise<void> {
  await route.fallback().catch(() => undefined);
}

/** A line on which everything takes its time, in both directions: half of the round trip each. */
export class SlowLine {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(port: number, roundTripMs: number): Promise<SlowLine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const line = new SlowLine(server, `http://127.0.0.1:${address.port}`);
    server.on('connection', (near) => line.join(near, connect(port, '127.0.0.1'), roundTripMs / 2));
    return line;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket, far: Socket, delayMs: number): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      // Timers of one length end in the order in which they began, so the bytes keep theirs.
      from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), delayMs));
      from.on('end', () => setTimeout(() => to.end(), delayMs));
      from.on('error', () => to.destroy());
      from.on('close', () => this.sockets.delete(from));
    }
  }
}

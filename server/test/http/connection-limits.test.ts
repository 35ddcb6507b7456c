import { afterEach, describe, expect, it } from 'vitest';
import type { AppSettings } from '../../src/app.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { smallEvent } from '../support/hall.ts';
import { throughCalls } from '../support/ledger-calls.ts';
import { startTestApp } from '../support/listening-app.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { RawSocket } from '../support/raw-socket.ts';

const STREAM = 'GET /api/v1/events/default/stream HTTP/1.1\r\nhost: localhost\r\n';
const SEATS = 'GET /api/v1/seats HTTP/1.1\r\nhost: localhost\r\n\r\n';
let server: Awaited<ReturnType<typeof startTestApp>>;
let sockets: RawSocket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.hangUp();
  sockets = [];
  await server.close();
});
const start = async (settings: Partial<AppSettings>) => (server = await startTestApp({ settings }));

/** Asks on a connection of its own, and waits for the head of the answer. */
const ask = async (text: string, from = '127.0.0.1') => {
  const socket = new RawSocket(server.url, from).say(text);
  sockets.push(socket);
  await expect.poll(() => socket.status, { timeout: 5_000 }).toBeGreaterThan(0);
  return socket;
};
const stream = (from?: string, forwardedFor?: string) =>
  ask(`${STREAM}${forwardedFor === undefined ? '' : `x-forwarded-for: ${forwardedFor}\r\n`}\r\n`, from);
const statuses = async (count: number, one: (i: number) => Promise<RawSocket>) => {
  const all: number[] = [];
  for (let i = 0; i < count; i++) all.push((await one(i)).status);
  return all;
};

describe('streams', () => {
  it('are limited for each address, in words that say what to do instead', async () => {
    await start({ streamsPerAddress: 3 });
    expect(await statuses(4, () => stream())).toEqual([200, 200, 200, 429]);
    const refused = await stream();
    expect(refused.problem).toMatchObject({ reason: 'rate_limited', status: 429, retryable: true });
    expect(refused.problem.detail).toContain('poll changes');
    expect((await stream('127.0.0.2')).status).toBe(200);
    expect((await ask(SEATS)).status).toBe(200);
  });

  it('that end make room again', async () => {
    await start({ streamsPerAddress: 1 });
    const first = await stream();
    expect((await stream()).status).toBe(429);
    first.hangUp();
    await expect.poll(async () => (await stream()).status, { timeout: 5_000 }).toBe(200);
  });

  it.each(['/api/v1/events/slow/stream', '/api/v1/me/stream?event=slow'])(
    'that were left before they had begun make room too: %s',
    async (path) => {
      let [isStarted, isAsked] = [false, false];
      let letGo: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (letGo = resolve));
      const ledger = throughCalls(new MemoryLedger(systemClock), async (call, run) => {
        if (call === 'load' && isStarted) {
          isAsked = true;
          await gate;
        }
        return run();
      });
      const events = [smallEvent(), smallEvent({ eventId: 'slow' })];
      server = await startTestApp({ ledger, events, settings: { streamsPerAddress: 1 } });
      isStarted = true;
      const text = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nx-user-id: ann\r\n\r\n`;
      const early = new RawSocket(server.url).say(text);
      await expect.poll(() => isAsked).toBe(true);
      early.hangUp();
      const connections = () =>
        new Promise((resolve) => server.app.server.getConnections((_, count) => resolve(count)));
      await expect.poll(connections).toBe(0);
      letGo();
      expect((await ask(text)).status).toBe(200);
    },
  );

  it('count for the visitor whom a trusted proxy names, and for nobody whom a stranger names', async () => {
    await start({ streamsPerAddress: 1, trustedProxies: ['127.0.0.1'] });
    expect(await statuses(3, (i) => stream('127.0.0.1', `203.0.113.${i}`))).toEqual([200, 200, 200]);
    expect((await stream('127.0.0.1', '203.0.113.1')).status).toBe(429);
    expect(await statuses(2, (i) => stream('127.0.0.2', `203.0.113.${i + 7}`))).toEqual([200, 429]);
  });

  it('are refused in words when the server has none left', async () => {
    await start({ streamClientsMax: 1 });
    expect((await stream()).status).toBe(200);
    const refused = await stream('127.0.0.2');
    expect(refused.problem).toMatchObject({ reason: 'unavailable', status: 503 });
    expect(refused.problem.detail).toContain('poll changes');
  });
});

describe('connections', () => {
  it('are limited for each address: the one too many is answered and closed, not reset', async () => {
    await start({ connectionsPerAddress: 3 });
    expect(await statuses(3, () => ask(SEATS))).toEqual([200, 200, 200]);
    const refused = await ask(SEATS);
    expect(refused.problem).toMatchObject({ reason: 'rate_limited', status: 429 });
    expect(refused.problem.detail).toContain('connections');
    expect(refused.head).toContain('connection: close');
    await expect.poll(() => refused.isEnded).toBe(true);
    expect(refused.error).toBeUndefined();
    expect((await ask(SEATS, '127.0.0.2')).status).toBe(200);
    sockets[0]?.hangUp();
    await expect.poll(async () => (await ask(SEATS)).status, { timeout: 5_000 }).toBe(200);
  });

  it('of a gateway are as many as it likes', async () => {
    await start({ connectionsPerAddress: 1, trustedProxies: ['127.0.0.1'] });
    expect(await statuses(5, () => ask(SEATS))).toEqual([200, 200, 200, 200, 200]);
    expect(await statuses(2, () => ask(SEATS, '127.0.0.2'))).toEqual([200, 429]);
  });

  it('of all together stay within what the process can have, and the rest is told so', async () => {
    await start({ connectionsMax: 3 });
    expect(await statuses(4, (i) => ask(SEATS, `127.0.0.${i + 1}`))).toEqual([200, 200, 200, 503]);
    const refused = await ask(SEATS);
    expect(refused.problem).toMatchObject({ reason: 'unavailable', status: 503, retryable: true });
    expect(refused.head).toContain('retry-after: 5');
  });

  it('that were turned away make room for others to be told so in all words', async () => {
    await start({ connectionsMax: 1, turnedAwayMax: 1 });
    await ask(SEATS);
    for (let i = 0; i < 3; i++) {
      const refused = await ask(SEATS);
      expect(refused.head).toContain('retry-after: 5');
      await expect.poll(() => refused.isEnded).toBe(true);
      refused.hangUp();
      await expect.poll(() => refused.isClosed).toBe(true);
    }
  });

  it('that are one too many and say nothing are not kept', async () => {
    await start({ connectionsMax: 1 });
    await ask(SEATS);
    const silent = new RawSocket(server.url);
    sockets.push(silent);
    await expect.poll(() => silent.isEnded, { timeout: 5_000 }).toBe(true);
    expect(silent.text).toBe('');
  });

  it('beyond the margin above the limit are told so without being listened to, and are gone at once', async () => {
    await start({ connectionsMax: 1, turnedAwayMax: 2 });
    await ask(SEATS);
    const silent = [1, 2, 3].map(() => new RawSocket(server.url));
    sockets.push(...silent);
    await expect.poll(() => silent.filter(({ isEnded, isClosed }) => isEnded || isClosed).length).toBe(1);
    const told = silent.find(({ isEnded, isClosed }) => isEnded || isClosed);
    expect(told?.problem).toMatchObject({ reason: 'unavailable', status: 503 });
  });
});

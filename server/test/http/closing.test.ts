import type { Problem } from '@jari/contract';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { PersonalReader } from '../../../tools/rig/personal-reader.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { as } from '../support/app.ts';
import { GatedLedger } from '../support/box-office.ts';
import { startTestApp } from '../support/listening-app.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function send(agent: Agent, url: string, method = 'GET', body?: object, user = 'ann'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...as(user), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const request = httpRequest(url, { agent, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

describe('a server that closes', () => {
  it('finishes what it has accepted, refuses what comes after in our words, and lets connections go', async () => {
    const gate = new GatedLedger(new MemoryLedger(systemClock));
    const server = await startTestApp({ ledger: gate.ledger });
    const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })] as const;
    const hold = `${server.url}/api/v1/events/default/hold`;
    // Both connections are known and idle; the second request will come over one of them.
    await Promise.all(agents.map((agent) => send(agent, `${server.url}/health`)));
    const sockets: Socket[] = [];
    server.app.server.on('connection', (socket: Socket) => sockets.push(socket));
    let requestCount = 0;
    server.app.server.on('request', () => requestCount++);
    const open = gate.hold();
    const accepted = send(agents[0], hold, 'PUT', { seat_ids: [1] });
    await expect.poll(() => requestCount).toBe(1);
    const refused = send(agents[1], hold, 'PUT', { seat_ids: [1] }, 'bob');
    await expect.poll(() => requestCount).toBe(2);
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
    slow.write('PUT /api/v1/events/default/hold HTTP/1.1\r\nhost: x\r\n');
    await expect.poll(() => sockets.at(-1)?.bytesRead).toBeGreaterThan(0);
    const closing = server.close();
    await expect.poll(() => server.app.server.listening).toBe(false);
    let late = '';
    slow.on('data', (chunk: Buffer) => (late += chunk.toString()));
    slow.write('x-user-id: bob\r\ncontent-length: 0\r\n\r\n');
    await expect.poll(() => late).toContain('\r\n\r\n{');
    expect(late).toMatch(/^HTTP\/1.1 503/);
    expect(late.toLowerCase()).toContain('connection: close');
    expect(JSON.parse(late.slice(late.indexOf('{'))) as Problem).toMatchObject({ reason: 'unavailable' });
    open();
    const answer = await accepted;
    expect([answer.status, answer.headers.connection]).toEqual([200, 'close']);
    const refusal = await refused;
    expect([refusal.status, refusal.headers.connection]).toEqual([409, 'close']);
    await closing;
    for (const agent of agents) agent.destroy();
  });

  it('ends the streams of the hall and of oneself at once, while it finishes what it has accepted', async () => {
    const gate = new GatedLedger(new MemoryLedger(systemClock));
    // So long a grace that nothing is cut here for its end.
    const server = await startTestApp({ ledger: gate.ledger, settings: { closeGraceMs: 60_000 } });
    const path = `${server.url}/api/v1`;
    const [hall, self] = await Promise.all([
      PersonalReader.open(`${path}/events/default/stream`, as('bob')),
      PersonalReader.open(`${path}/me/stream`, as('bob')),
    ]);
    let requestCount = 0;
    server.app.server.on('request', () => requestCount++);
    const finish = gate.hold();
    const agent = new Agent();
    const accepted = send(agent, `${path}/events/default/hold`, 'PUT', { seat_ids: [1] });
    await expect.poll(() => requestCount).toBe(1);
    const closing = server.close();
    await expect.poll(() => [hall.hasEnded, self.hasEnded]).toEqual([true, true]);
    finish();
    expect((await accepted).status).toBe(200);
    await closing;
    agent.destroy();
  });

  it('does not wait for connections that say nothing, as browsers open them in advance', async () => {
    const server = await startTestApp();
    const silent = connect(Number(new URL(server.url).port), '127.0.0.1');
    silent.on('error', () => undefined);
    await expect
      .poll(() => new Promise((resolve) => server.app.server.getConnections((_, n) => resolve(n))))
      .toBe(1);
    const startedAt = performance.now();
    await server.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('cuts what is not finished after its grace', async () => {
    const server = await startTestApp({ settings: { closeGraceMs: 200 } });
    const stuck = connect(Number(new URL(server.url).port), '127.0.0.1');
    stuck.on('error', () => undefined);
    const connected = once(server.app.server, 'connection') as Promise<[Socket]>;
    stuck.write('GET /health HTTP/1.1\r\n');
    const [socket] = await connected;
    await expect.poll(() => socket.bytesRead).toBeGreaterThan(0);
    const startedAt = performance.now();
    await server.close();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('bytes that are no HTTP', () => {
  it('get a problem too', async () => {
    const server = await startTestApp();
    const answers = ['BLAH\r\n\r\n', `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`].map(
      (bytes) =>
        new Promise<string>((resolve) => {
          const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
          let text = '';
          socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
          socket.on('error', () => undefined);
          socket.on('close', () => resolve(text));
          socket.write(bytes);
        }),
    );
    const reasons = (await Promise.all(answers)).map((text) => {
      expect(text).toContain('content-type: application/problem+json');
      return (JSON.parse(text.slice(text.indexOf('{'))) as Problem).reason;
    });
    expect(reasons).toEqual(['validation', 'too_large']);
    await server.close();
  });
});

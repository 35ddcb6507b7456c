import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cannotRun, startGateway, type GatewayUnderTest } from './support/gateway.ts';

const asPerson = { accept: 'text/html,application/xhtml+xml' };

describe.skipIf(cannotRun)('a page that is about an event', () => {
  let gateway: GatewayUnderTest;
  const folder = mkdtempSync(join(tmpdir(), 'jari-web-'));
  let page = 0;
  beforeAll(async () => {
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'index.html'), '<p>built hall</p>');
    writeFileSync(join(folder, '200.html'), '<p>built app</p>');
    gateway = await startGateway({ WEB_ROOT: folder });
  });
  beforeEach(() => {
    gateway.echo.passed.length = 0;
    page += 1;
    gateway.echo.handler = (request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('cache-control', 'no-cache');
      response.setHeader('vary', 'accept-encoding, accept-language');
      response.end(`<p>${request.headers['accept-language'] ?? 'any'} at ${request.headers.host ?? ''}</p>`);
    };
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  test('comes from a server, which knows what it is about', async () => {
    for (const path of [`/?event=e${page}`, `/events/e${page}`]) {
      const answer = await gateway.send(path, { headers: { ...asPerson, 'accept-language': 'ko-KR' } });
      expect(answer).toMatchObject({
        status: 200,
        text: expect.stringContaining('ko-KR at 127.0.0.1') as string,
      });
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(gateway.echo.last.url).toBe(path);
    }
  });

  test('is asked for once for all who read its language', async () => {
    const path = `/events/e${page}`;
    const ask = (language: string) =>
      gateway.send(path, { headers: { ...asPerson, 'accept-language': language } });
    await Promise.all(['ko', 'ko-KR,ko;q=0.9', 'en-GB', 'en', 'ko', 'fr'].map(ask));
    expect(gateway.echo.to(path).length).toBe(2);
  });

  test('comes from disk when no server can say', async () => {
    gateway.echo.handler = (_request, response) => response.writeHead(503).end('{}');
    const hall = await gateway.send(`/?event=e${page}`, { headers: asPerson });
    expect(hall).toMatchObject({ status: 200, text: '<p>built hall</p>' });
    expect(hall.headers['cache-control']).toBe('no-cache');
    const app = await gateway.send(`/events/e${page}`, { headers: asPerson });
    expect(app).toMatchObject({ status: 200, text: '<p>built app</p>' });
  });

  test('that does not exist is a 404 of the server’s', async () => {
    gateway.echo.handler = (_request, response) => response.writeHead(404).end('<p>not here</p>');
    const answer = await gateway.send(`/events/e${page}`, { headers: asPerson });
    expect(answer).toMatchObject({ status: 404, text: '<p>not here</p>' });
  });

  test('is kept apart for programs that want something else', async () => {
    const path = `/events/e${page}`;
    await gateway.send(path, { headers: asPerson });
    await gateway.send(path, { headers: { accept: 'application/json' } });
    expect(gateway.echo.to(path).length).toBe(2);
  });

  test('is the only one: lists, forms and tickets come from disk', async () => {
    for (const path of ['/events', '/events/default/reserve', '/tickets', '/reservations/default.1']) {
      expect(await gateway.send(path, { headers: asPerson })).toMatchObject({ text: '<p>built app</p>' });
    }
    expect(gateway.echo.passed).toEqual([]);
  });
});

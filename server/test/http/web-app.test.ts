import type { Problem } from '@jari/contract';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';

const SCRIPT = 'console.log("hello")'.repeat(100);
const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
let folder: string;
let server: TestApp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jari-web-'));
  await mkdir(join(folder, '_app', 'immutable'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<title>hall</title>');
  await writeFile(join(folder, '200.html'), '<title>fallback</title>');
  await writeFile(join(folder, 'robots.txt'), 'User-agent: *');
  const script = join(folder, '_app', 'immutable', 'a.js');
  await writeFile(script, SCRIPT);
  await writeFile(`${script}.br`, brotliCompressSync(SCRIPT));
  await writeFile(`${script}.gz`, gzipSync(SCRIPT));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => server.close());

const start = async (settings = {}) =>
  void (server = await createTestApp({ settings: { webFolder: folder, ...settings } }));

describe('the web app', () => {
  it('is served, and asked for again at every visit', async () => {
    await start();
    const page = await server.app.inject({ url: '/', headers: asBrowser });
    expect([page.statusCode, page.body]).toEqual([200, '<title>hall</title>']);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    const again = await server.app.inject({
      url: '/',
      headers: { 'if-none-match': String(page.headers['etag']) },
    });
    expect(again.statusCode).toBe(304);
  });

  it('is what a browser gets at every page’s address', async () => {
    await start();
    for (const url of ['/events/default/reserve', '/reservations/abc?x=/api/v1', '/apis']) {
      const page = await server.app.inject({ url, headers: asBrowser });
      expect([url, page.statusCode, page.body]).toEqual([url, 200, '<title>fallback</title>']);
      expect(page.headers['cache-control']).toBe('no-cache');
    }
  });

  it('keeps the organiser’s pages and the door out of search engines and of every cache', async () => {
    await start();
    for (const url of ['/admin', '/admin/events/default/settings?x=1', '/door/default']) {
      const page = await server.app.inject({ url, headers: asBrowser });
      expect([url, page.statusCode, page.body]).toEqual([url, 200, '<title>fallback</title>']);
      expect(page.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex, nofollow',
      });
    }
    const other = await server.app.inject({ url: '/administration', headers: asBrowser });
    expect(other.headers['x-robots-tag']).toBeUndefined();
  });

  it('may use the camera at the door, where tickets are read with it, and nowhere else', async () => {
    await start();
    const camera = async (url: string) => {
      const { headers } = await server.app.inject({ url, headers: asBrowser });
      return /camera=\(.*?\)/.exec(String(headers['permissions-policy']))?.[0];
    };
    expect([await camera('/door/default'), await camera('/door?x=1')]).toEqual([
      'camera=(self)',
      'camera=(self)',
    ]);
    for (const url of ['/', '/doors', '/admin', '/tickets?/door/'])
      expect(await camera(url)).toBe('camera=()');
  });

  it('says so by its status at an address that is no page, and where there is no such event', async () => {
    const routes = ['/', '/events/[event]', '/events/[event]/reserve', '/(quiet)/tickets'];
    await writeFile(join(folder, 'pages.json'), JSON.stringify(routes));
    await start();
    await rm(join(folder, 'pages.json'));
    for (const [url, status] of [
      ['/events/default/', 200],
      ['/events/default/reserve?x=/nope', 200],
      ['/tickets', 200],
      ['/events/default/reserve/x', 404],
      ['/event', 404],
      ['/events/nowhere/reserve', 404],
      ['/events/nowhere', 404],
    ] as const) {
      const page = await server.app.inject({ url, headers: asBrowser });
      expect([url, page.statusCode, page.body]).toEqual([url, status, '<title>fallback</title>']);
    }
  });

  it('is shown although nobody can say whether there is such an event', async () => {
    const ledger = new MemoryLedger(systemClock);
    server = await createTestApp({ ledger, settings: { webFolder: folder } });
    ledger.listEvents = () => Promise.reject(new Error('the ledger is away'));
    const page = await server.app.inject({ url: '/events/nowhere', headers: asBrowser });
    expect(page.statusCode).toBe(200);
  });

  it('never stands in for an answer of the API, a file that is missing, or a write', async () => {
    await start();
    const requests = [
      { url: '/api/v1/nope', headers: asBrowser },
      { url: '/api', headers: asBrowser },
      { url: '/fcfs/nope', headers: asBrowser },
      { url: '/events/default/reserve', headers: { accept: 'application/json' } },
      { url: '/_app/immutable/old.js', headers: { accept: '*/*' } },
      { method: 'POST' as const, url: '/events/default/reserve', headers: asBrowser },
    ];
    for (const request of requests) {
      const answer = await server.app.inject(request);
      expect([request.url, answer.statusCode, answer.json<Problem>().reason]).toEqual([
        request.url,
        404,
        'not_found',
      ]);
    }
  });

  it('is sent compressed as the build compressed it, to whoever understands that', async () => {
    await start();
    for (const [accepted, encoding] of [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['', undefined],
    ] as const) {
      const answer = await server.app.inject({
        url: '/_app/immutable/a.js',
        headers: { 'accept-encoding': accepted },
      });
      expect([accepted, answer.statusCode, answer.headers['content-encoding']]).toEqual([
        accepted,
        200,
        encoding,
      ]);
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['vary']).toContain('accept-encoding');
      if (encoding === undefined) expect(answer.body).toBe(SCRIPT);
    }
  });

  it('cannot be framed or based elsewhere, and may run the scripts it vouches for itself', async () => {
    await start();
    const { headers } = await server.app.inject({ url: '/', headers: asBrowser });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|default-src/);
    const script = await server.app.inject('/_app/immutable/a.js');
    expect(script.headers).not.toHaveProperty('content-security-policy');
    expect(script.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('keeps browsers on https where the site is', async () => {
    await start({ isSecureCookie: true });
    expect((await server.app.inject('/')).headers['strict-transport-security']).toBeDefined();
  });

  it('gives no file from outside its folder', async () => {
    await start();
    for (const url of [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/_app/..%5c..%5cx',
    ]) {
      const answer = await server.app.inject({ url, headers: { accept: '*/*' } });
      expect([url, answer.statusCode < 500 && answer.statusCode >= 400]).toEqual([url, true]);
    }
  });
});

describe('without the web app', () => {
  it('the API works, and the first page says what is missing', async () => {
    await start({ webFolder: join(folder, 'nowhere') });
    const page = await server.app.inject({ url: '/', headers: asBrowser });
    expect([page.statusCode, page.body]).toEqual([
      200,
      expect.stringContaining('web app has not been built'),
    ]);
    expect((await server.app.inject('/api/v1/seats')).statusCode).toBe(200);
    expect((await server.app.inject({ url: '/events/default/reserve', headers: asBrowser })).statusCode).toBe(
      404,
    );
  });
});

describe('another origin', () => {
  const ask = (origin: string) =>
    server.app.inject({
      method: 'OPTIONS',
      url: '/api/v1/events/default/hold',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    });

  it('that asks in advance without saying for what is told so in words, like everybody', async () => {
    await start({ corsOrigins: ['https://tickets.example'] });
    const answer = await server.app.inject({ method: 'OPTIONS', url: '/api/v1/seats' });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 400, reason: 'validation' });
  });

  it('is let in when it is listed, and only then', async () => {
    await start({ corsOrigins: ['https://tickets.example'] });
    expect((await ask('https://tickets.example')).headers).toMatchObject({
      'access-control-allow-origin': 'https://tickets.example',
      'access-control-allow-credentials': 'true',
    });
    expect((await ask('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    await server.close();
    await start();
    expect((await ask('https://tickets.example')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cannotRun, startGateway, type GatewayUnderTest } from './support/gateway.ts';

const script = '_app/immutable/entry/start.AbC123.js';
const code = `console.log(${JSON.stringify('a'.repeat(2_000))});`;
const page = { accept: 'text/html,application/xhtml+xml' };

describe.skipIf(cannotRun)('the web app’s files', () => {
  let gateway: GatewayUnderTest;
  const folder = mkdtempSync(join(tmpdir(), 'jari-web-'));
  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const files = {
      'index.html': '<p>hall</p>',
      '200.html': '<p>app</p>',
      'favicon.svg': '<svg/>',
      'robots.txt': 'User-agent: *',
      'pages.json':
        '["/","/admin","/admin/events/[event]/settings","/events/[event]","/events/[event]/reserve","/tickets"]',
      'service-worker.js': 'self',
      'manifest.ko.webmanifest': '{}',
      [script]: code,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      writeFileSync(join(folder, `${path}.gz`), gzipSync(text));
    }
    gateway = await startGateway({ WEB_ROOT: folder });
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });

  test('whose names are hashes are kept for ever, compressed as they were built', async () => {
    const answer = await gateway.send(`/${script}`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-length': String(gzipSync(code).length),
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-type']).toContain('text/javascript');
    expect(answer.headers.vary).toContain('Accept-Encoding');
  });

  test('come as they are to clients that cannot unpack them', async () => {
    const answer = await gateway.send(`/${script}`);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.text).toBe(code);
  });

  test('with other names are asked for again each time, and cost nothing when they are the same', async () => {
    // The worker above all: an old one must never stay because something on the way has kept it.
    for (const path of ['/robots.txt', '/service-worker.js']) {
      const answer = await gateway.send(path);
      expect(answer.status).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-cache');
      const again = await gateway.send(path, { headers: { 'if-none-match': String(answer.headers.etag) } });
      expect(again.status).toBe(304);
    }
  });

  test('say what they are', async () => {
    const manifest = await gateway.send('/manifest.ko.webmanifest');
    expect(manifest.headers['content-type']).toContain('application/manifest+json');
  });

  test('a page’s address is answered by the app, for people', async () => {
    expect(await gateway.send('/events/default/reserve', { headers: page })).toMatchObject({
      status: 200,
      text: '<p>app</p>',
    });
    expect((await gateway.send('/events/default/reserve')).status).toBe(404);
  });

  test('an address that is no page is answered by the app too, but as what it is', async () => {
    for (const path of ['/nothing', '/events/default/reserve/more', '/tickets/x', '/events/a/b']) {
      const answer = await gateway.send(path, { headers: page });
      expect([path, answer.status, answer.text]).toEqual([path, 404, '<p>app</p>']);
      expect((await gateway.send(path)).json()).toMatchObject({ status: 404, reason: 'not_found' });
    }
    expect((await gateway.send('/tickets/', { headers: page })).status).toBe(200);
  });

  test('the organiser’s pages are kept by nobody and found by no search engine', async () => {
    for (const path of ['/admin', '/admin/events/default/settings']) {
      const answer = await gateway.send(path, { headers: page });
      expect([path, answer.status, answer.text]).toEqual([path, 200, '<p>app</p>']);
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex, nofollow',
      });
    }
    expect((await gateway.send('/admin/nothing', { headers: page })).status).toBe(404);
  });

  test('a missing hashed file is missing, also for people, and is not kept for ever', async () => {
    const answer = await gateway.send('/_app/immutable/old.js', { headers: page });
    expect(answer.status).toBe(404);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each(['/../nginx.conf', '/%2e%2e/nginx.conf', '/..%2f..%2fetc/passwd', '/_app/../../nginx.conf'])(
    '%s does not lead out of the folder',
    async (path) => {
      const answer = await gateway.send(path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text).not.toContain('worker');
    },
  );

  test('are answered without the server, and writing to them is not possible', async () => {
    expect(gateway.echo.passed).toEqual([]);
    expect((await gateway.send('/favicon.svg', { method: 'POST', body: {} })).status).toBe(404);
  });
});

describe.skipIf(cannotRun)('without files beside the gateway', () => {
  test('the server is asked for them', async () => {
    const gateway = await startGateway({ WEB_ROOT: '/nonexistent' });
    try {
      await gateway.send('/events/default', { headers: page });
      expect(gateway.echo.last.url).toBe('/events/default');
    } finally {
      await gateway.stop();
    }
  });
});

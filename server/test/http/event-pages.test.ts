import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, createTestApp, type TestApp } from '../support/app.ts';

const head = (title: string) =>
  `<head><meta name="description" content="Jari" />\n    <script src="/boot.js"></script>${title}</head>`;
const SCRIPT = `<body><p>$& stays</p><script>start("</title>")</script></body>`;
const asCrawler = { accept: '*/*', host: 'tickets.example' };
let folder: string;
let server: TestApp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jari-pages-'));
  await mkdir(join(folder, '_app'));
  await writeFile(join(folder, 'index.html'), `${head('<title>hall</title>')}${SCRIPT}`);
  await writeFile(join(folder, '200.html'), `${head('')}${SCRIPT}`);
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => server.close());

const start = async (settings = {}) =>
  (server = await createTestApp({ settings: { webFolder: folder, ...settings } }));
const put = (event: string, more: object = {}) =>
  server.app.inject({
    method: 'PUT',
    url: `/api/v1/events/${event}`,
    headers: asAdmin,
    payload: {
      title: { ko: '한여름 밤의 꿈', en: 'A Midsummer Night’s Dream' },
      venue: { ko: '자리 소극장', en: 'Jari Little Theatre' },
      starts_at: '2031-06-21T10:30:00Z',
      hall: { rows: 3, seats_per_row: 3 },
      ...more,
    },
  });
const get = (url: string, headers: Record<string, string> = asCrawler) => server.app.inject({ url, headers });
const meta = (html: string, name: string) =>
  new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)" />`).exec(html)?.[1];

describe('An event’s page', () => {
  it('says what it is about to those who run no scripts', async () => {
    await start();
    await put('dream');
    const { statusCode, headers, body } = await get('/events/dream');
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('<title>한여름 밤의 꿈 · 자리</title>');
    expect(meta(body, 'og:title')).toBe('한여름 밤의 꿈');
    expect(meta(body, 'og:description')).toBe('2031년 6월 21일 토요일 19:30 · 자리 소극장');
    expect(meta(body, 'description')).toBe(meta(body, 'og:description'));
    expect(meta(body, 'og:url')).toBe('http://tickets.example/events/dream');
    expect(meta(body, 'og:image')).toBe('http://tickets.example/og-image.png');
    expect(meta(body, 'og:locale')).toBe('ko_KR');
    expect(body.endsWith(SCRIPT)).toBe(true);
  });

  it('says it in English to those who prefer it, and shows the price', async () => {
    await start();
    await put('dream', { currency: 'EUR', prices: { standard: 2550 } });
    // Also right after somebody who prefers Korean.
    await get('/events/dream');
    const { body } = await get('/events/dream', { ...asCrawler, 'accept-language': 'en-GB,en;q=0.9' });
    expect(meta(body, 'og:title')).toBe('A Midsummer Night’s Dream');
    expect(meta(body, 'og:description')).toBe(
      'Saturday, 21 June 2031 at 19:30 · Jari Little Theatre · from €25.50',
    );
  });

  it('is the first page, too, with one title', async () => {
    await start();
    await put('dream');
    const { body } = await get('/?event=dream');
    expect(body.match(/<title>/g)).toHaveLength(1);
    expect(meta(body, 'og:title')).toBe('한여름 밤의 꿈');
    const first = await get('/');
    expect(first.statusCode).toBe(200);
    expect(meta(first.body, 'og:url')).toBe('http://tickets.example/events/default');
  });

  it('cannot be broken out of by a title', async () => {
    await start();
    const title = `"/><script>alert(1)</script>$& '</title>`;
    await put('evil', { title, venue: '"><img src=x>' });
    const { body } = await get('/events/evil');
    const before = body.slice(0, body.indexOf('</head>'));
    expect(before.match(/<script/g)).toHaveLength(1);
    expect(before.match(/<\/title>/g)).toHaveLength(1);
    expect(before).not.toContain('<img');
    expect(meta(body, 'og:title')).toBe(
      '&quot;/&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp; &#39;&lt;/title&gt;',
    );
  });

  it('repeats no host that is none', async () => {
    await start();
    for (const host of ['"><script>', 'a b', 'x'.repeat(300)]) {
      const { body } = await get('/events/default', { ...asCrawler, host });
      expect([host, meta(body, 'og:url'), meta(body, 'og:image')]).toEqual([host, undefined, undefined]);
      expect(body).not.toContain(host);
    }
  });

  it('names itself by the address that it was asked for by, whoever asked before', async () => {
    await start();
    for (const url of ['/events/default', '/']) {
      for (const host of ['elsewhere.example', 'tickets.example', 'tickets.example:8443']) {
        const { body } = await get(url, { ...asCrawler, host });
        expect(meta(body, 'og:url')).toBe(`http://${host}/events/default`);
        expect(meta(body, 'og:image')).toBe(`http://${host}/og-image.png`);
      }
    }
  });

  it('knows its scheme from a trusted proxy', async () => {
    await start({ trustedProxies: ['127.0.0.1'] });
    const { body } = await get('/events/default', { ...asCrawler, 'x-forwarded-proto': 'https' });
    expect(meta(body, 'og:url')).toBe('https://tickets.example/events/default');
  });

  it('is new when the organiser has changed the event, and not sent again otherwise', async () => {
    await start();
    await put('dream');
    const first = await get('/events/dream');
    expect(first.headers).toMatchObject({
      'cache-control': 'no-cache',
      vary: 'accept-encoding, accept-language',
    });
    const etag = String(first.headers.etag);
    const again = await get('/events/dream', { ...asCrawler, 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    await put('dream', { title: 'Another' });
    const changed = await get('/events/dream', { ...asCrawler, 'if-none-match': etag });
    expect([changed.statusCode, meta(changed.body, 'og:title')]).toEqual([200, 'Another']);
  });

  it('is new when a ledger that went back has another event as of the same version', async () => {
    await start();
    await put('dream');
    await get('/events/dream');
    const office = await server.offices.get('dream');
    if (office === undefined) throw new Error('no dream');
    office.seatMap.event = { ...office.seatMap.event, title: 'Another' };
    const { headers, body } = await get('/events/dream');
    expect(meta(body, 'og:title')).toBe('Another');
    const again = await get('/events/dream', { ...asCrawler, 'if-none-match': String(headers.etag) });
    expect(again.statusCode).toBe(304);
  });

  it('comes compressed to whoever understands that', async () => {
    await start();
    const plain = await get('/events/default');
    for (const [accepted, unpack] of [
      ['gzip, br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const packed = await get('/events/default', { ...asCrawler, 'accept-encoding': accepted });
      expect(unpack(packed.rawPayload).toString()).toBe(plain.body);
    }
  });

  it('has the policy of every page', async () => {
    await start();
    expect((await get('/events/default')).headers['content-security-policy']).toContain(
      "frame-ancestors 'none'",
    );
  });

  it('is nothing for a program that wants JSON, nor for an event that does not exist', async () => {
    await start();
    expect((await get('/events/default', { accept: 'application/json' })).statusCode).toBe(404);
    const unknown = await get('/events/nowhere', { accept: 'text/html' });
    expect(meta(unknown.body, 'og:title')).toBeUndefined();
  });
});

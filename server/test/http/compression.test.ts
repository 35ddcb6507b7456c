import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { as, createTestApp, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';

let server: TestApp;
afterEach(() => server.close());

const ORIGIN = 'https://elsewhere.example';
const LIST = '/api/v1/events/default/seats';

const openLargeHall = async (settings = {}) =>
  void (server = await createTestApp({
    settings,
    events: [smallEvent({ layout: { rows: 20, seatsPerRow: 20 } })],
  }));

async function ask(url: string, accepted?: string, headers = {}) {
  const encoding = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const answer = await server.app.inject({ url, headers: { ...headers, ...encoding } });
  const { rawPayload } = answer;
  const how = answer.headers['content-encoding'];
  const body =
    how === 'br' ? brotliDecompressSync(rawPayload) : how === 'gzip' ? gunzipSync(rawPayload) : rawPayload;
  return { ...answer, headers: answer.headers, how, text: body.toString(), rawPayload };
}

describe('a long list of seats', () => {
  it('is sent as its reader can read it, and is the same list', async () => {
    await openLargeHall();
    for (const url of ['/api/v1/seats', LIST]) {
      const plain = await ask(url);
      for (const [accepted, how] of [
        ['gzip, deflate, br, zstd', 'br'],
        ['gzip', 'gzip'],
        ['br;q=0, gzip;q=0.5', 'gzip'],
        ['zstd', undefined],
        ['identity', undefined],
        ['', undefined],
      ] as const) {
        const answer = await ask(url, accepted);
        expect([accepted, answer.how, answer.headers['vary']]).toEqual([accepted, how, 'accept-encoding']);
        expect(answer.text).toBe(plain.text);
        expect(answer.headers['etag']).toBe(plain.headers['etag']);
        expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length);
        if (how !== undefined) expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 8);
      }
      const again = await ask(url, 'br', { 'if-none-match': plain.headers['etag'] });
      expect([again.statusCode, again.text, again.how]).toEqual([304, '', undefined]);
      expect(again.headers['vary']).toBe('accept-encoding');
    }
  });

  it('is compressed once for all who ask before it changes, within a second of its time', async () => {
    await openLargeHall();
    const first = await ask(LIST, 'br');
    server.clock.advance(900);
    expect((await ask(LIST, 'br')).rawPayload).toEqual(first.rawPayload);
    server.clock.advance(900);
    const timeOf = ({ text }: { text: string }) =>
      Date.parse((JSON.parse(text) as { server_time: string }).server_time);
    expect(timeOf(await ask(LIST, 'br')) - timeOf(first)).toBe(1_800);

    const payload = { seat_ids: [7] };
    await server.app.inject({
      method: 'PUT',
      url: '/api/v1/events/default/hold',
      headers: as('ann'),
      payload,
    });
    for (const accepted of ['br', 'gzip']) {
      const { seats } = JSON.parse((await ask(LIST, accepted)).text) as { seats: { state: string }[] };
      expect(seats.filter(({ state }) => state === 'held')).toHaveLength(1);
    }
  });

  it('varies by origin, too, where other origins are let in', async () => {
    await openLargeHall({ corsOrigins: [ORIGIN] });
    const answer = await ask(LIST, 'gzip', { origin: ORIGIN });
    expect([answer.how, answer.headers['vary']]).toEqual(['gzip', 'Origin, accept-encoding']);
  });

  it('to HEAD is its headers alone', async () => {
    await openLargeHall();
    const request = { url: LIST, headers: { 'accept-encoding': 'br' } };
    const head = await server.app.inject({ ...request, method: 'HEAD' });
    const get = await server.app.inject(request);
    expect([head.body, head.headers['content-length']]).toEqual(['', get.headers['content-length']]);
  });
});

describe('other answers', () => {
  it('above a kilobyte are compressed, whoever wrote them', async () => {
    await openLargeHall();
    for (let seat = 1; seat <= 20; seat++) {
      await server.app.inject({
        method: 'PUT',
        url: '/api/v1/events/default/hold',
        headers: as(`user-${seat}`),
        payload: { seat_ids: [seat] },
      });
    }
    for (const url of [
      '/api/v1/events/default/changes?after=0',
      '/openapi.json',
      '/docs/static/swagger-ui.css',
    ]) {
      const plain = await ask(url);
      expect([url, plain.how, plain.rawPayload.length > 1_024]).toEqual([url, undefined, true]);
      const packed = await ask(url, 'gzip, br');
      expect([url, packed.how, packed.text]).toEqual([url, 'br', plain.text]);
      expect(packed.headers['vary']).toMatch(/accept-encoding/);
    }
  });

  it('that are short are sent as they are', async () => {
    server = await createTestApp();
    for (const url of ['/api/v1/seats', LIST, '/api/v1/events/default', '/healthz', '/nope']) {
      const { how, headers } = await ask(url, 'br, gzip');
      expect([url, how, headers['vary']]).toEqual([
        url,
        undefined,
        url === '/nope' ? 'accept-encoding' : undefined,
      ]);
    }
  });
});

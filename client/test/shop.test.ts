import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { reasonOf } from '../src/outcome.ts';
import { Shop } from '../src/shop.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that gives these answers in turn; `null`: the line breaks. What it was asked. */
async function answering(...answers: readonly (readonly [number, object] | null)[]) {
  const asked: {
    readonly url: string;
    readonly method: string;
    readonly key: string;
    readonly authorization: string;
    readonly body: string;
  }[] = [];
  const left = [...answers];
  const started = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { 'idempotency-key': key, authorization } = request.headers;
      const { method = '', url = '' } = request;
      asked.push({ url, method, key: String(key), authorization: String(authorization), body });
      const answer = left.shift();
      if (!answer) return void request.socket.destroy();
      response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = started.address() as AddressInfo;
  return { asked, shop: new Shop({ server: `http://127.0.0.1:${port}/`, apiKey: 'jari_sk_test' }) };
}

const BUYER = { user_name: 'Alice', phone: '010-1234-5678' };
const problem = (reason: string) => ({ reason, title: '', detail: '', request_id: '', retryable: true });

describe('A shop’s server', () => {
  it('asks again with the same key and the same bytes until it has an answer', async () => {
    const booked = { success: true, reservation: { id: 'default.4' } };
    const { asked, shop } = await answering(null, [503, problem('unavailable')], [201, booked]);
    const outcome = await shop.reserve('default', 'jari_ht_x', BUYER, 'payment-7');
    expect(outcome).toMatchObject({ ok: true, value: booked });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(asked[0]).toEqual({
      url: '/api/v1/integrations/events/default/reservations',
      method: 'POST',
      key: 'payment-7',
      authorization: 'Bearer jari_sk_test',
      body: JSON.stringify({ hold_token: 'jari_ht_x', ...BUYER }),
    });
  });

  it('is not left with what passes by itself, such as two who wanted the same at once', async () => {
    const booked = { success: true, reservation: { id: 'default.4' } };
    const { asked, shop } = await answering(
      [409, problem('contention')],
      [429, problem('rate_limited')],
      [201, booked],
    );
    expect(await shop.reserve('default', 'jari_ht_x', BUYER, 'payment-9')).toMatchObject({ ok: true });
    expect(asked).toHaveLength(3);
  });

  it.each(['timeout', 'network', 'bad answer'])(
    'asks again with the same key after every kind of silence: %s',
    async (silence) => {
      vi.useFakeTimers();
      const keys: (string | null)[] = [];
      vi.stubGlobal('fetch', (_address: string, { headers }: RequestInit) => {
        keys.push(new Headers(headers).get('idempotency-key'));
        if (keys.length > 1) return Promise.resolve(Response.json({ success: true }, { status: 201 }));
        if (silence === 'timeout') return Promise.reject(new DOMException('late', 'TimeoutError'));
        if (silence === 'network') return Promise.reject(new TypeError('fetch failed'));
        return Promise.resolve(new Response('<html>Bad gateway</html>', { status: 502 }));
      });
      const shop = new Shop({ server: 'https://jari.example', apiKey: 'jari_sk_test' });
      const reserving = shop.reserve('default', 'jari_ht_x', BUYER, 'payment-7');
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await reserving).toMatchObject({ ok: true });
      expect(keys).toEqual(['payment-7', 'payment-7']);
    },
  );

  it('is told at once what waiting does not change', async () => {
    const { asked, shop } = await answering([409, problem('hold_expired')]);
    const outcome = await shop.reserve('default', 'jari_ht_x', BUYER, 'payment-8');
    expect(outcome.ok ? undefined : reasonOf(outcome.failure)).toBe('hold_expired');
    expect(asked).toHaveLength(1);
  });

  it.each<[string, (shop: Shop) => Promise<unknown>, string, string, string]>([
    [
      'more time for a visitor',
      (shop) => shop.extend('a/b', 'jari_ht_x', 'extend-1'),
      'POST /api/v1/integrations/events/a%2Fb/holds/extend',
      'extend-1',
      '{"hold_token":"jari_ht_x"}',
    ],
    [
      'a reservation',
      (shop) => shop.reservation('default.4'),
      'GET /api/v1/integrations/reservations/default.4',
      'undefined',
      '',
    ],
    [
      'a cancellation',
      (shop) => shop.cancel('default.4'),
      'DELETE /api/v1/integrations/reservations/default.4',
      'undefined',
      '',
    ],
    ['its events', (shop) => shop.events(), 'GET /api/v1/integrations/events', 'undefined', ''],
  ])('asks for %s', async (_what, ask, route, key, body) => {
    const { asked, shop } = await answering(null, [200, { success: true }]);
    expect(await ask(shop)).toMatchObject({ ok: true });
    const all = asked.map((each) => [`${each.method} ${each.url}`, each.key, each.body]);
    expect(all).toEqual([
      [route, key, body],
      [route, key, body],
    ]);
  });
});

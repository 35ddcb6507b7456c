import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp } from '../../server/test/support/listening-app.ts';
import { RawSocket } from '../../server/test/support/raw-socket.ts';
import { findLeak } from './oracles/leaks.ts';

let server: Awaited<ReturnType<typeof startTestApp>>;
let socket: RawSocket | undefined;
beforeAll(async () => {
  server = await startTestApp();
}, 120_000);
afterEach(() => socket?.hangUp());
afterAll(() => server.close());

const HIDDEN = 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n';
const to = (headers: string, body = '') =>
  `POST /fcfs/join HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n\r\n${body}`;
const chunked = 'transfer-encoding: chunked';
const withLength = (text: string) => `content-length: ${String(text.length)}`;

/** Requests of which two programs could think that they end at different places. */
const ambiguous: Readonly<Record<string, string>> = {
  'a length and chunks': to(`${chunked}\r\n${withLength(`0\r\n\r\n${HIDDEN}`)}`, `0\r\n\r\n${HIDDEN}`),
  'chunks and a length': to(`content-length: 4\r\n${chunked}`, `5c\r\n${HIDDEN}\r\n0\r\n\r\n`),
  'two lengths': to(`content-length: 0\r\n${withLength(HIDDEN)}`, HIDDEN),
  'a list of lengths': to('content-length: 0, 44', HIDDEN),
  'a length with a sign': to('content-length: +0', HIDDEN),
  'a length in hex': to('content-length: 0x0', HIDDEN),
  'a negative length': to('content-length: -1', HIDDEN),
  'a blank before the colon': to('transfer-encoding : chunked', `0\r\n\r\n${HIDDEN}`),
  'chunks of another kind': to('transfer-encoding: xchunked', `0\r\n\r\n${HIDDEN}`),
  'chunks that are not the last coding': to('transfer-encoding: chunked, identity', `0\r\n\r\n${HIDDEN}`),
  'a chunk whose size is no number': to(chunked, `z\r\n${HIDDEN}`),
  'a chunk size beyond all bounds': to(chunked, `fffffffffffffffff\r\n${HIDDEN}`),
  'a line that is folded': to('x-folded: a\r\n content-length: 44\r\ncontent-length : 0', HIDDEN),
  'a bare carriage return': to('x: a\rcontent-length: 44', HIDDEN),
  'a NUL in a header': to('x: a\u0000b', HIDDEN),
  'a version that is none': `GET /healthz HTTP/9.9\r\nhost: localhost\r\n\r\n${HIDDEN}`,
  'a method that is none': `G\u0001T /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n${HIDDEN}`,
  'the beginning of TLS': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001',
};

describe('a request that two programs could read differently', () => {
  for (const [what, bytes] of Object.entries(ambiguous)) {
    it(
      `is refused with its connection, and nothing behind it is read: ${what}`,
      { timeout: 60_000 },
      async () => {
        const asked = new RawSocket(server.url).say(bytes);
        socket = asked;
        await vi.waitFor(() => expect(asked.isEnded || asked.isClosed).toBe(true), { timeout: 50_000 });
        expect(asked.text.match(/^HTTP\/1\.1 /gm) ?? []).toHaveLength(1);
        expect([asked.status, asked.text.includes('"status":"ok"')]).toEqual([400, false]);
        expect(asked.problem).toMatchObject({ success: false, reason: 'validation' });
        expect(asked.head).toContain('x-content-type-options: nosniff');
        expect(findLeak(asked.text)).toBeUndefined();
      },
    );
  }

  it.each(['GET /healthz HTTP/0.9\r\n\r\n', 'GET /healthz\r\n\r\n'])(
    'is answered once where its end is plain, though it is of the oldest kind: %j',
    { timeout: 60_000 },
    async (bytes) => {
      const asked = new RawSocket(server.url).say(`${bytes}${HIDDEN}`);
      socket = asked;
      await vi.waitFor(() => expect(asked.isEnded || asked.isClosed).toBe(true), { timeout: 50_000 });
      expect(asked.text.match(/^HTTP\/1\.1 /gm) ?? []).toHaveLength(1);
    },
  );

  it('leaves the server as it was', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

import type { InjectOptions } from 'fastify';
import type { AddressInfo } from 'node:net';
import { ADMIN_TOKEN, asAdmin, createTestApp } from '../../../server/test/support/app.ts';
import { readStart } from '../world/read-start.ts';
import { MemoryStoreOfAll } from '../world/memory-store.ts';

export const ORIGIN = 'https://listed.example';
export const GATEWAY_SECRET = 'a-gateway-secret-for-tests';
const MANY = { burst: 1e9, refillMs: 1 };

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookies: string;
}

export type Headers = Readonly<Record<string, string>>;

/**
 * The whole server as it stands behind a gateway (no user's header is believed), on a ledger in memory whose clock the
 * matrix moves on, so that limits on guesses never hide who may.
 */
export async function openStage() {
  const server = await createTestApp({
    ledger: (clock) => new MemoryStoreOfAll(clock),
    settings: {
      trustUserHeader: 'never',
      corsOrigins: [ORIGIN],
      gatewaySecrets: [GATEWAY_SECRET],
      coldRequestsPerMinute: 1e9,
      commandRates: { holds: MANY, fresh: MANY },
      integratorRate: MANY,
    },
  });
  const { app, clock } = server;
  await app.listen({ host: '127.0.0.1', port: 0 });
  // A server that listens on a port has an address of this kind.
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  const send = async (
    method: string,
    url: string,
    headers: Headers = {},
    payload?: object,
  ): Promise<Answer> => {
    const options: InjectOptions = {
      method: method as 'GET',
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    };
    const { statusCode, body, headers: answered } = await app.inject(options);
    const given = answered['set-cookie'];
    const lines = given === undefined ? [] : [given].flat();
    return { status: statusCode, body, cookies: lines.map((line) => line.split(';', 1)[0] ?? '').join('; ') };
  };
  /** The same, where anything but success is a mistake of the test's own. */
  const must = async (method: string, url: string, headers: Headers, payload?: object) => {
    const answer = await send(method, url, headers, payload);
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.body}`);
    return { ...answer, json: <T>() => JSON.parse(answer.body) as T };
  };
  return {
    send,
    must,
    asOwner: (method: string, url: string, payload?: object) => must(method, url, asAdmin, payload),
    ownerToken: ADMIN_TOKEN,
    document: async () => (await must('GET', '/openapi.json', {})).json<unknown>(),
    /** Until one more wrong token is answered at once. */
    forgiveGuess: () => clock.advance(3_100),
    /** What a stream begins with, over a real connection: it has no end. */
    readStream: async (url: string, headers: Headers): Promise<Answer> => {
      const request = { method: 'GET', url, headers };
      const { status, body } = await readStart(base, request);
      return { status, body, cookies: '' };
    },
    close: () => server.close(),
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

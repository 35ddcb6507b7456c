import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { OpenApi } from '../../docs/open-api.ts';
import type { Pools } from '../requests/pools.ts';
import type { AttackAnswer, AttackRequest } from '../requests/request.ts';
import { decoded } from './decoded.ts';
import { furnish } from './furnish.ts';
import { makeIdentities } from './make-identities.ts';
import { readStart } from './read-start.ts';
import { isStream, type World } from './world.ts';

const PATIENCE_MS = 30_000;

export interface Target {
  /** Where a visitor would go: a gateway, or a server. */
  readonly url: string;
  readonly ownerToken: string;
  /** What the servers have written since they were asked last. */
  readonly takeLog: () => readonly string[];
}

/** A running Jari, over real connections. Whatever Node's client refuses to send is counted as sent and answered 400. */
export async function openHttpWorld({ url, ownerToken, takeLog }: Target, pools: Pools): Promise<World> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const send = (request: Pick<AttackRequest, 'method' | 'url' | 'headers' | 'body'>) =>
    ask(url, agent, request);
  const owner = { authorization: `Bearer ${ownerToken}` };
  const must = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = body === undefined ? owner : { ...owner, 'content-type': 'application/json' };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await send({ method, url: path, headers, body: text });
    if (answer === undefined || answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer?.status ?? 'no answer'} ${answer?.body ?? ''}`);
    }
    return JSON.parse(answer.body);
  };
  const document = (await must('GET', '/openapi.json')) as OpenApi;
  const house = await furnish(must, pools, `-${Date.now().toString(36)}`);
  const identities = await makeIdentities(house, ownerToken, url, async (options) => {
    const headers = options.headers ?? {};
    const answer = await send({
      method: options.method ?? 'GET',
      url: options.url,
      headers,
      body: undefined,
    });
    if (answer === undefined) throw new Error('no answer');
    return answer;
  });
  return {
    document,
    identities,
    send: (request) =>
      isStream(request.url) ? readStart(url, request).catch(() => undefined) : send(request),
    takeLog,
    close: () => {
      agent.destroy();
      return Promise.resolve();
    },
  };
}

function ask(
  base: string,
  agent: Agent,
  { method, url, headers, body }: Pick<AttackRequest, 'method' | 'url' | 'headers' | 'body'>,
): Promise<AttackAnswer | undefined> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const { hostname, port } = new URL(base);
    try {
      const asked = httpRequest(
        { hostname, port, agent, method, path: url, headers: sendable(headers), timeout: PATIENCE_MS },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', () => resolve(undefined));
          response.once('end', () => {
            const answered: IncomingHttpHeaders = response.headers;
            const text = decoded(Buffer.concat(chunks), answered['content-encoding']) ?? 'unreadable';
            const tookMs = performance.now() - startedMs;
            resolve({ status: response.statusCode ?? 0, headers: answered, body: text, tookMs });
          });
        },
      );
      asked.once('timeout', () => asked.destroy());
      asked.once('error', () => resolve(undefined));
      asked.end(body);
    } catch {
      resolve(undefined);
    }
  });
}

/** What belongs to the connection would only confuse our own client; raw-attacks.test.ts sends it as bytes. */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  const ofConnection = /^(content-length|transfer-encoding|expect|upgrade|connection|host)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.test(name)));
}

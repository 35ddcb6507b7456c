import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { OpenApi } from '../../docs/open-api.ts';
import type { Pools } from '../requests/pools.ts';
import type { AttackAnswer, AttackRequest } from '../requests/request.ts';
import { decoded } from './decoded.ts';
import { furnish } from './furnish.ts';
import { makeIdentities, type Send } from './make-identities.ts';
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
  const mark = `-${Date.now().toString(36)}`;
  const house = await furnish(must, pools, mark);
  const sendFor: Send = async ({ method = 'GET', url: path, headers = {} }) => {
    const answer = await send({ method, url: path, headers, body: undefined });
    if (answer === undefined) throw new Error(`${method} ${path}: no answer`);
    return answer;
  };
  const identities = await makeIdentities(house, ownerToken, url, sendFor, mark);
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
      // Said for every method: Node’s client would send the body of a HEAD or a DELETE without its length, and the server
      // read it as the beginning of the next request.
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const asked = httpRequest(
        {
          ...{ hostname, port, agent, method, path: url, timeout: PATIENCE_MS },
          headers: { ...sendable(headers), ...length },
        },
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

/** What belongs to the connection would only confuse our own client; smuggled-requests.test.ts sends it as bytes. */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  const ofConnection = /^(content-length|transfer-encoding|expect|upgrade|connection|host)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.test(name)));
}

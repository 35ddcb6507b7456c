import type { InjectOptions } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPgliteLedger } from '../../../server/src/adapters/postgres/pglite.ts';
import { ADMIN_TOKEN, asAdmin, createTestApp } from '../../../server/test/support/app.ts';
import { personKeys } from '../../../server/test/support/person-keys.ts';
import { seededRandom } from '../../../server/test/support/seeded-random.ts';
import type { OpenApi } from '../../docs/open-api.ts';
import type { Identities } from '../requests/identities.ts';
import type { Pools } from '../requests/pools.ts';
import type { AttackAnswer, AttackRequest } from '../requests/request.ts';
import { decoded } from './decoded.ts';
import { readStart } from './read-start.ts';
import { furnish } from './furnish.ts';
import { makeIdentities } from './make-identities.ts';
import { MemoryStoreOfAll } from './memory-store.ts';
import { isStream, type World } from './world.ts';

/** How long an answer may take before it is none: as long as a plan may, whose process has to start first. */
const PATIENCE_MS = 65_000;
const ORIGIN = 'https://listed.example';
/** How far time goes with each request where it is ours: holds of twenty seconds run out among four thousand. */
const STEP_MS = 5;
const MANY = { burst: 1e9, refillMs: 1 };

export interface InProcessWorld extends World {
  readonly dataDir: string;
  readonly url: string;
}

/** Where seats are kept: `memory` is quick, and its time goes as fast as is wanted; `pglite` speaks SQL. */
export type LedgerKind = 'memory' | 'pglite';

/**
 * The whole server in this process. Limits that are there to slow down a single address are as good as off, since all
 * attacks come from one.
 */
export async function openInProcessWorld(
  kind: LedgerKind,
  seed: number,
  pools: Pools,
): Promise<InProcessWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jari-attacks-'));
  const ledger = kind === 'pglite' ? await openPgliteLedger({ dataDir, personKeys }) : undefined;
  let log: string[] = [];
  const server = await createTestApp({
    ledger: ledger ?? ((made) => new MemoryStoreOfAll(made)),
    failureRate: 0.01,
    random: seededRandom(seed),
    logLevel: 'debug',
    onLog: (line) => log.push(line),
    settings: {
      corsOrigins: [ORIGIN],
      coldRequestsPerMinute: 1e9,
      commandRates: { holds: MANY, fresh: MANY },
      integratorRate: MANY,
      gatewaySecrets: ['a-gateway-secret-for-tests'],
    },
  });
  const { app, clock } = server;
  await app.listen({ host: '127.0.0.1', port: 0 });
  // A server that listens on a port has an address of this kind.
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now() - clock.monotonicMs();
  // PGlite’s time is real, so the app’s has to follow.
  const realStep = () => Math.floor(performance.now() - startedAt) - clock.monotonicMs();
  const keepTime = () => clock.advance(kind === 'pglite' ? realStep() : STEP_MS);

  const inject = async (options: InjectOptions): Promise<AttackAnswer> => {
    keepTime();
    const startedMs = performance.now();
    const { statusCode, headers, rawPayload } = await app.inject(options);
    const body = decoded(rawPayload, headers['content-encoding']) ?? 'unreadable';
    return { status: statusCode, headers, body, tookMs: performance.now() - startedMs };
  };
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const payload = body === undefined ? {} : { payload: body };
    const { status, body: text } = await inject({
      method: method as 'GET',
      url: path,
      headers: asAdmin,
      ...payload,
    });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
  };
  const document = (await ask('GET', '/openapi.json')) as OpenApi;
  const house = await furnish(ask, pools);
  const identities: Identities = await makeIdentities(house, ADMIN_TOKEN, ORIGIN, inject);
  return {
    document,
    identities,
    dataDir,
    url,
    send: (request) =>
      withinPatience(isStream(request.url) ? readStart(url, request) : inject(optionsOf(request))),
    takeLog: () => {
      const taken = log;
      log = [];
      return taken;
    },
    close: async () => {
      await server.close();
      await ledger?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function optionsOf({ method, url, headers, body }: AttackRequest): InjectOptions {
  // Methods beyond inject’s type are sent all the same.
  return { method: method as 'GET', url, headers, ...(body === undefined ? {} : { payload: body }) };
}

async function withinPatience(answer: Promise<AttackAnswer>): Promise<AttackAnswer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, patience]);
  } finally {
    clearTimeout(timer);
  }
}

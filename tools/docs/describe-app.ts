import { createApp, defaultAppSettings, Metrics, type AppDeps } from '../../server/src/app.ts';
import type { OpenApi } from './open-api.ts';

/** Logs nothing: the app is only asked to describe itself. */
const silence = {
  level: 'silent',
  fatal: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  trace: () => undefined,
  silent: () => undefined,
  child: () => silence,
};

/**
 * The OpenAPI document of the app as it is built for a visitor, without anything behind it: no ledger is
 * opened and nothing listens. Routes only look at what they stand on when a request comes, and none does.
 */
export async function describeApp(): Promise<OpenApi> {
  const nothing = {
    offices: {
      onChanges: () => undefined,
      onDistantChanges: () => undefined,
      onReload: () => undefined,
      all: () => [],
    },
    ledger: {},
    organisers: {},
    trail: {},
    cancelReasons: {},
    records: {},
    admission: {},
    bus: {},
    random: {},
    clock: { wallMs: () => 0, monotonicMs: () => 0, after: () => () => undefined },
    metrics: new Metrics({ hasNodeMetrics: false }),
    logger: silence,
    settings: {
      ...defaultAppSettings,
      userHeader: 'x-user-id',
      trustUserHeader: 'loopback',
      sessionSecrets: ['only for the description'],
      gatewaySecrets: [],
      adminTokens: ['only for the description'],
      defaultRules: {
        holdTtlMs: 120_000,
        holdExtensions: 2,
        maxSeatsPerUser: 4,
        noSingleSeats: false,
        salePaused: false,
        waitingRoom: null,
      },
      admissionIpCheck: false,
      corsOrigins: [],
      isSecureCookie: false,
      webFolder: undefined,
    },
  };
  const app = await createApp(nothing as unknown as AppDeps);
  try {
    const { body } = await app.inject('/openapi.json');
    return JSON.parse(body) as OpenApi;
  } finally {
    await app.close();
  }
}

import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { MemoryAdmissionStore } from './adapters/memory/admission-store.ts';
import { createLonelyChangeBus } from './adapters/memory/change-bus.ts';
import { openPgliteLedger } from './adapters/postgres/pglite.ts';
import { openPostgresLedger } from './adapters/postgres/postgres.ts';
import { acquireSingleInstanceLock } from './adapters/postgres/single-instance-lock.ts';
import { RedisAdmissionStore } from './adapters/redis/admission-store.ts';
import { RedisChangeBus } from './adapters/redis/change-bus.ts';
import { HoldKeys } from './adapters/redis/hold-keys.ts';
import type { RedisObserver } from './adapters/redis/observer.ts';
import { parseRedisUrl } from './adapters/redis/target.ts';
import { systemClock } from './adapters/system/clock.ts';
import { readOpenFiles, roomForConnections, shareForAddress } from './adapters/system/open-files.ts';
import { systemRandom } from './adapters/system/random.ts';
import { createApp, defaultAppSettings, describeError, Metrics } from './app.ts';
import { defaultBoxOfficeOptions, type BoxOfficeOptions } from './box-office/box-office.ts';
import { BoxOffices } from './box-office/box-offices.ts';
import { LedgerClock } from './box-office/ledger-clock.ts';
import type { Config } from './config.ts';
import type { Event, EventRules } from './domain/event.ts';
import { observeRedis } from './http/operations/redis-metrics.ts';
import type { AdmissionStore } from './ports/admission-store.ts';
import type { ChangeBus } from './ports/change-bus.ts';
import type { Ledger } from './ports/ledger.ts';
import { provideSecrets } from './secrets.ts';

/** Where the built web app lies, from `src` as from `dist`. */
const WEB_FOLDER = fileURLToPath(new URL('../../web/build', import.meta.url));
/** How often the ledger's clock is read again, because clocks drift, and events, because organisers edit. */
const REFRESH_INTERVAL_MS = 10_000;
/** What a confirm that arrived in time at one instance has before another may give its seats away. */
const SHARED_SETTLE_MS = 100;
const DAY_MS = 86_400_000;

export interface Server {
  readonly logger: Logger;
  /** Resolves with the address once requests are taken. */
  listen(): Promise<string>;
  /** Takes no new requests, ends the streams, finishes what was accepted, gives everything back. */
  close(): Promise<void>;
  /** What the person who started it wants to know. */
  greeting(url: string): readonly string[];
}

/**
 * Chooses the adapters for the mode and connects everything. The only place that knows them.
 * `onMustStop` is called when this instance may no longer serve.
 */
export async function compose(config: Config, onMustStop: (reason: string) => void): Promise<Server> {
  // A database's error can quote the row it is about, and with it a name or a phone.
  const logger = pino({ level: config.logLevel, serializers: { err: describeError } });
  const secrets = provideSecrets(config, config.dataDir);
  const cleanups: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const ledger = await openLedger(config, onMustStop, cleanups);
    const clock = new LedgerClock(systemClock, ledger);
    await clock.synchronise();

    const rules: EventRules = {
      holdTtlMs: config.holdTtlMs,
      holdExtensions: config.holdExtensions,
      maxSeatsPerUser: config.maxSeatsPerUser,
    };
    await provideDefaultEvent(ledger, rules, clock.now());

    const metrics = new Metrics();
    const sharing = config.redisUrl === undefined ? beAlone() : shareBy(config.redisUrl, metrics, logger);
    cleanups.push(() => sharing.close());
    const options: BoxOfficeOptions = {
      ...defaultBoxOfficeOptions,
      failureRate: config.failureRate,
      isShared: config.mode === 'full',
      settleMs: config.mode === 'full' ? SHARED_SETTLE_MS : 0,
    };
    const offices = new BoxOffices(ledger, clock, sharing.bus, options, {
      ...metrics.boxOfficeObserver,
      failed: (eventId, error) => {
        metrics.boxOfficeObserver.failed(eventId, error);
        logger.error({ err: error, event: eventId }, 'the ledger failed');
      },
    });
    cleanups.push(() => offices.close());
    sharing.connect(offices);
    const refreshing = setInterval(() => {
      const work = [clock.synchronise(1), ...(options.isShared ? [offices.refreshEvents()] : [])];
      // A ledger that is away is noticed by whoever needs it.
      for (const each of work) each.catch(() => undefined);
    }, REFRESH_INTERVAL_MS);
    cleanups.push(() => Promise.resolve(clearInterval(refreshing)));
    // Opened before the first visitor, who then need not wait for it.
    await offices.get(DEFAULT_EVENT_ID);

    const room = roomForConnections(readOpenFiles(), defaultAppSettings.streamClientsMax);
    const app = await createApp({
      offices,
      ledger,
      admission: sharing.admission,
      bus: sharing.bus,
      random: systemRandom,
      clock: systemClock,
      metrics,
      logger,
      settings: {
        ...defaultAppSettings,
        userHeader: config.userHeader,
        trustUserHeader: config.trustUserHeader,
        ...room,
        sessionSecrets: secrets.sessionSecrets,
        gatewaySecrets: config.gatewaySecrets,
        adminTokens: secrets.adminTokens,
        defaultRules: rules,
        admissionIpCheck: config.admissionIpCheck,
        timeZone: config.timeZone,
        corsOrigins: config.corsOrigins,
        trustedProxies: config.trustedProxies,
        isSecureCookie: config.isSecureCookie,
        streamsPerAddress: shareForAddress(room.streamClientsMax, config.streamsPerAddress),
        connectionsPerAddress: shareForAddress(room.connectionsMax, config.connectionsPerAddress),
        webFolder: WEB_FOLDER,
      },
    });
    cleanups.push(() => app.close());

    return {
      logger,
      listen: () => app.listen({ host: config.host, port: config.port }),
      close: closeAll,
      greeting: (url) => greeting(config, url, secrets.newAdminToken),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openLedger(
  config: Config,
  onMustStop: (reason: string) => void,
  cleanups: (() => Promise<void>)[],
): Promise<Ledger> {
  if (config.databaseUrl === undefined) {
    const ledger = await openPgliteLedger({ dataDir: config.dataDir });
    cleanups.push(() => ledger.close());
    return ledger;
  }
  if (config.mode === 'full') {
    const ledger = await openPostgresLedger({ connectionString: config.databaseUrl });
    cleanups.push(() => ledger.close());
    return ledger;
  }
  const lock = await acquireSingleInstanceLock(config.databaseUrl, (error) => onMustStop(error.message));
  cleanups.push(() => lock.release());
  const ledger = await openPostgresLedger({ connectionString: config.databaseUrl });
  cleanups.push(() => ledger.close());
  return ledger;
}

/** What an instance shares with others, or would. */
interface Sharing {
  readonly bus: ChangeBus;
  readonly admission: AdmissionStore;
  connect(offices: BoxOffices): void;
  close(): Promise<void>;
}

function beAlone(): Sharing {
  return {
    bus: createLonelyChangeBus(),
    admission: new MemoryAdmissionStore(systemClock),
    connect: () => undefined,
    close: () => Promise.resolve(),
  };
}

function shareBy(redisUrl: string, metrics: Metrics, logger: Logger): Sharing {
  const target = parseRedisUrl(redisUrl);
  const counts = observeRedis(metrics.registry);
  const observer: RedisObserver = {
    ...counts,
    stateChanged: (part, state) => {
      counts.stateChanged(part, state);
      logger.info({ part, state }, 'redis');
    },
    failed: (part, error) => {
      counts.failed(part);
      logger.warn({ part, err: error }, 'redis failed; sales go on');
    },
  };
  const bus = new RedisChangeBus(target, observer);
  const admission = new RedisAdmissionStore(target, observer);
  let holdKeys: HoldKeys | undefined;
  return {
    bus,
    admission,
    connect: (offices) => (holdKeys = new HoldKeys(admission, offices)),
    close: async () => {
      holdKeys?.close();
      await Promise.all([bus.close(), admission.close()]);
    },
  };
}

const DEFAULT_EVENT_ID = 'default';

/** The brief's 3×3 hall. Its rules follow the settings at every start; the rest stays as the organiser left it. */
async function provideDefaultEvent(ledger: Ledger, rules: EventRules, now: number): Promise<void> {
  const events = await ledger.listEvents();
  const event: Event = events.find(({ eventId }) => eventId === DEFAULT_EVENT_ID) ?? {
    eventId: DEFAULT_EVENT_ID,
    title: '첫눈 오는 밤 · First Snow',
    venue: '자리 소극장 · Jari Little Theatre',
    startsAt: eveningAfter(now + 30 * DAY_MS),
    saleOpensAt: null,
    rows: 3,
    seatsPerRow: 3,
    rules,
  };
  await ledger.putEvent({ ...event, rules });
}

/** Half past seven in the evening in Seoul (UTC+9, no summer time) on the day of `moment`. */
function eveningAfter(moment: number): number {
  return Math.floor(moment / DAY_MS) * DAY_MS + 10.5 * 3_600_000;
}

function greeting(config: Config, url: string, newAdminToken: string | undefined): readonly string[] {
  const store =
    config.mode === 'embedded'
      ? `embedded, seats are kept in ${config.dataDir}`
      : `${config.mode}, seats are kept in PostgreSQL`;
  const token = newAdminToken === undefined ? [] : [`  Organiser's token (shown only now): ${newAdminToken}`];
  return [
    '',
    `  Jari is open: ${url}`,
    `  API: ${url}/docs    Mode: ${store}`,
    ...token,
    '  Ctrl-C ends it; nothing that was acknowledged is lost.',
    '',
  ];
}

import { fileURLToPath } from 'node:url';
import { pino, type Logger } from 'pino';
import { PERSONAL_DATA_DAYS } from './adapters/postgres/event-rules.ts';
import type { PersonOptions } from './adapters/postgres/ledger.ts';
import { PersonKeys } from './adapters/postgres/person-keys.ts';
import { openPgliteLedger } from './adapters/postgres/pglite.ts';
import { openPostgresLedger } from './adapters/postgres/postgres.ts';
import { acquireSingleInstanceLock } from './adapters/postgres/single-instance-lock.ts';
import { HttpsWebhookSender } from './adapters/https/webhook-sender.ts';
import { systemClock } from './adapters/system/clock.ts';
import { readOpenFiles, roomForConnections, shareForAddress } from './adapters/system/open-files.ts';
import { systemRandom } from './adapters/system/random.ts';
import { createApp, defaultAppSettings, describeError, Metrics } from './app.ts';
import { BoxOffices } from './box-office/box-offices.ts';
import { LedgerClock } from './box-office/ledger-clock.ts';
import { boxOfficeOptions, type BoxOfficeOptions } from './box-office/options.ts';
import type { Config } from './config.ts';
import { DEFAULT_EVENT_ID, provideDefaultEvent } from './default-event.ts';
import type { EventRules } from './domain/event.ts';
import { greeting } from './greeting.ts';
import { observePersons } from './metrics/person-metrics.ts';
import { observeWebhooks } from './metrics/webhook-metrics.ts';
import type { Store } from './ports/store.ts';
import { provideSecrets } from './secrets.ts';
import { beAlone, shareBy, type Around } from './sharing.ts';
import { WebhookDispatcher } from './webhooks/dispatcher.ts';

/** Where the built web app lies, from `src` as from `dist`. */
const WEB_FOLDER = fileURLToPath(new URL('../../web/build', import.meta.url));
/** Likewise the program that plays rehearsals. */
const REHEARSAL_PROGRAM = fileURLToPath(new URL('../../rehearsal/dist/main.js', import.meta.url));

/**
 * Connections that the kernel keeps until they are taken. With Node's 511, some of thousands that come in one moment
 * are dropped in silence and try again after one, three and seven seconds.
 */
const LISTEN_BACKLOG = 4_096;

export interface Server {
  readonly logger: Logger;
  /** Resolves with the address once requests are taken. */
  listen(): Promise<string>;
  /** Takes no new requests, ends the streams, finishes what was accepted, gives everything back. */
  close(): Promise<void>;
  /** What the person who started it wants to know. */
  greeting(url: string): readonly string[];
}

/** What a server is given by who tries it out, and nobody else. */
export interface Trial {
  /** What happens when a server dies in the middle of a call to a store (tools/chaos). */
  readonly around?: Around;
  /** A day that is over in minutes (tools/soak). */
  readonly boxOffice?: Partial<BoxOfficeOptions>;
}

/**
 * Chooses the adapters for the mode and connects everything. With `sharing.ts` the only place that knows them.
 * `onMustStop` is called when this instance may no longer serve. `trial` is for whoever tries the server out.
 */
export async function compose(
  config: Config,
  onMustStop: (reason: string) => void,
  { around = (_, store) => store, boxOffice = {} }: Trial = {},
): Promise<Server> {
  // A database's error can quote the row it is about, and with it a name or a phone.
  const logger = pino({ level: config.logLevel, serializers: { err: describeError } });
  const secrets = provideSecrets(config, config.dataDir);
  const cleanups: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const metrics = new Metrics();
    const counted = observePersons(metrics.registry);
    const personOptions: PersonOptions = {
      personKeys: new PersonKeys(secrets.personalDataKeys, config.personalDataLostKeys),
      personObserver: {
        sealed: (event, count, unreadable) => {
          counted.sealed(event, count, unreadable);
          if (count > 0) logger.info({ event, count }, 'names and phones were encrypted with the newest key');
          if (unreadable > 0) {
            logger.warn({ event, count: unreadable }, 'names and phones are under a key that is not here');
          }
        },
      },
    };
    const ledger = around('ledger', await openLedger(config, logger, onMustStop, cleanups, personOptions));
    const clock = new LedgerClock(systemClock, ledger);
    await clock.synchronise();

    const rules: EventRules = {
      holdTtlMs: config.holdTtlMs,
      holdExtensions: config.holdExtensions,
      maxSeatsPerUser: config.maxSeatsPerUser,
      noSingleSeats: false,
      personalDataDays: PERSONAL_DATA_DAYS,
      salePaused: false,
      waitingRoom: null,
    };
    await provideDefaultEvent(ledger, rules, clock.wallNow());

    clock.onStep((stepMs) => {
      metrics.clockStepped();
      logger.warn({ step_ms: Math.round(stepMs) }, 'the ledger’s clock was set; promised times are kept');
    });
    const sharing =
      config.redisUrl === undefined
        ? await beAlone(config.dataDir, logger, around)
        : shareBy(config.redisUrl, metrics, logger, around);
    cleanups.push(() => sharing.close());
    const isShared = config.mode === 'full';
    const options = {
      ...boxOfficeOptions(config.failureRate, { isShared }, systemRandom.draw()),
      ...boxOffice,
    };
    const offices = new BoxOffices(ledger, clock, sharing.bus, options, {
      ...metrics.boxOfficeObserver,
      failed: (eventId, error) => {
        metrics.boxOfficeObserver.failed(eventId, error);
        logger.error({ err: error, event: eventId }, 'the ledger failed');
      },
      reloaded: (eventId, why) => {
        metrics.boxOfficeObserver.reloaded(eventId, why);
        if (why === 'another_hall' || why === 'audited') {
          const because = why === 'audited' ? 'an audit wanted it' : 'it has another hall';
          logger.info({ event: eventId }, `the event was loaded anew: ${because}`);
          return;
        }
        const what = 'the ledger has another history than this server knew; the event was loaded anew';
        logger.fatal({ event: eventId, why }, what);
      },
    });
    cleanups.push(() => offices.close());
    const shield = sharing.connect(offices);
    // Opened before the first visitor, who then need not wait for it.
    await offices.get(DEFAULT_EVENT_ID);

    const webhooks = openWebhooks(config, ledger, logger, metrics);
    offices.onChanges(() => webhooks.noteChange());
    cleanups.push(() => webhooks.close());

    const room = roomForConnections(readOpenFiles(), defaultAppSettings.streamClientsMax);
    const { organisers, trail, persons, integrations, entries } = ledger;
    const { cancelReasons, records, rehearsals, audits, archive } = ledger;
    const app = await createApp({
      offices,
      ledger,
      ...{ organisers, trail, persons, integrations, entries, cancelReasons, records, rehearsals },
      ...{ audits, archive },
      shield,
      admission: sharing.admission,
      bus: sharing.bus,
      random: systemRandom,
      clock: systemClock,
      metrics,
      logger,
      webhooks,
      settings: {
        ...defaultAppSettings,
        userHeader: config.userHeader,
        trustUserHeader: config.trustUserHeader,
        ...room,
        sessionSecrets: secrets.sessionSecrets,
        gatewaySecrets: config.gatewaySecrets,
        ticketSecrets: secrets.ticketSecrets,
        adminTokens: secrets.adminTokens,
        defaultRules: rules,
        admissionIpCheck: config.admissionIpCheck,
        timeZone: config.timeZone,
        corsOrigins: config.corsOrigins,
        trustedProxies: config.trustedProxies,
        commandRates: config.commandRates,
        isSecureCookie: config.isSecureCookie,
        allowsPrivateWebhooks: config.allowsPrivateWebhooks,
        auditIntervalMs: config.auditIntervalMs,
        streamsPerAddress: shareForAddress(room.streamClientsMax, config.streamsPerAddress),
        connectionsPerAddress: shareForAddress(room.connectionsMax, config.connectionsPerAddress),
        webFolder: WEB_FOLDER,
        rehearsalProgram: REHEARSAL_PROGRAM,
      },
    });
    cleanups.push(() => app.close());

    return {
      logger,
      listen: () => app.listen({ host: config.host, port: config.port, backlog: LISTEN_BACKLOG }),
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
  logger: Logger,
  onMustStop: (reason: string) => void,
  cleanups: (() => Promise<void>)[],
  persons: PersonOptions,
): Promise<Store> {
  const onUnfit = (message: string) => logger.fatal(message);
  if (config.databaseUrl === undefined) {
    const ledger = await openPgliteLedger({
      ...persons,
      dataDir: config.dataDir,
      onLost: (error) => onMustStop(error.message),
    });
    cleanups.push(() => ledger.close());
    return ledger;
  }
  const { databaseUrl: connectionString, requiresStandby } = config;
  if (config.mode !== 'full') {
    const lock = await acquireSingleInstanceLock(connectionString, (error) => onMustStop(error.message));
    cleanups.push(() => lock.release());
  }
  const ledger = await openPostgresLedger({ ...persons, connectionString, requiresStandby, onUnfit });
  cleanups.push(() => ledger.close());
  return ledger;
}

function openWebhooks(
  config: Config,
  { integrations }: Store,
  logger: Logger,
  metrics: Metrics,
): WebhookDispatcher {
  const allowsPrivate = config.allowsPrivateWebhooks;
  const sender = new HttpsWebhookSender({ allowsPrivate, userAgent: 'Jari-Webhooks/1' });
  const counts = observeWebhooks(metrics.registry);
  return new WebhookDispatcher(integrations, sender, systemClock, () => systemRandom.draw(), {
    ...counts,
    disabled: (webhook) => logger.warn({ webhook }, 'a webhook has failed for days and was switched off'),
    stood: (err) => logger.warn({ err }, 'webhooks have to wait: the ledger did not answer'),
  });
}

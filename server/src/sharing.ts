import { join } from 'node:path';
import type { Logger } from 'pino';
import { MemoryAdmissionStore } from './adapters/memory/admission-store.ts';
import { createLonelyChangeBus } from './adapters/memory/change-bus.ts';
import { LastingAdmissionStore } from './adapters/memory/lasting-admission-store.ts';
import { RedisAdmissionStore } from './adapters/redis/admission-store.ts';
import { RedisChangeBus } from './adapters/redis/change-bus.ts';
import { HoldKeys } from './adapters/redis/hold-keys.ts';
import type { RedisObserver } from './adapters/redis/observer.ts';
import { parseRedisUrl } from './adapters/redis/target.ts';
import { systemClock } from './adapters/system/clock.ts';
import type { BoxOffices } from './box-office/box-offices.ts';
import { observeRedis } from './metrics/redis-metrics.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { AdmissionStore } from './ports/admission-store.ts';
import type { ChangeBus } from './ports/change-bus.ts';
import type { HoldShield } from './ports/hold-shield.ts';

/** Stands between the server and one of its stores. */
export type Around = <T extends object>(what: 'ledger' | 'bus' | 'admission', store: T) => T;

/** What an instance shares with others, or would. */
export interface Sharing {
  readonly bus: ChangeBus;
  readonly admission: AdmissionStore;
  connect(offices: BoxOffices): HoldShield | undefined;
  close(): Promise<void>;
}

/** Alone with its store: nobody is told of changes, and places in line are kept on this machine. */
export async function beAlone(dataDir: string, logger: Logger, around: Around): Promise<Sharing> {
  const admission = around('admission', await openAdmission(join(dataDir, 'waiting-lines.jsonl'), logger));
  return {
    bus: around('bus', createLonelyChangeBus()),
    admission,
    connect: () => undefined,
    close: () => admission.close(),
  };
}

async function openAdmission(path: string, logger: Logger): Promise<AdmissionStore> {
  const forgetful = (error: unknown) => {
    logger.warn({ err: error, path }, 'places in line cannot be written down: a restart would forget them');
  };
  try {
    return await LastingAdmissionStore.open(path, systemClock, { failed: forgetful });
  } catch (error) {
    forgetful(error);
    return new MemoryAdmissionStore(systemClock);
  }
}

/** Beside others that have the same Redis. */
export function shareBy(redisUrl: string, metrics: Metrics, logger: Logger, around: Around): Sharing {
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
  const bus = around('bus', new RedisChangeBus(target, observer));
  const admission = around('admission', new RedisAdmissionStore(target, observer));
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

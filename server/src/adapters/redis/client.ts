import { Cluster, Redis } from 'ioredis';
import type { RedisTarget } from './target.ts';

export type RedisClient = Redis | Cluster;

const CONNECT_TIMEOUT_MS = 2_000;
/** Within which a socket must bring something when something was asked. */
const SILENCE_MS = 3_000;
const RETRY_MAX_MS = 2_000;

/** How long to wait before the next try: longer each time, and never all instances at once. */
export function retryDelayMs(tries: number): number {
  const ceilingMs = Math.min(50 * 2 ** Math.min(tries, 10), RETRY_MAX_MS);
  return Math.round(ceilingMs * (0.5 + Math.random() / 2));
}

/** `steady`: connects again by itself, for ever. `once`: ends when it breaks. */
export type Persistence = 'steady' | 'once';

/**
 * A client that never queues for a server that is away and never sends anything twice: whoever calls is
 * told, and knows better what is still worth sending.
 *
 * It subscribes to nothing by itself after a reconnect either; ioredis would leave a failure to do so
 * unhandled, which ends the process.
 */
export function createClient(target: RedisTarget, name: string, persistence: Persistence): RedisClient {
  const retry = persistence === 'steady' ? retryDelayMs : () => null;
  const common = {
    connectionName: `jari-${name}`,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    username: target.username,
    password: target.password,
    ...(target.isTls ? { tls: {} } : {}),
  };
  if (target.isCluster) {
    return new Cluster([...target.nodes], {
      redisOptions: common,
      clusterRetryStrategy: retry,
      enableOfflineQueue: false,
      shardedSubscribers: true,
      maxRedirections: 5,
      slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
      slotsRefreshInterval: 10_000,
    });
  }
  const [server] = target.nodes;
  return new Redis({
    ...common,
    ...server,
    db: target.database,
    enableOfflineQueue: false,
    retryStrategy: retry,
  });
}

/**
 * Rejects when the promise has not settled in time. What was asked may still happen. An answer that lies
 * there unread, because this process was busy, is in time.
 */
export async function within<T>(timeoutMs: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const giveUp = () => reject(new Error(`${what} took longer than ${timeoutMs} ms`));
    // Immediates come after what the sockets have brought, timers before.
    timer = setTimeout(() => setImmediate(giveUp), timeoutMs);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

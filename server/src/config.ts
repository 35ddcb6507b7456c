import { isIP } from 'node:net';
import { resolve } from 'node:path';

/**
 * The settings, read once from the environment; nothing else in the server reads it. A wrong value stops
 * the start with one line that names the variable and says what it takes.
 */
export interface Config {
  /** Decided by what is given: nothing, `DATABASE_URL`, or `DATABASE_URL` and Redis. */
  readonly mode: 'embedded' | 'server' | 'full';
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** Nothing is sold from a database without a synchronous standby. */
  readonly requiresStandby: boolean;
  readonly redisUrl: string | undefined;
  readonly userHeader: string;
  readonly trustUserHeader: 'always' | 'loopback' | 'never';
  readonly failureRate: number;
  readonly holdTtlMs: number;
  readonly holdExtensions: number;
  readonly maxSeatsPerUser: number;
  readonly admissionIpCheck: boolean;
  /** IANA name of the zone in which the venue's clocks run. */
  readonly timeZone: string;
  /** Several while one replaces the other; none: generated and kept in the data folder. */
  readonly adminTokens: readonly string[];
  /** The first signs, all verify. None: generated. */
  readonly sessionSecrets: readonly string[];
  /** Keys for names and phones at rest, 32 bytes each in base64url: the first encrypts, all decrypt. */
  readonly personalDataKeys: readonly string[];
  /** Ids of keys that are lost for good. */
  readonly personalDataLostKeys: readonly string[];
  /** The first signs tickets, all are good at the door. None: made from the session secrets, or generated. */
  readonly ticketKeys: readonly string[];
  /** None: there is no gateway. */
  readonly gatewaySecrets: readonly string[];
  /** Addresses or ranges (CIDR) of the gateways whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly isSecureCookie: boolean;
  readonly corsOrigins: readonly string[];
  readonly streamsPerAddress: number;
  readonly connectionsPerAddress: number;
  /** How often one may click on seats, and how many who are new may come from one address. */
  readonly commandRates: CommandRates;
  /** Whether webhooks may go to private addresses and, without TLS, to this machine. */
  readonly allowsPrivateWebhooks: boolean;
  /** How often the server audits the events that are open at it; 0: only when it is asked to. */
  readonly auditIntervalMs: number;
  readonly logLevel: string;
}

interface CommandRates {
  readonly holds: Rate;
  readonly fresh: Rate;
}
interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Throws ConfigError for the first value that is wrong. */
export function readConfig(env: Environment): Config {
  const databaseUrl = text(env, 'DATABASE_URL');
  const redisUrl = readRedisUrl(env);
  if (redisUrl !== undefined && databaseUrl === undefined) {
    throw new ConfigError('REDIS_URL needs DATABASE_URL: seats are kept in PostgreSQL, Redis only helps.');
  }
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  if (databaseUrl === undefined && boolean(env, 'REQUIRE_STANDBY', false)) {
    throw new ConfigError('REQUIRE_STANDBY needs DATABASE_URL: the embedded database has no standby.');
  }
  const mode = redisUrl !== undefined ? 'full' : databaseUrl !== undefined ? 'server' : 'embedded';
  const gatewaySecrets = secrets(env, 'GATEWAY_SECRET');
  const config: Config = {
    mode,
    port: integer(env, 'PORT', 5800, 0, 65_535),
    host: text(env, 'HOST') ?? '127.0.0.1',
    dataDir: resolve(text(env, 'DATA_DIR') ?? 'data'),
    databaseUrl,
    requiresStandby: boolean(env, 'REQUIRE_STANDBY', false),
    redisUrl,
    userHeader: headerName(env, 'FCFS_USER_HEADER', 'x-user-id'),
    trustUserHeader: readTrust(
      env,
      mode === 'embedded' && gatewaySecrets.length === 0 ? 'loopback' : 'never',
    ),
    failureRate: number(env, 'FAILURE_RATE', 0.01, 0, 1),
    holdTtlMs: number(env, 'HOLD_TTL_SECONDS', 120, 1, 86_400) * 1000,
    holdExtensions: integer(env, 'HOLD_EXTENSIONS', 2, 0, 100),
    maxSeatsPerUser: integer(env, 'MAX_SEATS_PER_USER', 4, 1, 100),
    admissionIpCheck: boolean(env, 'FCFS_IP_CHECK', false),
    timeZone: timeZone(env, 'TIME_ZONE', 'Asia/Seoul'),
    adminTokens: secrets(env, 'ADMIN_TOKEN'),
    sessionSecrets: secrets(env, 'SESSION_SECRET'),
    personalDataKeys: dataKeys(env, 'PERSONAL_DATA_KEYS'),
    personalDataLostKeys: keyIds(env, 'PERSONAL_DATA_LOST_KEYS'),
    ticketKeys: secrets(env, 'TICKET_KEYS'),
    gatewaySecrets,
    trustedProxies: addressRanges(env, 'TRUSTED_PROXIES'),
    isSecureCookie: boolean(env, 'SECURE_COOKIES', false),
    corsOrigins: (text(env, 'CORS_ORIGINS') ?? '').split(',').flatMap((origin) => origin.trim() || []),
    streamsPerAddress: integer(env, 'STREAMS_PER_ADDRESS', 2000, 1, 50_000),
    connectionsPerAddress: integer(env, 'CONNECTIONS_PER_ADDRESS', 5000, 1, 50_000),
    commandRates: {
      holds: rate(env, 'RATE_LIMIT_HOLDS', '2r/s', integer(env, 'RATE_BURST_HOLDS', 30, 1, 999_999)),
      fresh: rate(env, 'RATE_LIMIT_FRESH', '20r/s', integer(env, 'RATE_BURST_FRESH', 400, 1, 999_999)),
    },
    allowsPrivateWebhooks: boolean(env, 'WEBHOOKS_TO_PRIVATE', false),
    auditIntervalMs: integer(env, 'AUDIT_INTERVAL_SECONDS', 300, 0, 86_400) * 1000,
    logLevel: oneOf(env, 'LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
  };
  if (mode === 'full' && (config.sessionSecrets.length === 0 || config.adminTokens.length === 0)) {
    throw new ConfigError('SESSION_SECRET and ADMIN_TOKEN must be set when several instances share them.');
  }
  return config;
}

function readRedisUrl(env: Environment): string | undefined {
  const url = text(env, 'REDIS_URL');
  if (url !== undefined) {
    if (!/^rediss?:\/\//.test(url)) throw new ConfigError('REDIS_URL must look like redis://host:6379.');
    return url;
  }
  const host = text(env, 'REDIS_HOST');
  if (host === undefined) return undefined;
  const password = text(env, 'REDIS_PASSWORD');
  const credentials = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
  return `redis://${credentials}${host}:${integer(env, 'REDIS_PORT', 6379, 1, 65_535)}`;
}

function readTrust(env: Environment, fallback: Config['trustUserHeader']): Config['trustUserHeader'] {
  const value = text(env, 'TRUST_USER_HEADER')?.toLowerCase();
  switch (value) {
    case undefined:
      return fallback;
    case 'always':
    case 'true':
    case '1':
      return 'always';
    case 'loopback':
      return 'loopback';
    case 'never':
    case 'false':
    case '0':
      return 'never';
    default:
      throw new ConfigError(`TRUST_USER_HEADER must be true, false or loopback, not "${value}".`);
  }
}

/** An empty value counts as not given, because that is what `NAME=` in a .env file means to people. */
function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function number(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const value = text(env, name);
  if (value === undefined) return fallback;
  const parsed = Number(value);
  if (!(parsed >= min && parsed <= max)) {
    throw new ConfigError(`${name} must be a number from ${min} to ${max}, not "${value}".`);
  }
  return parsed;
}

function integer(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const parsed = number(env, name, fallback, min, max);
  if (!Number.isInteger(parsed)) throw new ConfigError(`${name} must be a whole number, not "${parsed}".`);
  return parsed;
}

/** As the gateway has it. */
function rate(env: Environment, name: string, fallback: string, burst: number): Rate {
  const value = text(env, name) ?? fallback;
  const [, count, unit] = /^([1-9][0-9]{0,6})r\/([sm])$/.exec(value) ?? [];
  if (count === undefined) {
    throw new ConfigError(`${name} must be a rate like 20r/s or 300r/m, not "${value}".`);
  }
  const refillMs = (unit === 'm' ? 60_000 : 1_000) / Number(count);
  return { burst, refillMs };
}

function boolean(env: Environment, name: string, fallback: boolean): boolean {
  const value = oneOf(env, name, ['true', 'false', '1', '0'], String(fallback));
  return value === 'true' || value === '1';
}

function oneOf(env: Environment, name: string, allowed: readonly string[], fallback: string): string {
  const value = text(env, name)?.toLowerCase() ?? fallback;
  if (!allowed.includes(value)) {
    throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not "${value}".`);
  }
  return value;
}

function headerName(env: Environment, name: string, fallback: string): string {
  const value = text(env, name) ?? fallback;
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(value)) {
    throw new ConfigError(`${name} must be the name of an HTTP header, not "${value}".`);
  }
  return value.toLowerCase();
}

function addressRanges(env: Environment, name: string): readonly string[] {
  const ranges = (text(env, name) ?? '').split(/[\s,]+/).filter((range) => range !== '');
  for (const range of ranges) {
    const [address = '', prefix, ...rest] = range.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    if (isIP(address) === 0 || !isPrefix || rest.length > 0) {
      throw new ConfigError(`${name} must be a list like "10.0.0.0/8,192.168.1.5"; "${range}" is none.`);
    }
  }
  return ranges;
}

function timeZone(env: Environment, name: string, fallback: string): string {
  const value = text(env, name) ?? fallback;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    throw new ConfigError(`${name} must be a time zone like Asia/Seoul, not "${value}".`);
  }
}

/** One, or several with commas; each long enough not to be guessed. None of them is ever shown. */
function secrets(env: Environment, name: string): readonly string[] {
  const value = text(env, name);
  if (value === undefined) return [];
  const all = value.split(',').map((each) => each.trim());
  if (all.some((each) => each.length < 16)) {
    throw new ConfigError(
      `${name} must have 16 characters or more, each of them where commas separate several.`,
    );
  }
  return all;
}

/** Keys as `openssl rand -base64 32` or `-hex 32` makes them. None of them is ever shown. */
function dataKeys(env: Environment, name: string): readonly string[] {
  return list(env, name).map((each) => {
    const isHex = /^[0-9a-f]{64}$/i.test(each);
    if (!isHex && !/^[A-Za-z0-9+/_-]{43}=?$/.test(each)) {
      throw new ConfigError(
        `${name} must be 32 random bytes in base64 or hex, or several with commas: openssl rand -base64 32 makes one.`,
      );
    }
    return Buffer.from(each, isHex ? 'hex' : 'base64url').toString('base64url');
  });
}

function keyIds(env: Environment, name: string): readonly string[] {
  const ids = list(env, name);
  if (ids.some((id) => !/^[A-Za-z0-9_-]{8}$/.test(id))) {
    throw new ConfigError(`${name} must be ids of keys, 8 characters each, with commas.`);
  }
  return ids;
}

function list(env: Environment, name: string): readonly string[] {
  const value = text(env, name);
  return value === undefined ? [] : value.split(',').map((each) => each.trim());
}

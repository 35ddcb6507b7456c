import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('the settings', () => {
  it('have a value for everything when nothing is given', () => {
    expect(readConfig({})).toEqual({
      ...{ mode: 'embedded', port: 5800, host: '127.0.0.1', dataDir: resolve('data') },
      ...{ databaseUrl: undefined, requiresStandby: false, redisUrl: undefined },
      ...{ userHeader: 'x-user-id', trustUserHeader: 'loopback', admissionIpCheck: false },
      ...{ failureRate: 0.01, holdTtlMs: 120_000, holdExtensions: 2, maxSeatsPerUser: 4 },
      ...{ timeZone: 'Asia/Seoul', logLevel: 'info', auditIntervalMs: 300_000 },
      ...{ adminTokens: [], sessionSecrets: [], ticketKeys: [], gatewaySecrets: [] },
      ...{ personalDataKeys: [], personalDataLostKeys: [], trustedProxies: [], corsOrigins: [] },
      ...{ isSecureCookie: false, allowsPrivateWebhooks: false },
      ...{ streamsPerAddress: 2_000, connectionsPerAddress: 5_000 },
      commandRates: { holds: { burst: 30, refillMs: 500 }, fresh: { burst: 400, refillMs: 50 } },
    });
  });

  it('have regular audits as often as is said, or not at all', () => {
    const interval = (value: string) => readConfig({ AUDIT_INTERVAL_SECONDS: value }).auditIntervalMs;
    expect(['60', '0'].map(interval)).toEqual([60_000, 0]);
  });

  it('read rates as the gateway does', () => {
    const { commandRates } = readConfig({ RATE_LIMIT_HOLDS: '30r/m', RATE_BURST_FRESH: '7' });
    expect(commandRates).toEqual({
      holds: { burst: 30, refillMs: 2_000 },
      fresh: { burst: 7, refillMs: 50 },
    });
  });

  it('choose the mode by what is there', () => {
    const database = { DATABASE_URL: 'postgres://u@localhost/jari' };
    const secrets = { SESSION_SECRET: 'x'.repeat(32), ADMIN_TOKEN: 'y'.repeat(16) };
    expect(readConfig(database).mode).toBe('server');
    expect(readConfig({ ...database, ...secrets, REDIS_URL: 'redis://localhost' }).mode).toBe('full');
    const parts = { REDIS_HOST: 'cache', REDIS_PORT: '6380', REDIS_PASSWORD: 'p@ss' };
    expect(readConfig({ ...database, ...secrets, ...parts }).redisUrl).toBe('redis://:p%40ss@cache:6380');
    const open = { ...database, ...secrets, REDIS_HOST: 'cache' };
    expect(readConfig(open).redisUrl).toBe('redis://cache:6379');
    expect(() => readConfig({ ...open, REDIS_URL: 'http://cache' })).toThrow('REDIS_URL');
  });

  it('refuse several instances that would not share their secrets', () => {
    const full = { DATABASE_URL: 'postgres://u@localhost/jari', REDIS_URL: 'rediss://cache' };
    const secrets = { SESSION_SECRET: 'x'.repeat(32), ADMIN_TOKEN: 'y'.repeat(16) };
    expect(readConfig({ ...full, ...secrets }).mode).toBe('full');
    for (const name of ['SESSION_SECRET', 'ADMIN_TOKEN']) {
      expect(() => readConfig({ ...full, ...secrets, [name]: '' })).toThrow('must be set');
    }
  });

  it('do not trust the user header once a database or a gateway is there', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://h/d' }).trustUserHeader).toBe('never');
    expect(readConfig({ GATEWAY_SECRET: 'z'.repeat(16) }).trustUserHeader).toBe('never');
    const trusting = (value: string) =>
      readConfig({ DATABASE_URL: 'postgres://h/d', TRUST_USER_HEADER: value }).trustUserHeader;
    expect(['true', '1', 'always', 'loopback', 'false', '0', 'never'].map(trusting)).toEqual([
      ...['always', 'always', 'always', 'loopback', 'never', 'never', 'never'],
    ]);
  });

  it('are switched on by true or 1 and off by false or 0, in any letters', () => {
    const isSecure = (value: string) => readConfig({ SECURE_COOKIES: value }).isSecureCookie;
    expect(['true', 'TRUE', '1', 'false', '0', ''].map(isSecure)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(() => isSecure('yes')).toThrow('SECURE_COOKIES');
  });

  it('read lists of addresses with commas or spaces', () => {
    const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.5 fd00::/8' });
    expect(trustedProxies).toEqual(['10.0.0.0/8', '192.168.1.5', 'fd00::/8']);
  });

  it('read secrets as lists, so that one can replace the other', () => {
    const [next, before] = ['the-secret-of-tomorrow', 'the-secret-of-today'];
    const config = readConfig({
      SESSION_SECRET: `${next}, ${before}`,
      GATEWAY_SECRET: next,
      ADMIN_TOKEN: `${before},${next}`,
    });
    expect(config.sessionSecrets).toEqual([next, before]);
    expect(config.gatewaySecrets).toEqual([next]);
    expect(config.adminTokens).toEqual([before, next]);
    expect(readConfig({})).toMatchObject({ sessionSecrets: [], gatewaySecrets: [], adminTokens: [] });
  });

  it('read keys for personal data as openssl writes them, and know the same key in either way', () => {
    const key = Buffer.alloc(32, 'ÿ>?');
    const given = `${key.toString('base64')}, ${key.toString('hex')},${key.toString('base64url')}`;
    const { personalDataKeys } = readConfig({ PERSONAL_DATA_KEYS: given });
    expect(personalDataKeys).toEqual(Array(3).fill(key.toString('base64url')));
    expect(readConfig({ PERSONAL_DATA_LOST_KEYS: 'Ab3-_f12, zzzzzzzz' }).personalDataLostKeys).toHaveLength(
      2,
    );
    expect(readConfig({})).toMatchObject({ personalDataKeys: [], personalDataLostKeys: [] });
  });

  it('require a standby only of a database that can have one', () => {
    const database = { DATABASE_URL: 'postgres://h/d', REQUIRE_STANDBY: 'true' };
    expect(readConfig(database).requiresStandby).toBe(true);
    expect(readConfig({}).requiresStandby).toBe(false);
    for (const value of ['true', 'TRUE', '1']) {
      expect(() => readConfig({ REQUIRE_STANDBY: value })).toThrow('DATABASE_URL');
    }
  });

  it('take an empty value for none', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 5800, mode: 'embedded' });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '58.5'],
    ['FAILURE_RATE', '2'],
    ['RATE_LIMIT_HOLDS', '2'],
    ['RATE_BURST_FRESH', '0'],
    ['FAILURE_RATE', 'NaN'],
    ['HOLD_TTL_SECONDS', '-5'],
    ['MAX_SEATS_PER_USER', '0'],
    ['TRUST_USER_HEADER', 'maybe'],
    ['FCFS_USER_HEADER', 'X User'],
    ['DATABASE_URL', 'mysql://host/db'],
    ['REDIS_URL', 'redis://localhost'],
    ['ADMIN_TOKEN', 'short'],
    ['SESSION_SECRET', 'long-enough-to-be-one,short'],
    ['GATEWAY_SECRET', 'long-enough-to-be-one,'],
    ['STREAMS_PER_ADDRESS', '0'],
    ['CONNECTIONS_PER_ADDRESS', '1000000'],
    ['LOG_LEVEL', 'loud'],
    ['TIME_ZONE', 'Korea/Busan'],
    ['TRUSTED_PROXIES', '10.0.0.0/8,everybody'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['PERSONAL_DATA_KEYS', 'a-passphrase-that-somebody-thought-of-and-likes'],
    ['PERSONAL_DATA_KEYS', `${'a'.repeat(43)},${'f'.repeat(63)}`],
    ['PERSONAL_DATA_LOST_KEYS', 'all'],
  ])('refuse %s=%s with a line that names it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  it('never show a secret', () => {
    expect(() => readConfig({ SESSION_SECRET: 'hunter2' })).not.toThrow('hunter2');
    const list = 'a-secret-that-is-long-enough,hunter2';
    expect(() => readConfig({ SESSION_SECRET: list })).not.toThrow(/hunter2|a-secret/);
    expect(() => readConfig({ PERSONAL_DATA_KEYS: list })).not.toThrow(/hunter2|a-secret/);
  });
});

import { existsSync } from 'node:fs';
import {
  findFaketime,
  findGateway,
  findPostgres,
  findRedis,
  inPath,
} from '../../scripts/lib/requirements.mjs';

/**
 * The programs that tests and stacks are made of beside our own, and what to install when one is missing.
 * Where they are is known in one place, which `npm test` reads too: scripts/lib/requirements.mjs.
 */
const programs = {
  /** The folder with initdb, postgres and pg_isready. */
  postgresBin: { find: findPostgres, name: 'PostgreSQL 15 or newer (Debian package postgresql)' },
  redisServer: { find: findRedis, name: 'Redis 7 or newer (Debian package redis-server)' },
  nginx: {
    find: findGateway,
    name:
      'OpenResty, or nginx with Lua (Debian packages nginx, libnginx-mod-http-lua, lua-nginx-redis, ' +
      'lua-cjson, lua-resty-lrucache)',
  },
  faketime: { find: findFaketime, name: 'libfaketime (Debian package libfaketime)' },
  // What only a highly available set-up is made of; the tests need none of it.
  redisCli: { find: () => inPath('redis-cli'), name: 'redis-cli (Debian package redis-tools)' },
  patroni: {
    find: () => inPath('patroni'),
    name: 'Patroni 3 (Debian packages patroni, python3-etcd and python3-psycopg2)',
  },
  patronictl: { find: () => inPath('patronictl'), name: 'patronictl (Debian package patroni)' },
  etcd: { find: () => inPath('etcd'), name: 'etcd 3.4 (Debian package etcd-server)' },
  haproxy: {
    find: () => inPath('haproxy') ?? existing('/usr/sbin/haproxy'),
    name: 'HAProxy (Debian package haproxy)',
  },
};

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}

export type ProgramName = keyof typeof programs;

/** The path of a program; throws when it is not installed. */
export function requireProgram(program: ProgramName): string {
  const path = programs[program].find();
  if (path === undefined) throw new Error(`Missing: ${programs[program].name}.`);
  return path;
}

/**
 * What of these is not installed, for suites that are skipped then. With CI=true that is an error, so that
 * no run passes because its tests were skipped.
 */
export function missingPrograms(...wanted: readonly ProgramName[]): readonly string[] {
  const missing = wanted.map((program) => programs[program]).filter(({ find }) => find() === undefined);
  const names = missing.map(({ name }) => name);
  if (names.length > 0 && process.env['CI'] === 'true') throw new Error(`Missing: ${names.join('; ')}.`);
  return names;
}

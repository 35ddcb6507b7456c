import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs that a stack is made of beside our own. */
export interface Programs {
  /** The folder with initdb, postgres and pg_isready. */
  readonly postgresBin: string;
  readonly redisServer: string;
  /** OpenResty, or nginx with its Lua module. */
  readonly nginx: string;
}

/**
 * Finds them where Debian puts them, or in the PATH. Given beforehand, JARI_PG_BIN, JARI_REDIS_SERVER and
 * JARI_NGINX take precedence. A name in `missing` says what to install.
 */
export function findPrograms(): Partial<Programs> & { readonly missing: readonly string[] } {
  const postgresBin = findPostgres();
  const redisServer = find('JARI_REDIS_SERVER', 'redis-server');
  const nginx = findNginx();
  const missing = [
    postgresBin === undefined ? 'PostgreSQL 15 or newer (Debian package postgresql)' : '',
    redisServer === undefined ? 'Redis 7 or newer (Debian package redis-server)' : '',
    nginx === undefined
      ? 'OpenResty, or nginx with Lua (Debian packages nginx, libnginx-mod-http-lua, lua-nginx-redis, lua-cjson)'
      : '',
  ].filter((name) => name !== '');
  return {
    ...(postgresBin === undefined ? {} : { postgresBin }),
    ...(redisServer === undefined ? {} : { redisServer }),
    ...(nginx === undefined ? {} : { nginx }),
    missing,
  };
}

function findPostgres(): string | undefined {
  const versions = listFolder('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a));
  const folders = [
    process.env['JARI_PG_BIN'],
    ...versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...pathFolders(),
  ];
  return folders.find(
    (folder) =>
      folder !== undefined && ['initdb', 'postgres', 'pg_isready'].every((name) => runs(join(folder, name))),
  );
}

function findNginx(): string | undefined {
  const found = find('JARI_NGINX', 'openresty') ?? find('JARI_NGINX', 'nginx');
  if (found === undefined || found.includes('openresty')) return found;
  // Debian's nginx comes without Lua unless the module and both libraries are installed.
  const needed = [
    '/usr/lib/nginx/modules/ngx_http_lua_module.so',
    '/usr/share/lua/5.1/nginx/redis.lua',
    '/usr/share/lua/5.1/cjson/util.lua',
  ];
  return needed.every((path) => exists(path)) ? found : undefined;
}

function find(variable: string, name: string): string | undefined {
  return [process.env[variable], ...pathFolders().map((folder) => join(folder, name))].find(
    (path) => path !== undefined && runs(path),
  );
}

/** Debian keeps servers in folders that are not in every PATH. */
function pathFolders(): string[] {
  return [
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    '/usr/sbin',
    '/usr/local/openresty/bin',
  ];
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function exists(path: string, mode = constants.R_OK): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function runs(path: string): boolean {
  return exists(path, constants.X_OK);
}

/**
 * Databases refuse to run as root, which lends them the rights of `postgres`, or of `nobody`. Undefined when
 * not run as root.
 */
export function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return status === 0 ? Number(stdout) : undefined;
    });
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('Neither a user postgres nor nobody exists to run PostgreSQL as.');
}

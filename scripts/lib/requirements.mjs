import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * What the tests need beside npm's packages: how it is found, which Debian packages bring it, what cannot
 * run without it, and the variable in which the tests are told where it is.
 *
 * @typedef {object} Requirement
 * @property {string} name
 * @property {string[]} debianPackages
 * @property {string} variable
 * @property {string} suites what is skipped when it is missing
 * @property {() => string | undefined} find
 */

/** @param {string} folder */
const entriesOf = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

/** @param {string[]} names */
export function inPath(...names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

/** The server's programs, 15 or newer; Debian keeps them out of the PATH. */
export function findPostgres() {
  const given = process.env['JARI_PG_BIN'];
  const besidePath = inPath('postgres');
  const debian = entriesOf('/usr/lib/postgresql')
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => `/usr/lib/postgresql/${version}/bin`);
  return [given, ...debian, besidePath && dirname(besidePath)]
    .filter((folder) => folder !== undefined && existsSync(join(folder, 'initdb')))
    .find((folder) => {
      const { stdout } = spawnSync(join(folder ?? '', 'postgres'), ['--version'], { encoding: 'utf8' });
      return Number(/(\d+)/.exec(stdout ?? '')?.[1]) >= 15;
    });
}

export function findChromium() {
  const given = process.env['JARI_CHROMIUM'] ?? process.env['CHROMIUM_PATH'];
  if (given !== undefined && existsSync(given)) return given;
  return inPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome');
}

/** OpenResty has Lua built in; Debian's nginx has it when the module and what our Lua code requires are there. */
export function findGateway() {
  const given = process.env['JARI_NGINX'];
  if (given !== undefined && existsSync(given)) return given;
  const openresty = inPath('openresty') ?? '/usr/local/openresty/bin/openresty';
  if (existsSync(openresty)) return openresty;
  const needed = [
    '/usr/lib/nginx/modules/ngx_http_lua_module.so',
    '/usr/share/lua/5.1/nginx/redis.lua',
    '/usr/share/lua/5.1/cjson/util.lua',
    '/usr/share/lua/5.1/resty/lrucache.lua',
  ];
  const nginx = inPath('nginx') ?? '/usr/sbin/nginx';
  return [nginx, ...needed].every((path) => existsSync(path)) ? nginx : undefined;
}

/** Without one, Korean text is drawn as boxes, and layout tests measure the boxes. */
function findKoreanFont() {
  const { stdout } = spawnSync('fc-list', [':lang=ko', 'file'], { encoding: 'utf8' });
  if (stdout) return stdout.split(':')[0];
  const folder = '/usr/share/fonts/opentype/noto';
  const file = entriesOf(folder).find((name) => name.includes('CJK'));
  return file && join(folder, file);
}

export function findFaketime() {
  const given = process.env['JARI_FAKETIME_LIB'];
  return [
    given,
    ...entriesOf('/usr/lib').map((folder) => `/usr/lib/${folder}/faketime/libfaketime.so.1`),
  ].find((file) => file !== undefined && existsSync(file));
}

export function findRedis() {
  const given = process.env['JARI_REDIS_SERVER'];
  return given !== undefined && existsSync(given) ? given : inPath('redis-server');
}

/** @type {Requirement[]} */
export const requirements = [
  {
    name: 'PostgreSQL server (15 or newer)',
    debianPackages: ['postgresql'],
    variable: 'JARI_PG_BIN',
    suites: 'whatever runs against PostgreSQL: conformance, migrations, acceptance',
    find: findPostgres,
  },
  {
    name: 'Redis server',
    debianPackages: ['redis-server'],
    variable: 'JARI_REDIS_SERVER',
    suites: 'whatever runs against Redis: conformance, acceptance',
    find: findRedis,
  },
  {
    name: 'nginx with Lua',
    debianPackages: ['nginx', 'libnginx-mod-http-lua', 'lua-nginx-redis', 'lua-cjson', 'lua-resty-lrucache'],
    variable: 'JARI_NGINX',
    suites: 'gateway',
    find: findGateway,
  },
  {
    name: 'Chromium',
    debianPackages: ['chromium'],
    variable: 'JARI_CHROMIUM',
    suites: 'browser',
    find: findChromium,
  },
  {
    name: 'a Korean font',
    debianPackages: ['fonts-noto-cjk'],
    variable: 'JARI_KOREAN_FONT',
    suites: 'browser',
    find: findKoreanFont,
  },
  {
    name: 'libfaketime',
    debianPackages: ['libfaketime'],
    variable: 'JARI_FAKETIME_LIB',
    suites: 'clocks that are wrong (acceptance)',
    find: findFaketime,
  },
];

export const findMissing = () => requirements.filter((requirement) => requirement.find() === undefined);

/** Where everything is, for the tests. */
export const requirementVariables = () =>
  Object.fromEntries(
    requirements.map(({ variable, find }) => [variable, find()]).filter((entry) => entry[1] !== undefined),
  );

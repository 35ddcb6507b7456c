import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { withBuildLock } from './build-lock.mjs';
import { inRoot, root, toolFile } from './paths.mjs';

/**
 * Builds what is missing or was built from other sources.
 *
 * Freshness goes by content, not by time: a fresh clone, a restored cache and `git switch` all touch times
 * without meaning anything. The fingerprint lies inside the output folder and is written last, so a deleted
 * folder or an interrupted build is simply built again.
 *
 * @typedef {object} Target
 * @property {string} name
 * @property {string} [folder] where the tool runs, if not in the folder of this name
 * @property {string} output folder that is emptied before the build
 * @property {string[]} inputs files and folders the output is made from
 * @property {() => { file: string, args: string[] }} tool
 * @property {() => void} [after] what the tool leaves to us
 */

const everywhere = ['package-lock.json', 'tsconfig.base.json'];
const tsc = () => ({ file: toolFile('', 'typescript', 'tsc'), args: ['-p', 'tsconfig.build.json'] });

const makeEmptyLedger = 'server/src/adapters/postgres/make-empty-ledger.mjs';

/** @type {Target[]} in the order of their dependencies */
const targets = [
  {
    name: 'contract',
    output: 'contract/dist',
    inputs: [...everywhere, 'contract/src', 'contract/package.json', 'contract/tsconfig.build.json'],
    tool: tsc,
  },
  {
    name: 'client',
    output: 'client/dist',
    inputs: [
      ...everywhere,
      'contract/src',
      'client/src',
      'client/package.json',
      'client/tsconfig.build.json',
    ],
    tool: tsc,
  },
  {
    name: 'server',
    output: 'server/dist',
    inputs: [
      ...everywhere,
      'contract/src',
      'server/src',
      'server/package.json',
      'server/tsconfig.build.json',
    ],
    tool: tsc,
    after: () => copyOtherThanTypeScript('server/src', 'server/dist'),
  },
  {
    name: 'empty ledger',
    folder: 'server',
    output: 'server/build',
    inputs: ['package-lock.json', makeEmptyLedger],
    tool: () => ({ file: inRoot(makeEmptyLedger), args: [inRoot('server/build/empty-ledger')] }),
  },
  {
    name: 'embedded hall',
    folder: 'web',
    output: 'client/build',
    inputs: [...everywhere, 'contract/src', 'client/src', 'web/embed.config.ts'],
    tool: () => ({
      file: toolFile('web', 'vite'),
      args: ['build', '--config', 'embed.config.ts', '--logLevel', 'warn'],
    }),
  },
  {
    name: 'rehearsal',
    output: 'rehearsal/dist',
    inputs: [
      ...everywhere,
      'contract/src',
      'rehearsal/src',
      'rehearsal/package.json',
      'rehearsal/tsconfig.build.json',
    ],
    tool: tsc,
  },
  {
    name: 'web',
    output: 'web/build',
    inputs: [...everywhere, 'contract/src', 'client/src', 'web'],
    tool: () => ({ file: toolFile('web', 'vite'), args: ['build', '--logLevel', 'warn'] }),
    after: addEmbeddedHall,
  },
];

const notSource = new Set(['node_modules', 'dist', 'build', '.svelte-kit', 'test', 'e2e', 'test-results']);

/**
 * @param {string} path
 * @returns {string[]} the path itself when it is a file, else all files below, in a stable order
 */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  const files = [];
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (notSource.has(entry.name)) continue;
      files.push(...(entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]));
    }
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOTDIR') throw error;
    return [path];
  }
  return files.sort();
}

/** @param {Target} target */
function fingerprint(target) {
  const hash = createHash('sha256');
  for (const file of target.inputs.flatMap((input) => filesBelow(inRoot(input)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  // Vite writes these into the bundle.
  for (const name of Object.keys(process.env).sort()) {
    if (target.name === 'web' && name.startsWith('VITE_')) hash.update(`${name}=${process.env[name]}\0`);
  }
  return hash.digest('hex');
}

/** @param {Target} target */
const stampFile = (target) => inRoot(target.output, '.built-from');

/** @param {Target} target */
function isFresh(target) {
  const stamp = stampFile(target);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(target);
}

/** tsc leaves the statements (.sql) and scripts (.lua) that the adapters read behind.
 *
 * @param {string} from
 * @param {string} to
 */
function copyOtherThanTypeScript(from, to) {
  for (const file of filesBelow(inRoot(from)).filter((path) => !path.endsWith('.ts'))) {
    const copy = inRoot(to, relative(inRoot(from), file));
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(file, copy);
  }
}

/** Servers and gateway give out what lies in the one folder of the web app, compressed beforehand as the rest of it. */
function addEmbeddedHall() {
  for (const file of readdirSync(inRoot('client/build')).filter((name) => !name.startsWith('.'))) {
    const copy = inRoot('web/build/embed', file);
    mkdirSync(dirname(copy), { recursive: true });
    const content = readFileSync(inRoot('client/build', file));
    writeFileSync(copy, content);
    writeFileSync(`${copy}.gz`, gzipSync(content));
    writeFileSync(`${copy}.br`, brotliCompressSync(content));
  }
}

/**
 * @param {Target} target
 * @param {AbortSignal} [signal] ends the tool when the user has had enough
 * @returns {Promise<void>}
 */
async function buildOne(target, signal) {
  const { file, args } = target.tool();
  const print = fingerprint(target);
  rmSync(inRoot(target.output), { recursive: true, force: true });
  const child = spawn(process.execPath, [file, ...args], {
    cwd: inRoot(target.folder ?? target.name),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${output.trim()}\n\nThe ${target.name} build failed.`);
  target.after?.();
  writeFileSync(stampFile(target), print);
}

/**
 * @param {object} [options]
 * @param {boolean} [options.force] build also what is fresh
 * @param {(names: string[], first: boolean) => void} [options.onStart] called when there is something to build
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<string[]>} the names of what was built
 */
export async function build({ force = false, onStart, signal } = {}) {
  const isStale = (/** @type {Target} */ target) => force || !isFresh(target);
  if (!targets.some(isStale)) return [];
  return withBuildLock(async () => {
    const stale = targets.filter(isStale);
    if (stale.length === 0) return [];
    onStart?.(
      stale.map((target) => target.name),
      !existsSync(inRoot('server/dist')),
    );
    const [contract, ...others] = targets.map((target) => async () => {
      if (stale.includes(target)) await buildOne(target, signal);
    });
    // All of them read the contract; none reads another.
    await contract?.();
    await Promise.all(others.map((other) => other()));
    return stale.map((target) => target.name);
  });
}

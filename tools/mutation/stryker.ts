import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './targets.ts';

export const root = join(import.meta.dirname, '..', '..');
const cache = join(root, '.cache', 'mutation');
const installed = join(cache, 'runner');

/** Exact, as our own dependencies are. They are none of ours, because they need a newer Node than we ask for. */
const STRYKER = '10.1.1';
const NODE = '22';

/** A change that was tried, as Stryker reports it. */
export interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status:
    'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'CompileError' | 'RuntimeError' | 'Ignored';
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface ReportedFile {
  readonly source: string;
  readonly mutants: readonly ReportedMutant[];
}

/** By the path of the source. */
export type Report = Readonly<Record<string, ReportedFile>>;

interface How {
  readonly concurrency: number;
  readonly isFresh: boolean;
}

let running: ChildProcess | undefined;

/** Brings Stryker into the cache folder, once. */
export function installStryker(): void {
  const { version } = existsSync(manifestOf('core'))
    ? (JSON.parse(readFileSync(manifestOf('core'), 'utf8')) as { version: string })
    : { version: undefined };
  if (version === STRYKER) return;
  console.log(`Fetching Stryker ${STRYKER} …`);
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, 'package.json'), '{ "private": true }\n');
  const packages = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${STRYKER}`);
  // Without its own Vitest: it is ours that it has to run.
  const options = '--legacy-peer-deps --no-package-lock --no-audit --no-fund --loglevel=error'.split(' ');
  execFileSync('npm', ['install', ...options, ...packages], { cwd: installed, stdio: 'inherit' });
}

/** Tries all changes to the sources of a part; those tried before, with the same sources and tests, are not tried again. */
export async function mutate(part: Part, how: How): Promise<Report> {
  const name = part.name.replaceAll('/', '-');
  const [config, report] = [join(cache, `${name}.config.json`), join(cache, `${name}.report.json`)];
  rmSync(report, { force: true });
  // Of a run that was broken off.
  rmSync(join(cache, `${name}.sandbox`), { recursive: true, force: true });
  writeFileSync(config, JSON.stringify(configOf(part, name, report, how)));
  const cli = join(installed, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const env = { ...process.env, JARI_MUTATED_PART: part.name, CI: 'true' };
  // A group of its own, so that what it started ends with it.
  running = spawn('npx', ['--yes', `node@${NODE}`, cli, 'run', config], {
    cwd: root,
    env,
    stdio: 'inherit',
    detached: true,
  });
  const status = await new Promise((resolve) => running?.once('exit', resolve));
  running = undefined;
  if (!existsSync(report)) throw new Error(`Stryker ended with ${String(status)} and without a report.`);
  return (JSON.parse(readFileSync(report, 'utf8')) as { files: Report }).files;
}

/** Ends what runs. */
export function endStryker(): void {
  if (running?.pid !== undefined) process.kill(-running.pid, 'SIGINT');
}

function configOf({ sources }: Part, name: string, report: string, { concurrency, isFresh }: How): object {
  return {
    plugins: [
      join(installed, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js'),
      join(import.meta.dirname, 'unsaid.mjs'),
    ],
    mutate: sources,
    testRunner: 'vitest',
    vitest: { configFile: 'tools/mutation/vitest.config.ts' },
    ignorers: ['unsaid'],
    coverageAnalysis: 'perTest',
    // A constant is read when its module is loaded, so that every test file would have to be loaded again for it.
    ignoreStatic: true,
    concurrency,
    // A busy machine is no endless loop.
    timeoutMS: 20_000,
    timeoutFactor: 4,
    incremental: true,
    force: isFresh,
    incrementalFile: join(cache, `${name}.incremental.json`),
    tempDirName: join(cache, `${name}.sandbox`),
    cleanTempDir: 'always',
    ignorePatterns: ['*', ...['package.json', 'tsconfig*.json'].map((kept) => `!${kept}`), ...copied()],
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    // Types are stripped anyway, and the sources are to stay as they are.
    disableTypeChecks: false,
    allowConsoleColors: false,
  };
}

/** What the tests of the server read. */
function copied(): readonly string[] {
  const folders = ['server', 'contract', 'client', 'rehearsal', 'tools', 'examples'];
  return [...folders.flatMap((folder) => [`!${folder}`, `!${folder}/**`]), '**/dist'];
}

function manifestOf(name: string): string {
  return join(installed, `node_modules/@stryker-mutator/${name}/package.json`);
}

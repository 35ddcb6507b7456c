import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = new URL('.', import.meta.url).pathname;
const OUTPUT_MAX = 256 * 1024 * 1024;
/** States in memory are compressed; no configuration needs nearly so much. */
const MEMORY_MAX_MB = 6_000;
const DEPTH_MAX = 100_000;
/** Where the search for the shortest trail begins, and by how much it goes deeper. */
const DEPTH_FIRST = 30;
const DEPTH_STEP = 10;

export type Settings = Readonly<Record<string, number>>;

const INCOMPLETE = /max search depth too small|out of memory|reached -DMEMLIM/;

/** Nothing happens but that two users ask three times; what a configuration says comes on top. */
const fewest: Settings = {
  ...{ USERS: 2, WANTS: 0, MOMENTS: 1, ASKS: 3, EXPIRES: 0, FAULTS: 0, STALLS: 0, CRASHES: 0, NEWS: 0 },
  ...{ COMPARES: 0, FAILOVERS: 0, RESTORES: 0, EPOCHS: 0, SAVES: 0, SKEWS: 0, ALONE: 0 },
};

export interface Found {
  readonly states: number;
  readonly depth: number;
  readonly memoryMb: number;
  readonly seconds: number;
  /** The assertion or the loop that was found, or undefined when there is none. */
  readonly error: string | undefined;
  /** The steps that lead to it. */
  readonly trail: readonly string[];
}

/** What is missing to run the model, or undefined. */
export function missingProgram(): string | undefined {
  const isThere = (program: string) => spawnSync(program, ['-V']).error === undefined;
  const missing = ['spin', 'gcc'].filter((program) => !isThere(program));
  return missing.length === 0
    ? undefined
    : `The model needs ${missing.join(' and ')} (Debian: spin, gcc, libc6-dev).`;
}

/** Explores every state. `isShortest`: the nearest first, so that what is found is found with the fewest steps. */
export async function explore(
  settings: Settings,
  flags: { readonly mistake?: string; readonly isShortest?: boolean; readonly findsLoops?: boolean } = {},
): Promise<Found> {
  const place = mkdtempSync(join(tmpdir(), 'jari-model-'));
  try {
    const model = await preprocess(
      place,
      { ...fewest, ...settings },
      flags.mistake === undefined ? [] : [flags.mistake],
    );
    await run('spin', ['-a', model], { cwd: place });
    const kind = flags.findsLoops === true ? '-DNP' : '-DSAFETY';
    const limits = ['-DCOLLAPSE', '-DNOFAIR', '-DVECTORSZ=2048', `-DMEMLIM=${MEMORY_MAX_MB}`];
    const shortest = flags.isShortest === true ? ['-DREACH'] : [];
    await run('gcc', ['-O1', '-w', kind, ...limits, ...shortest, '-o', 'pan', 'pan.c'], { cwd: place });
    const how = flags.findsLoops === true ? ['-l'] : flags.isShortest === true ? ['-i'] : [];
    const began = performance.now();
    const stdout = await search(place, how, flags.isShortest === true ? DEPTH_FIRST : DEPTH_MAX);
    const seconds = (performance.now() - began) / 1000;
    const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? Number.NaN);
    const errors = figure(/errors: (\d+)/);
    if (!/errors: \d+/.test(stdout) || (errors === 0 && INCOMPLETE.test(stdout))) {
      throw new Error(`the search was not complete:\n${stdout}`);
    }
    return {
      states: figure(/(\d+) states, stored/),
      depth: figure(/depth reached (\d+)/),
      memoryMb: figure(/([\d.]+)\s+total actual memory usage/),
      seconds,
      error: errors > 0 ? (/pan:\d+: (.*) \(at depth/.exec(stdout)?.[1] ?? 'an error') : undefined,
      trail: errors > 0 ? await trailOf(place, model) : [],
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Searches deeper and deeper until something is found, or there is nothing deeper. */
async function search(place: string, how: readonly string[], depth: number): Promise<string> {
  const { stdout } = await run('./pan', [...how, `-m${depth}`], { cwd: place, maxBuffer: OUTPUT_MAX });
  const isFound = !stdout.includes('errors: 0');
  const isWhole = !stdout.includes('max search depth too small');
  return isFound || isWhole || depth >= DEPTH_MAX ? stdout : search(place, how, depth + DEPTH_STEP);
}

/** Runs the model once at random, and resolves with what it prints. */
export async function simulate(settings: Settings, seeds: readonly number[]): Promise<string[]> {
  const place = mkdtempSync(join(tmpdir(), 'jari-model-'));
  try {
    const model = await preprocess(place, { ...fewest, ...settings }, ['LOTS']);
    const runs: string[] = [];
    for (const seed of seeds) {
      runs.push(await follow(place, [`-n${seed}`, '-T', '-u20000', model]));
    }
    return runs;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function preprocess(place: string, settings: Settings, switches: readonly string[]): Promise<string> {
  const defined = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  const switched = switches.map((name) => `-D${name}`);
  const source = join(folder, 'append.pml');
  const { stdout } = await run('cpp', ['-P', '-x', 'c', '-std=c11', ...defined, ...switched, source], {
    maxBuffer: OUTPUT_MAX,
  });
  writeFileSync(join(place, 'model.pml'), stdout);
  return 'model.pml';
}

async function trailOf(place: string, model: string): Promise<string[]> {
  const stdout = await follow(place, ['-t', '-T', model]);
  return [...stdout.matchAll(/JARI step (.*)/g)].map(([, step = '']) => step);
}

/** The simulator ends with an error where an assertion fails. */
async function follow(place: string, how: readonly string[]): Promise<string> {
  const { stdout } = await run('spin', how, { cwd: place, maxBuffer: OUTPUT_MAX }).catch(
    (error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  return stdout;
}

/** What the model consists of, in the order in which its hash is made. */
export function sources(): string[] {
  return ['append.pml', 'ledger.pml', 'office.pml', 'steps.pml'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
}

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededDraw } from '../rig/seeded-draw.ts';
import { deck } from './deck.ts';
import { allPoints } from './failpoints/points.ts';
import { faultsNamed, namedFaults } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';
import { readOptions, usage, type Options } from './options.ts';
import { playChapter, type Chapter } from './play.ts';
import { reportOn } from './report.ts';
import { startRig, type Rig } from './rig/rig.ts';
import { keepState, readState, withChapter, type State } from './state.ts';

/** `npm run chaos`: sales in which everything breaks that can break, and what everybody was told held to its word. */

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
const FAULTS_PER_CHAPTER = 10;

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help || options.list) {
    console.log(options.help ? usage : [...namedFaults.map(({ name }) => name), '', ...allPoints].join('\n'));
    return;
  }
  const state = await playSuite(options);
  for (const line of reportOn(state)) console.log(line);
  if (state.violations.length > 0) process.exitCode = 1;
}

async function playSuite(options: Options): Promise<State> {
  const { seed, mode, faults: names } = options;
  const { hosts, clocks } = options;
  let state = readState(options.stateFile, { seed, mode, faults: names, hosts, clocks });
  let isStopped = false;
  process.once('SIGINT', () => {
    say('This sale is finished and checked; then it ends. Once more: at once.');
    isStopped = true;
  });
  const rig = await startRig({ mode, smallDisk: true, hosts, clocks });
  const endsAt = performance.now() + 60_000 * options.minutes;
  const out = options.out ?? mkdtempSync(join(tmpdir(), 'jari-chaos-'));
  mkdirSync(out, { recursive: true });
  say(`Seed ${String(seed)}, ${mode} mode; histories of sales that cannot be explained stay in ${out}.`);
  try {
    const fitting = faultsNamed(names).filter((fault) => fault.fits(rig));
    if (fitting.length === 0) throw new Error(`None of these faults fits ${mode} mode.`);
    const cards = deck(fitting, seed);
    for (let i = 0; i < state.struck; i++) cards.next();
    const isEnough = () =>
      isStopped || performance.now() > endsAt || deathsIn(state, fitting) >= options.kills;
    while (!isEnough()) {
      const faults = Array.from({ length: FAULTS_PER_CHAPTER }, () => cards.next().value);
      const chapter = await oneSale(options, rig, faults, state.chapters + 1, out);
      state = withChapter(state, chapter, pointsIn(rig.seenFile));
      keepState(options.stateFile, state);
      say(summaryOf(chapter, deathsIn(state, fitting), options.kills));
      for (const what of chapter.violations.slice(0, 10)) say(`  VIOLATED ${what}`);
    }
    return state;
  } finally {
    await rig.stop();
    if (options.out === undefined && state.violations.length === 0) rmSync(out, { recursive: true });
  }
}

async function oneSale(
  { seed, visitors, isLoud }: Options,
  rig: Rig,
  faults: readonly Fault[],
  number: number,
  out: string,
): Promise<Chapter> {
  const event = `chaos-${String(seed)}-${String(number)}`;
  const historyFile = join(out, `${event}.ndjson`);
  const chapter = await playChapter({
    ...{ rig, event, visitors, historyFile, seed: seed + number, lanes: [{ rig, faults }] },
    draw: seededDraw(seed * 10_007 + number),
    onOutcome: ({ what, recoveryMs }) => {
      if (isLoud) say(`    ${what}: back after ${String(recoveryMs)} ms`);
    },
  });
  if (chapter.violations.length === 0) {
    rmSync(historyFile);
    rmSync(historyFile.replace('.ndjson', '.log.ndjson'));
  }
  return chapter;
}

function deathsIn({ outcomes }: State, faults: readonly Fault[]): number {
  const deaths = new Set(faults.filter(({ isDeath }) => isDeath === true).map(({ name }) => name));
  return outcomes.filter(({ fault }) => deaths.has(fault)).length;
}

function pointsIn(seenFile: string): string[] {
  return existsSync(seenFile) ? [...new Set(readFileSync(seenFile, 'utf8').split('\n').filter(Boolean))] : [];
}

function summaryOf(
  { event, outcomes, violations, changes, holds, reservations }: Chapter,
  deaths: number,
  of: number,
) {
  const slowest = Math.max(...outcomes.map(({ recoveryMs }) => recoveryMs ?? Infinity));
  const told = `${String(holds)} holds, ${String(reservations)} reservations, ${String(changes)} changes`;
  const verdict = violations.length === 0 ? 'all explained' : `${String(violations.length)} VIOLATIONS`;
  const count = of === Infinity ? String(deaths) : `${String(deaths)} of ${String(of)}`;
  return `${event}: ${String(outcomes.length)} faults, ${told}, slowest return ${String(slowest)} ms, ${verdict} (${count} deaths)`;
}

await main();

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allPoints } from './failpoints/points.ts';
import { namedFaults } from './faults/all.ts';
import { housesOf } from './houses.ts';
import { readOptions, usage, type Options } from './options.ts';
import { reportOn } from './report.ts';
import type { State } from './state.ts';
import { Suite } from './suite.ts';

/** `npm run chaos`: sales in which everything breaks that can break, and what everybody was told held to its word. */

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

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
  const { seed, mode } = options;
  const out = options.out ?? mkdtempSync(join(tmpdir(), 'jari-chaos-'));
  mkdirSync(out, { recursive: true });
  const suite = new Suite(options, out, say);
  process.once('SIGINT', () => {
    say('The sales of now are finished and checked; then it ends. Once more: at once.');
    suite.stop();
  });
  say(`Seed ${String(seed)}, ${mode} mode; histories of sales that cannot be explained stay in ${out}.`);
  await Promise.all(housesOf(options).map((house, i) => suite.playIn(house, i)));
  if (options.out === undefined && suite.state.violations.length === 0) rmSync(out, { recursive: true });
  return suite.state;
}

await main();

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wordsFor } from '../check-history/words.ts';
import { seededDraw } from '../rig/seeded-draw.ts';
import { openHouse, type House, type Mode } from './house.ts';
import { playRound } from './round.ts';

/** `npm run histories`: sale after sale against real servers that are killed, each recorded and judged. */

const usage = `Usage: npm run histories -- [--operations 1e5] [--embedded|--server|--stack] …

Plays rounds of a sale against a real server, kills it in some of them, and decides of each whether its history can be
explained. Goes on where it was when it is started again with the same folder.

  --operations N     how many in all (100,000)
  --round N          how many in a round (20,000)
  --people N         how many are there at any time (48)
  --seed N           other people, other crashes (1)
  --embedded         one server with its own ledger (the usual)
  --server           one server and PostgreSQL
  --stack            PostgreSQL, Redis, two servers, the gateway
  --folder FOLDER    where the state is kept, and histories that cannot be explained (histories)
  --keep             keeps the others too`;

/** After so many rounds everything is set up anew: a ledger with many events is slower, and another house is another chance. */
const ROUNDS_PER_HOUSE = 10;

interface State {
  rounds: number;
  operations: number;
  changes: number;
  crashes: number;
  seconds: number;
  checks: Record<string, number>;
  broken: number;
}

const nothingYet = (): State => ({
  ...{ rounds: 0, operations: 0, changes: 0, crashes: 0, seconds: 0, checks: {}, broken: 0 },
});

function readOptions() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      ...{ operations: text, round: text, people: text, seed: text, folder: text },
      ...{ embedded: flag, server: flag, stack: flag, keep: flag, help: flag },
    },
  });
  const mode: Mode = values.stack ? 'stack' : values.server ? 'server' : 'embedded';
  return {
    ...{ mode, help: values.help, isKept: values.keep, folder: values.folder ?? 'histories' },
    operations: whole(values.operations ?? '1e5'),
    round: whole(values.round ?? '20000'),
    people: whole(values.people ?? '48'),
    seed: whole(values.seed ?? '1'),
  };
}

function whole(text: string): number {
  const value = Number(text.replace(/[,_]/g, ''));
  if (!Number.isInteger(value) || value < 1) throw new Error(`“${text}” is no whole number.`);
  return value;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  const { mode, folder, seed } = options;
  mkdirSync(folder, { recursive: true });
  const stateFile = join(folder, `state-${mode}-${String(seed)}.json`);
  const state = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as State) : nothingYet();
  let house: House | undefined;
  let isStopped = false;
  process.once('SIGINT', () => (isStopped = true));
  try {
    while (state.operations < options.operations && !isStopped) {
      const draw = seededDraw(seed * 1_000_003 + state.rounds);
      house ??= await openHouse(mode, draw);
      await playOne(house, options, state, draw);
      writeFileSync(stateFile, JSON.stringify(state));
      if (state.rounds % ROUNDS_PER_HOUSE !== 0) continue;
      await house.stop();
      house = undefined;
    }
  } finally {
    await house?.stop();
  }
  for (const [rule, count] of Object.entries(state.checks))
    console.log(`  ${rule}: ${inWords(count)} checked`);
  const { operations, rounds, crashes, broken } = state;
  console.log(
    `${inWords(operations)} operations in ${inWords(rounds)} rounds, ${inWords(crashes)} crashes, ${inWords(broken)} rounds that cannot be explained.`,
  );
  if (broken > 0) process.exitCode = 1;
}

async function playOne(
  house: House,
  { folder, mode, operations, round, people, seed, isKept }: ReturnType<typeof readOptions>,
  state: State,
  draw: () => number,
): Promise<void> {
  const number = state.rounds + 1;
  // Every other round is disturbed.
  const crashes = number % 2 === 0 ? 1 + Math.floor(3 * draw()) : 0;
  const file = join(folder, `${mode}-${String(seed)}-${String(number)}.ndjson`);
  const plan = { number, operations: round, people, crashes, seed: Math.floor(draw() * 2 ** 32) };
  const { report, logFile, seconds } = await playRound(house, plan, file);
  const isBroken = report.verdicts.some(({ broken }) => broken > 0);
  state.rounds++;
  state.operations += report.operations;
  state.changes += report.changes;
  state.crashes += crashes;
  state.seconds += seconds;
  state.broken += Number(isBroken);
  for (const { rule, checked } of report.verdicts) state.checks[rule] = (state.checks[rule] ?? 0) + checked;
  const share = ((100 * state.operations) / operations).toFixed(1);
  console.log(
    `${new Date().toISOString().slice(11, 19)}  round ${String(number)}: ${inWords(report.operations)} operations, ` +
      `${inWords(Math.round(report.operations / seconds))}/s, ${String(crashes)} crashes, ${isBroken ? 'NOT explained' : 'explained'} · ` +
      `${inWords(state.operations)} in all (${share} %)`,
  );
  if (isBroken) for (const line of wordsFor(report)) console.log(line);
  else if (!isKept) for (const each of [file, logFile]) rmSync(each);
}

const inWords = (count: number) => count.toLocaleString('en');

await main();

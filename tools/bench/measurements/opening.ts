import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, makeCookies } from '../load/cookies.ts';
import { load } from '../load/load.ts';
import type { Options } from '../options.ts';
import type { Figures } from '../report/figures.ts';
import { memoryOf, startProbedServer, type Memory } from '../rig/memory.ts';
import { LARGE_HALL, type BenchServer, type Rig } from '../rig/rig.ts';
import { scenarios } from './scenarios.ts';

const FILLING_SECONDS_MAX = 600;
const SOLD = 'sold';
const UNSOLD = 'unsold';

/**
 * Sells most of a hall, and measures what a seat that is sold weighs in the server that sold it; then starts
 * servers anew, measures how long the first who asks for that event waits, and what a sold seat weighs now.
 */
export async function measureOpening(
  rig: Rig,
  options: Options,
  figures: Figures,
  log: (line: string) => void,
): Promise<void> {
  if (!options.wants('opening')) return;
  log(`\nSelling ${options.sold} seats …`);
  const soldCount = await sell(rig, options, figures);
  for (let round = 1; round <= options.rounds; round++) {
    const server = await startProbedServer(rig);
    const fresh = await memoryOf(rig, server);
    figures.add('opening-ms', await firstGet(server, SOLD));
    const withSold = await memoryOf(rig, server);
    figures.add('opening-unsold-ms', await firstGet(server, UNSOLD));
    const withBoth = await memoryOf(rig, server);
    // What the hall itself takes, sold or not, is not counted to the seats sold.
    const sold = difference(withSold, fresh);
    const unsold = difference(withBoth, withSold);
    figures.add('reopened-seat-bytes', (sold.usedBytes - unsold.usedBytes) / soldCount);
    await server.stop();
  }
}

/** Resolves to how many were sold: some of the last to ask have left before they were answered. */
async function sell(rig: Rig, options: Options, figures: Figures): Promise<number> {
  const server = await startProbedServer(rig);
  const cookiesFile = join(rig.folder.path, 'buyers');
  const cookies = await makeCookies(server.url, rig.sessionSecret, options.sold);
  writeFileSync(cookiesFile, linesOf(cookies));
  for (const event of [SOLD, UNSOLD]) await rig.createEvent(server, event, LARGE_HALL);
  await firstGet(server, SOLD);
  const before = await memoryOf(rig, server);
  await load(rig.folder, server.url, scenarios.reserve.template(server.url, SOLD), {
    seconds: FILLING_SECONDS_MAX,
    connections: options.connections,
    requestsMax: options.sold,
    cookiesFile,
  });
  const sold = await countChanges(server);
  if (sold < options.sold - options.connections)
    throw new Error(`Of ${options.sold} seats ${sold} were sold.`);
  const after = difference(await memoryOf(rig, server), before);
  figures.set('seat-bytes', [after.usedBytes / sold]);
  figures.set('seat-resident-bytes', [after.residentBytes / sold]);
  await server.stop();
  return sold;
}

/** Of the event so far: each sold one seat. */
async function countChanges(server: BenchServer): Promise<number> {
  const answer = await fetch(`${server.url}/api/v1/events/${SOLD}/changes?after=0`);
  return ((await answer.json()) as { sequence: number }).sequence;
}

/** Milliseconds until the event's page is answered. */
async function firstGet(server: BenchServer, event: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${server.url}/api/v1/events/${event}`);
  await answer.text();
  if (answer.status !== 200) throw new Error(`The event ${event} did not open: ${answer.status}`);
  return performance.now() - startedAt;
}

const difference = (a: Memory, b: Memory): Memory => ({
  residentBytes: a.residentBytes - b.residentBytes,
  usedBytes: a.usedBytes - b.usedBytes,
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Options } from '../options.ts';
import type { Figures } from '../report/figures.ts';
import { endsWith } from '../rig/child.ts';
import { memoryOf, startProbedServer } from '../rig/memory.ts';
import type { Rig } from '../rig/rig.ts';
import type { StreamTask } from './stream-clients.ts';

/** A small hall: what is measured is a change on its way to many, not a large snapshot. */
const HALL = { rows: 15, seats_per_row: 15 };
/** Files that a process has open beside its streams. */
const OTHER_FILES = 200;

/** How soon the last of many watchers has a change, and what each of them costs the server. */
export async function measureStreams(
  rig: Rig,
  options: Options,
  figures: Figures,
  log: (line: string) => void,
): Promise<void> {
  if (!options.wants('streams')) return;
  const clients = Math.min(options.streams, openFilesMax() - OTHER_FILES);
  if (clients < options.streams) {
    log(
      `\nA process may open ${openFilesMax()} files here (ulimit -n), so there will be ${clients} streams.`,
    );
  }
  const server = await startProbedServer(rig);
  const event = 'watched';
  // Nothing may run out while it is watched: that would be a change that nobody asked for.
  await rig.createEvent(server, event, HALL, { hold_ttl_seconds: 3_600 });
  await (await fetch(`${server.watchedUrl}/api/v1/events/${event}/seats`)).text();
  const before = await memoryOf(rig, server);

  const child = fork(fileURLToPath(new URL('stream-clients.ts', import.meta.url)), { detached: true });
  endsWith(rig.folder, child);
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('The watchers ended.')));
  failed.catch(() => undefined);
  const startedAt = performance.now();
  child.send({
    url: server.url,
    watchedUrl: server.watchedUrl,
    event,
    clients,
    changes: options.changes,
  } satisfies StreamTask);
  await Promise.race([once(child, 'message'), failed]);
  log(`\n${clients} streams were opened in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  const after = await memoryOf(rig, server);
  child.send('go on');
  const [latenciesMs] = (await Promise.race([once(child, 'message'), failed])) as [number[]];
  await server.stop();

  figures.set('stream-clients', [clients]);
  figures.set('stream-latency-ms', latenciesMs);
  figures.set('stream-resident-bytes', [(after.residentBytes - before.residentBytes) / clients]);
  figures.set('stream-used-bytes', [(after.usedBytes - before.usedBytes) / clients]);
}

/** Node raises its limit to what the system allows; that limit counts for the server and for the watchers. */
function openFilesMax(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1] ?? '';
    return hard === 'unlimited' ? Infinity : Number(hard);
  } catch {
    return Infinity;
  }
}

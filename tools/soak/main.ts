import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { archive } from '../archive/archive.ts';
import { seededDraw } from '../rig/seeded-draw.ts';
import { EVENT, openHouse, type House } from './house.ts';
import { Arrivals, findCapacity } from './load.ts';
import type { Place } from './life.ts';
import { readOptions, usage, UsageError, type Options } from './options.ts';
import { drawPlots, page } from './plots.ts';
import type { Sample } from './sample.ts';
import { Sampler } from './sampler.ts';
import { Tally } from './tally.ts';
import { judge, type Judged } from './verdict.ts';
import { Watchers } from './watchers.ts';
import { Wires } from './wires.ts';

const SAMPLE_MS = 5_000;
/** Between a day that is over and its keys forgotten: servers forget once a minute. */
const FORGETTING_TAKES_S = 60;
/** Answers that are part of any sale; of others, and of none, hardly any may be. */
const USUAL = /^(?:\w+ (?:20[0-4]|409|404|503)|retry (?:same|refused)|no room)$/;
const UNUSUAL_SHARE_MAX = 0.001;

const say = (line: string): void => console.error(line);

/** `npm run soak`: does a part of what can be done for long, and says whether everything stays level. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  mkdirSync(options.out, { recursive: true });
  say(`Starting (${options.mode}); everything is left in ${options.out} …`);
  const house = await openHouse(options);
  try {
    return await soak(options, house);
  } finally {
    await house.stop();
  }
}

async function soak(options: Options, house: House): Promise<number> {
  const random = seededDraw(options.seed);
  const place: Place = {
    ...{ seats: options.seats, wires: new Wires(house.urls), tally: new Tally(), random },
    ...{ thinkShare: 1, held: [] },
  };
  const watchers = new Watchers(house.urls, random);
  watchers.start(options.streams);
  const { requestsPerS, requestsPerLife } = await findCapacity(place, options.rate !== undefined, say);
  const rate = options.rate ?? requestsPerS * options.share;
  const capacity = `${Math.round(requestsPerS)} requests a second`;
  say(options.rate === undefined ? `Capacity: ${capacity}; from now on ${Math.round(rate)}.` : capacity);

  const errors = new Set<string>();
  const arrivals = new Arrivals(place, rate / requestsPerLife, (error) => errors.add(String(error)));
  const sampler = await Sampler.open(house);
  const archiving = archiveAgain(options, house);
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const coming = arrivals.run(options.minutes * 60);
  place.tally.take();
  let lastAt = startedAt;
  const endAt = startedAt + options.minutes * 60_000;
  for (let n = 1; lastAt + SAMPLE_MS <= endAt; n++) {
    // From the last one, not by the clock: where the machine stood still, no samples of a moment make up for it.
    await delay(lastAt + SAMPLE_MS - performance.now());
    const { kinds, outcomes, requests } = place.tally.take();
    const now = performance.now();
    const sample: Sample = {
      ...{ seconds: (now - startedAt) / 1_000, requestsPerS: (requests / (now - lastAt)) * 1_000 },
      ...{ kinds, outcomes, people: arrivals.people, streams: watchers.open },
      ...{ streamsDropped: watchers.counts.dropped, connections: place.wires.count },
      ...{ machineLoad: loadavg()[0] ?? NaN, archivedTo: archiving.to() },
      look: await sampler.look(),
    };
    lastAt = now;
    samples.push(sample);
    appendFileSync(join(options.out, 'samples.ndjson'), `${JSON.stringify(sample)}\n`);
    if (n % 6 === 0) say(progress(sample));
  }
  await coming;
  await archiving.stop();
  await arrivals.end();
  const judged = judge(samples);
  const sent = samples.reduce((sum, sample) => sum + sample.requestsPerS, 0) / samples.length;
  const most = options.rate === undefined ? `; capacity: ${capacity}` : '';
  const what = `A soak of ${options.minutes} minutes (${options.mode}) at ${Math.round(sent)} requests a second${most}`;
  writeFileSync(join(options.out, 'soak.html'), page(what, samples, judged));
  writeFileSync(join(options.out, 'soak.svg'), drawPlots(samples));
  watchers.close();
  place.wires.close();
  await sampler.close();
  return report(what, samples, judged, [...errors, ...archiving.failures]);
}

/** Runs the archive command's work again and again. */
function archiveAgain({ archiveMinutes, dayMinutes, out }: Options, house: House) {
  let isOver = false;
  let archivedTo = 0;
  const failures: string[] = [];
  let wake = (): void => undefined;
  const running = (async () => {
    while (!isOver) {
      const pause = new AbortController();
      wake = () => pause.abort();
      await delay(archiveMinutes * 60_000, undefined, { signal: pause.signal }).catch(() => undefined);
      if (isOver) return;
      try {
        const startedAt = performance.now();
        const { changes, removed } = await archive({
          ...{ url: house.urls[0] ?? '', token: house.token, event: EVENT, folder: join(out, 'archive') },
          olderThanSeconds: dayMinutes * 60 + FORGETTING_TAKES_S,
        });
        archivedTo += changes;
        const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
        say(`Archived ${changes} changes and removed ${removed} in ${seconds} s.`);
      } catch (error) {
        failures.push(`archiving: ${String(error)}`);
        say(failures.at(-1) ?? '');
      }
    }
  })();
  const stop = async (): Promise<void> => {
    isOver = true;
    wake();
    await running;
  };
  return { to: () => archivedTo, failures, stop };
}

function progress({ seconds, requestsPerS, kinds, look, machineLoad, people }: Sample): string {
  const mb = (bytes: number | undefined) => `${Math.round((bytes ?? 0) / 1e6)} MB`;
  const { p50 = NaN, p99 = NaN } = kinds['all'] ?? {};
  return (
    `${(seconds / 60).toFixed(1)} min: ${Math.round(requestsPerS)}/s, ${people} people, p50 ${p50.toFixed(1)} ms, ` +
    `p99 ${p99.toFixed(0)} ms, RSS ${mb(look.rssBytes)}, heap ${mb(look.heapBytes)}, ` +
    `changes ${look.database?.keptChanges ?? '–'}, keys ${look.database?.keptKeys ?? '–'}, load ${machineLoad.toFixed(1)}`
  );
}

function report(
  what: string,
  samples: readonly Sample[],
  judged: readonly Judged[],
  errors: readonly string[],
): number {
  const outcomes = new Map<string, number>();
  for (const sample of samples) {
    for (const [name, count] of Object.entries(sample.outcomes)) {
      outcomes.set(name, (outcomes.get(name) ?? 0) + count);
    }
  }
  console.log(`${what}:`);
  for (const { what: figure, growth, bound, isLevel } of judged) {
    console.log(
      `${isLevel ? 'level    ' : 'NOT LEVEL'} ${figure}: ${(growth * 100).toFixed(1)} % (${bound * 100} %)`,
    );
  }
  console.log(
    [...outcomes]
      .sort()
      .map(([name, count]) => `${name}: ${count}`)
      .join(', '),
  );
  const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const unusual = [...outcomes].filter(([name]) => !USUAL.test(name));
  const unusualCount = unusual.reduce((sum, [, count]) => sum + count, 0);
  const hasTooMany = unusualCount > total * UNUSUAL_SHARE_MAX;
  if (hasTooMany)
    console.log(`Too many unusual answers: ${unusual.map(([name, n]) => `${name} ${n}`).join(', ')}`);
  const differing = outcomes.get('retry differs') ?? 0;
  if (differing > 0) console.log(`${differing} retries were answered otherwise than what they repeated.`);
  for (const error of errors) console.log(error);
  const isWell = !hasTooMany && differing === 0 && errors.length === 0;
  return isWell && judged.every(({ isLevel }) => isLevel) ? 0 : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error);
    process.exitCode = 2;
  },
);

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { canonicalPlan } from '../../server/src/plans/canonical.ts';
import { templates } from '../../server/src/plans/templates/index.ts';
import { History, logFileBeside } from '../../rehearsal/src/history/history.ts';
import { Organiser, OrganiserRefused } from '../../rehearsal/src/organiser/organiser.ts';
import { rehearse } from '../../rehearsal/src/rehearse.ts';
import { writeReport } from '../../rehearsal/src/report/report.ts';
import { summarise } from '../../rehearsal/src/report/summary.ts';
import { rehearsalEventId, type RehearsalSettings, type Stage } from '../../rehearsal/src/settings.ts';
import { Wire } from '../../rehearsal/src/wire/wire.ts';
import { readOptions, usage, UsageError, type Options } from './options.ts';
import { openSetUp, type SetUp } from './set-up.ts';
import { progressLine, resultLines } from './terminal.ts';

/** `npm run rehearsal`: a sale with scripted people, on a set-up that runs or on one that is started for it. */

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
/** A line every so many seconds; the first one and those around the opening come anyway. */
const SAY_EVERY = 5;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) {
    console.log(usage);
    return;
  }
  const stop = new AbortController();
  process.on('SIGINT', () => {
    if (stop.signal.aborted) process.exit(130);
    say('Ending early; what has happened is judged. Ctrl-C once more ends at once.');
    stop.abort();
  });
  const setUp = await openSetUp(options, say);
  try {
    await play(options, setUp, stop.signal);
  } finally {
    await setUp.stop();
  }
}

async function play(options: Options, setUp: SetUp, stop: AbortSignal): Promise<void> {
  const { people, openInMs, lastsMs, seed, pace, streams, language } = options;
  const settings: RehearsalSettings = {
    ...{ url: setUp.url, token: setUp.token, people, openInMs, lastsMs, seed, pace, streams },
    language,
    eventId: rehearsalEventId(new Date(), randomBytes(3).toString('hex')),
    stage: await stageOf(options, setUp),
  };
  say(
    `${people.toLocaleString('en')} people come to ${setUp.name} (seed ${String(seed)}): ${settings.eventId}`,
  );
  let said = 0;
  const history =
    options.history === undefined
      ? undefined
      : new History(options.history, options.url === undefined && !options.isStack);
  const result = await rehearse(
    settings,
    {
      progress: (progress) => {
        if (said++ % SAY_EVERY === 0) say(progressLine(progress));
      },
      ...(history === undefined ? {} : { history }),
    },
    stop,
  );
  const summary = summarise(result);
  writeFileSync(options.out, writeReport(result, summary));
  for (const line of resultLines(summary)) console.log(line);
  console.log(`\nThe report: ${options.out}`);
  if (options.history !== undefined) sayHistory(options.history, result.evidence.log ?? []);
  if (summary.verdicts.some(({ standing }) => standing === 'broken')) process.exitCode = 1;
}

function sayHistory(file: string, log: readonly string[]): void {
  const logFile = logFileBeside(file);
  writeFileSync(logFile, `${log.join('\n')}\n`);
  console.log(`The history: npm run check-history -- ${file} ${logFile}`);
}

async function stageOf({ event, plan, perMinute, inside }: Options, { url, token }: SetUp): Promise<Stage> {
  if (event !== undefined) return { copyOf: event };
  const { document } = canonicalPlan(templates[plan]());
  const wire = new Wire(url, undefined);
  const planId = await new Organiser(wire, token).bringPlan(document);
  wire.close();
  const prices = Object.fromEntries(
    document.categories.map(({ name }, i) => [name, 55_000 + 22_000 * i] as const),
  );
  return {
    hall: { plan: planId, currency: 'KRW', prices },
    room: { admittedPerMinute: perMinute, activeMax: inside },
  };
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
  else if (error instanceof OrganiserRefused) console.error(`The set-up refused: ${error.message}`);
  else console.error(`The rehearsal ended: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(error instanceof UsageError ? 2 : 1);
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Organiser } from '../../rehearsal/src/organiser/organiser.ts';
import { rehearse, type RunningRehearsal } from '../../rehearsal/src/rehearse.ts';
import { writeReport } from '../../rehearsal/src/report/report.ts';
import { summarise } from '../../rehearsal/src/report/summary.ts';
import { Wire } from '../../rehearsal/src/wire/wire.ts';
import { findChromium } from '../../scripts/lib/requirements.mjs';
import { canonicalPlan } from '../../server/src/plans/canonical.ts';
import { arenaPlan } from '../../server/src/plans/templates/index.ts';
import { languageOf } from '../rehearsal/options.ts';
import { progressLine, resultLines } from '../rehearsal/terminal.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { FAULTS } from './faults.ts';
import { Visitor, type VisitorStory } from './visitor.ts';

/** `npm run rush`: a rehearsal with everything that can go wrong in a sale, and one person with a browser. */

const usage = `Usage: npm run rush -- [--people 20000] [--servers 3] [--seed 1] [--no-browser] [--out FOLDER]

Rehearses the sale of 12,000 seats with so many scripted people and one in a browser, with servers behind the
gateway; kills Redis once and a server twice; compares what everybody was told with the exported log.

  --people N         how many come (20000)
  --servers N        how many servers (3)
  --seed N           draws another crowd (1)
  --per-minute N     how many the doors let in (3600)
  --inside N         how many may be inside at once (800)
  --gather-seconds N how long they line up before the opening (60)
  --sale-seconds N   when everybody goes home at the latest (420)
  --no-browser       nobody comes with a browser
  --out FOLDER       keeps the log, the report, and pictures of the browser`;

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number.`);
  return value;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '20000' },
      servers: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      'per-minute': { type: 'string', default: '3600' },
      inside: { type: 'string', default: '800' },
      'gather-seconds': { type: 'string', default: '60' },
      'sale-seconds': { type: 'string', default: '420' },
      browser: { type: 'boolean', default: true },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  return {
    help: values.help,
    out: values.out,
    hasBrowser: values.browser,
    people: whole(values.people, 'people'),
    servers: whole(values.servers, 'servers'),
    seed: whole(values.seed, 'seed'),
    perMinute: whole(values['per-minute'], 'per-minute'),
    inside: whole(values.inside, 'inside'),
    gatherMs: 1_000 * whole(values['gather-seconds'], 'gather-seconds'),
    saleMs: 1_000 * whole(values['sale-seconds'], 'sale-seconds'),
  };
}

type Options = ReturnType<typeof readOptions>;

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
const SAY_EVERY = 10;

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  if (options.out !== undefined) mkdirSync(options.out, { recursive: true });
  const stack = await startStack({
    instances: options.servers,
    log: say,
    // One machine pretends to be a city: the gateway believes the names that the crowd goes by.
    gatewayEnv: { TRUST_USER_HEADER: 'true' },
  });
  try {
    await play(options, stack);
  } finally {
    await stack.stop();
  }
}

async function play(options: Options, stack: Stack): Promise<void> {
  const { people, seed, perMinute: admittedPerMinute, inside: activeMax } = options;
  const [url, token] = [stack.gatewayUrl, stack.secrets.adminToken];
  const extras = new Extras(options, stack);
  let said = 0;
  try {
    const result = await rehearse(
      {
        ...{ url, token, people, seed, pace: 1, streams: 50, eventId: 'rehearsal-rush' },
        ...{ openInMs: options.gatherMs, lastsMs: options.saleMs },
        language: languageOf(process.env),
        stage: { hall: await arena(url, token), room: { admittedPerMinute, activeMax } },
      },
      {
        progress: (progress) => {
          if (said++ % SAY_EVERY === 0) say(progressLine(progress));
        },
        started: (running) => extras.start(running),
        over: () => extras.end(),
      },
      new AbortController().signal,
    );
    const summary = summarise(result);
    for (const line of resultLines(summary)) console.log(line);
    for (const { rule, what } of result.judgement.violations.slice(0, 20)) console.log(`  ${rule}: ${what}`);
    if (extras.story !== undefined) console.log(told(extras.story, result.opensAt));
    if (options.out !== undefined) {
      writeFileSync(join(options.out, 'log.ndjson'), `${(result.evidence.log ?? []).join('\n')}\n`);
      writeFileSync(join(options.out, 'report.html'), writeReport(result, summary));
    }
    if (summary.verdicts.some(({ standing }) => standing !== 'held')) process.exitCode = 1;
  } finally {
    await extras.visitor?.leave();
  }
}

/** What a rush has beside the crowd: faults, and a person with a browser. */
class Extras {
  visitor: Visitor | undefined;
  story: VisitorStory | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: Options,
    private readonly stack: Stack,
  ) {}

  start({ event, records, clock }: RunningRehearsal): void {
    const faults = FAULTS.map(async (fault) => {
      await delay(Math.max(0, clock.opensAt + fault.afterOpeningMs - Date.now()));
      say(fault.what);
      await fault.happen(this.stack);
    });
    const visit = async () => {
      if (!this.options.hasBrowser) return;
      this.visitor = await Visitor.come(this.stack.gatewayUrl, event.id, records, {
        executablePath: findChromium(),
        pictures: this.options.out,
      });
      this.story = await this.visitor.buy(clock);
    };
    this.running = Promise.all([...faults, visit()]);
  }

  async end(): Promise<ReadonlySet<number>> {
    await this.running;
    const sequence = this.story?.ticket?.sequence;
    return new Set(sequence === undefined ? [] : [sequence]);
  }
}

async function arena(url: string, token: string) {
  const { document } = canonicalPlan(arenaPlan());
  const wire = new Wire(url, undefined);
  const plan = await new Organiser(wire, token).bringPlan(document);
  wire.close();
  const prices = document.categories.map(({ name }, i) => [name, 55_000 + 22_000 * i] as const);
  return { plan, currency: 'KRW', prices: Object.fromEntries(prices) };
}

function told({ seen, ticket }: VisitorStory, opensAt: number): string {
  const steps = seen.map(({ at, what }) => `${what} at ${((at - opensAt) / 1_000).toFixed(1)} s`);
  const end =
    ticket === undefined
      ? 'no ticket, and was told that no seat was left'
      : `a ticket for ${ticket.seatCount} seats (change ${ticket.sequence})`;
  return `The person in the browser saw ${steps.join(', ')}, and has ${end}.`;
}

await main();

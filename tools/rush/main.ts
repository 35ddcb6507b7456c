import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findChromium } from '../../scripts/lib/requirements.mjs';
import { seededDraw } from '../rig/seeded-draw.ts';
import { audit } from './audit.ts';
import { sendCrowd } from './crowd.ts';
import { FAULTS } from './faults.ts';
import { EVENT, House, SEATS } from './house.ts';
import { report } from './report.ts';
import { Visitor } from './visitor.ts';
import { LineWatch } from './watch-line.ts';
import { Wire } from './wire.ts';

/** `npm run rush`: the minute the sale opens, with everything that can go wrong in it, and the proof that nothing did. */

const usage = `Usage: npm run rush -- [--people 20000] [--servers 3] [--seed 1] [--no-browser] [--out FOLDER]

Opens the sale of ${SEATS.toLocaleString('en')} seats for so many scripted people and one in a browser, with servers behind
the gateway; kills Redis once and a server twice; compares what everybody was told with the exported log.

  --people N         how many come (20000)
  --servers N        how many servers (3)
  --seed N           draws another crowd (1)
  --per-minute N     how many the doors let in (3600)
  --inside N         how many may be inside at once (800)
  --gather-seconds N how long they line up before the opening (60)
  --sale-seconds N   when everybody goes home at the latest (420)
  --no-browser       nobody comes with a browser
  --out FOLDER       keeps the log, what the clients recorded, and pictures of the browser`;

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

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  if (options.out !== undefined) mkdirSync(options.out, { recursive: true });
  const house = await House.open(options.servers, say);
  let visitor: Visitor | undefined;
  try {
    const gathersAt = Date.now() + 3_000;
    const opensAt = gathersAt + options.gatherMs;
    await house.putOnSale(opensAt, {
      admittedPerMinute: options.perMinute,
      activeMax: options.inside,
      turnTtlSeconds: 60,
    });
    const url = house.stack.gatewayUrl;
    const crowd = sendCrowd({
      ...{ url, event: EVENT, people: options.people, gathersAt, opensAt },
      random: seededDraw(options.seed),
    });
    say(
      `${options.people} people line up (seed ${options.seed}); the sale opens in ${options.gatherMs / 1_000} s.`,
    );
    const watch = new LineWatch(new Wire(url, '127.2.0.1'), EVENT, options.inside, crowd.records);
    watch.start();
    if (options.hasBrowser)
      visitor = await Visitor.come(url, EVENT, crowd.records, {
        executablePath: findChromium(),
        pictures: options.out,
      });
    const story = visitor?.buy(crowd.clock);
    const faults = FAULTS.map(async (fault) => {
      await delay(Math.max(0, opensAt + fault.afterOpeningMs - Date.now()));
      say(fault.what);
      await fault.happen(house.stack);
    });
    await untilOver(house, crowd, opensAt + options.saleMs, watch);
    await crowd.gone;
    await Promise.all(faults);
    const told = await story;
    watch.stop();

    const log = await house.log();
    const line = await watch.lastAnswer();
    const findings = await audit({
      ...{ log, records: crowd.records, samples: watch.samples },
      ...{ preQueued: line.preQueued, seed: line.seed, shown: told?.ticket },
    });
    const text = report({ options, opensAt, records: crowd.records, watch, story: told, findings });
    console.log(`\n${text}`);
    if (options.out !== undefined) {
      writeFileSync(join(options.out, 'log.ndjson'), `${log.join('\n')}\n`);
      writeFileSync(join(options.out, 'report.txt'), text);
    }
    if (findings.violations.length > 0) process.exitCode = 1;
  } finally {
    await visitor?.leave();
    await house.stack.stop();
  }
}

/** The sale is over when every seat is reserved, or when it is time to go home. */
async function untilOver(
  house: House,
  { clock, gone }: ReturnType<typeof sendCrowd>,
  endsAt: number,
  watch: LineWatch,
): Promise<void> {
  let everybodyIsGone = false;
  void gone.then(() => (everybodyIsGone = true));
  for (let i = 0; Date.now() < endsAt && !everybodyIsGone; i++) {
    await delay(1_000);
    const left = await house.seatsLeft();
    if (i % 10 === 9) {
      const last = watch.samples.at(-1);
      say(
        `${left ?? '?'} seats left; ${last?.waiting ?? 0} wait, ${last?.active ?? 0} inside, ${last?.state ?? ''}`,
      );
    }
    if (left === 0) {
      say('Every seat is sold.');
      clock.end('sold out');
      return;
    }
  }
  say(everybodyIsGone ? 'Everybody is through.' : 'It is time to go home.');
  clock.end('time');
}

await main();

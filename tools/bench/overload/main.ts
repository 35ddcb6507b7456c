import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readEvents } from '../../rig/read-events.ts';
import { crowd, type CrowdResult } from './crowd.ts';
import { modes, openHouse, putEvent, residentPeakMb, type House, type Mode } from './house.ts';

/**
 * What is sold while far more people want seats than can be served. Needs Linux, PostgreSQL, Redis, nginx and a build.
 *
 *     node --conditions=jari-source --import tsx tools/bench/overload/main.ts [--mode embedded|server|full]
 */
const ROWS = 200;
const SEATS = ROWS * 500;
const WARM_UP_S = 4;
const SECONDS = 10;
/** The crowd that one event serves best, and ten and twenty times as many. */
const PEAK = 320;
const CROWDS = [
  { name: 'as many as can be served', people: PEAK, isPolite: true },
  { name: '10×, back at once', people: 10 * PEAK, isPolite: false },
  { name: '10×, back when told', people: 10 * PEAK, isPolite: true },
  { name: '20×, back at once', people: 20 * PEAK, isPolite: false },
  { name: '20×, back when told', people: 20 * PEAK, isPolite: true },
];
const STREAMS = 20;

const { values } = parseArgs({ options: { mode: { type: 'string' } } });
const wanted = modes.filter((mode) => values.mode === undefined || values.mode === mode);

for (const mode of wanted) await measure(mode);

async function measure(mode: Mode): Promise<void> {
  console.log(`\n${mode}`);
  const house = await openHouse(mode);
  try {
    let peak = NaN;
    for (const [i, { name, people, isPolite }] of CROWDS.entries()) {
      const event = `crowd-${i}`;
      await putEvent(house, event, ROWS);
      const streams = await watch(house, event);
      const result = await crowd({
        ...{ url: house.url, event, seats: SEATS, people, isPolite },
        ...{ warmUpS: WARM_UP_S, seconds: SECONDS },
      });
      if (i === 0) peak = result.reservationsPerS;
      console.log(line(name, result, peak, residentPeakMb(house), streams));
      streams.stop();
      await delay(2_000);
    }
  } finally {
    await house.stop();
  }
}

function line(name: string, result: CrowdResult, peak: number, memoryMb: number, streams: Watch): string {
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;
  return [
    name.padEnd(26),
    `sold ${Math.round(result.reservationsPerS)}/s (${(result.reservationsPerS / peak).toFixed(2)})`,
    `asked ${Math.round(result.requestsPerS)}/s`,
    `served in ${Math.round(result.acceptedMsP50)} ms, p99 ${Math.round(result.acceptedMsP99)} ms`,
    `holds refused ${result.holdsRefused}`,
    `confirms refused ${share(result.confirmsRefused, result.confirms)}`,
    `served at return ${share(result.servedAtReturn, 1)}`,
    `no answer ${result.unanswered}`,
    `streams ${streams.alive()}/${STREAMS}, silent at most ${Math.round(streams.silenceMaxMs())} ms`,
    `${Math.round(memoryMb)} MB`,
  ].join(', ');
}

interface Watch {
  alive(): number;
  silenceMaxMs(): number;
  stop(): void;
}

/** People who are there already and watch: their streams must go on. */
async function watch(house: House, event: string): Promise<Watch> {
  const abort = new AbortController();
  const heardAt: number[] = [];
  let silenceMaxMs = 0;
  let alive = 0;
  for (let i = 0; i < STREAMS; i++) {
    const answer = await fetch(`${house.url}/api/v1/events/${event}/stream`, { signal: abort.signal });
    if (!answer.ok) throw new Error(`no stream: ${answer.status}`);
    alive++;
    void (async () => {
      try {
        for await (const { event: name } of readEvents(answer)) {
          if (name === undefined) continue;
          const now = performance.now();
          silenceMaxMs = Math.max(silenceMaxMs, now - (heardAt[i] ?? now));
          heardAt[i] = now;
        }
      } catch {
        // Ended by us, or cut: counted below.
      }
      alive--;
    })();
  }
  return { alive: () => alive, silenceMaxMs: () => silenceMaxMs, stop: () => abort.abort() };
}

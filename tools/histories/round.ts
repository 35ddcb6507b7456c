import type { EventInput } from '@jari/contract';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { headerOf } from '../../rehearsal/src/history/header.ts';
import { History, logFileBeside } from '../../rehearsal/src/history/history.ts';
import { MarkedEvent } from '../../rehearsal/src/organiser/marked-event.ts';
import { Organiser } from '../../rehearsal/src/organiser/organiser.ts';
import { Records } from '../../rehearsal/src/records/records.ts';
import { seededDraw } from '../../rehearsal/src/seeded-draw.ts';
import { StreamWatches } from '../../rehearsal/src/watch/stream-watches.ts';
import { Wire } from '../../rehearsal/src/wire/wire.ts';
import { checkHistory, type Report } from '../check-history/check.ts';
import { FileLines } from '../check-history/input/lines.ts';
import type { House } from './house.ts';
import { Gate, LeanWire } from './lean-wire.ts';
import { Life, type Place } from './life.ts';

export interface RoundPlan {
  readonly seed: number;
  readonly number: number;
  /** About so many are done before everybody goes home. */
  readonly operations: number;
  /** So many are there at any time. */
  readonly people: number;
  /** How often a server is killed meanwhile. */
  readonly crashes: number;
}

export interface Round {
  readonly report: Report;
  readonly historyFile: string;
  readonly logFile: string;
  readonly seconds: number;
}

/** A hall in which people hardly meet, and one in which they always do. */
const HALLS = [
  { rows: 16, seats_per_row: 25 },
  { rows: 4, seats_per_row: 10 },
];
const HOLD_TTL_SECONDS = 2;
const STREAMS = 4;
/** Behind the addresses that others come from. */
const WATCHED_SETTLE_MS = 300;

/** Plays one sale of an event of its own and decides whether it can be explained. */
export async function playRound(house: House, plan: RoundPlan, file: string): Promise<Round> {
  const history = new History(file, house.isOneServer);
  const wire = new Wire(house.url, undefined, history);
  const organiser = new Organiser(wire, house.token);
  const draw = seededDraw(plan.seed);
  try {
    const hasWaitingRoom = draw() < 0.25;
    const event = await organiser.open(
      `rehearsal-history-${String(plan.number)}`,
      inputFor(hasWaitingRoom, draw() < 0.6 ? HALLS[0] : HALLS[1]),
    );
    history.open(headerOf(event, house.isOneServer));
    const streams = new StreamWatches(house.url, event, new Records(), STREAMS, history);
    streams.start();
    const startedAt = performance.now();
    await sell(house, plan, event, history, draw);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { body } = await wire.ask({ method: 'GET', path: `${event.path}/states`, by: 'the house' });
    await streams.haveSeen(Number(body['sequence'] ?? 0));
    // What is still on its way to somebody may be; whoever was cut off comes back within a second.
    await delay(WATCHED_SETTLE_MS);
    await streams.stop();
    history.logIsRead();
    const logFile = logFileBeside(file);
    writeFileSync(logFile, `${(await organiser.log(event)).join('\n')}\n`);
    await history.close();
    return { report: check(file, logFile), historyFile: file, logFile, seconds };
  } finally {
    await history.close();
    wire.close();
  }
}

function inputFor(hasWaitingRoom: boolean, hall: (typeof HALLS)[number] | undefined): EventInput {
  return {
    ...{ title: 'A history', venue: 'Here', starts_at: '2099-01-01T19:00:00Z' },
    ...(hall === undefined ? {} : { hall }),
    ...{ currency: 'KRW', prices: { standard: 10_000 } },
    rules: { hold_ttl_seconds: HOLD_TTL_SECONDS, max_seats_per_user: 4, is_rehearsal: true },
    waiting_room: hasWaitingRoom
      ? {
          ...{ admitted_per_minute: 60_000, active_max: 10_000, turn_ttl_seconds: 600 },
          ...{ pre_queue_minutes: 0, order: 'arrival' },
        }
      : null,
  };
}

/** Everybody comes, lives, and is followed by another, until enough has been done. */
async function sell(
  house: House,
  { number, operations, people, crashes }: RoundPlan,
  event: MarkedEvent,
  history: History,
  draw: () => number,
): Promise<void> {
  const place: Place = {
    ...{ path: event.path, event: event.id, seatCount: event.seatCount, states: '', made: [] },
    ...{ holdTtlMs: 1_000 * HOLD_TTL_SECONDS, isDefault: false },
    hasWaitingRoom: event.details.waiting_room !== null,
  };
  const gate = new Gate();
  const isEnough = () => history.operations >= operations;
  const lives = Array.from({ length: people }, async (_, i) => {
    const address = `127.2.${String(i >> 7)}.${String((i & 127) + 1)}`;
    const wire = () => new LeanWire(house.url, address, history, gate);
    const wires = [wire(), wire()] as const;
    const random = seededDraw(Math.floor(draw() * 2 ** 32));
    for (let n = 0; !isEnough(); n++) {
      await new Life(`r${String(number)}.${String(i)}.${String(n)}`, wires, random, place).live();
    }
    for (const each of wires) each.close();
  });
  const crashing = (async () => {
    for (let crash = 1; crash <= crashes; crash++) {
      while (history.operations < (operations * crash) / (crashes + 1)) await delay(20);
      await house.crash(() => gate.close());
      gate.open();
    }
  })();
  await Promise.all([...lives, crashing]);
}

function check(file: string, logFile: string): Report {
  const [historyLines, logLines] = [new FileLines(file), new FileLines(logFile)];
  try {
    return checkHistory(historyLines, logLines);
  } finally {
    historyLines.close();
    logLines.close();
  }
}

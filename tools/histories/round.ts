import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { History, logFileBeside } from '../../rehearsal/src/history/history.ts';
import { seededDraw } from '../rig/seeded-draw.ts';
import { Wire } from '../../rehearsal/src/wire/wire.ts';
import { checkHistoryFiles, type Report } from '../check-history/check.ts';
import type { House } from './house.ts';
import { Gate, LeanWire } from './lean-wire.ts';
import { Life, type Place } from './life.ts';
import { openDefaultStage, openOwnStage, type Stage } from './stage.ts';

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
  readonly logFile: string;
  readonly seconds: number;
}

/** Of so many rounds one is played where seats are given without a choice. */
const DEFAULT_SHARE = 0.2;
/** What is still on its way to those who watch. */
const SETTLE_MS = 300;

/** Plays one sale of an event and decides whether it can be explained. */
export async function playRound(house: House, plan: RoundPlan, file: string): Promise<Round> {
  const history = new History(file, house.isOneServer);
  const wire = new Wire(house.url, undefined, history);
  const draw = seededDraw(plan.seed);
  let stage: Stage | undefined;
  try {
    const isDefault = draw() >= 1 - DEFAULT_SHARE;
    stage = isDefault
      ? await openDefaultStage(house, wire)
      : await openOwnStage(house, wire, history, plan.number, draw);
    history.open(stage.header);
    stage.streams?.start();
    const startedAt = performance.now();
    await sell(house, plan, stage, history, draw);
    const seconds = (performance.now() - startedAt) / 1_000;
    const path = `/api/v1/events/${stage.header.event}/states`;
    const { body } = await wire.ask({ method: 'GET', path, by: 'the house' });
    await stage.streams?.haveSeen(Number(body['sequence'] ?? 0));
    await delay(SETTLE_MS);
    await stage.streams?.stop();
    history.logIsRead();
    const logFile = logFileBeside(file);
    writeFileSync(logFile, `${(await stage.readLog()).join('\n')}\n`);
    await history.close();
    return { report: checkHistoryFiles(file, logFile), logFile, seconds };
  } finally {
    await stage?.streams?.stop();
    await history.close();
    wire.close();
  }
}

/** Everybody comes, lives, and is followed by another, until enough has been done. */
async function sell(
  house: House,
  { number, operations, people, crashes }: RoundPlan,
  { header, details }: Stage,
  history: History,
  draw: () => number,
): Promise<void> {
  const place: Place = {
    ...{ path: `/api/v1/events/${header.event}`, event: header.event, seatCount: header.seats },
    ...{ holdTtlMs: header.hold_ttl_ms, states: '', made: [] },
    hasWaitingRoom: details.waiting_room !== null,
    isDefault: header.event === 'default',
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

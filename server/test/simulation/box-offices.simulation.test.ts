import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import type { ReservedAnswer } from '../../src/domain/command.ts';
import type { Event } from '../../src/domain/event.ts';
import { follows } from '../../src/domain/log-chain.ts';
import { audit } from '../support/auditor.ts';
import { auditLine } from '../support/line-auditor.ts';
import { smallEvent, START } from '../support/hall.ts';
import { seedOfThisRun } from '../support/seeded-random.ts';
import { Audience } from './audience.ts';
import { GRACE_MS, PRICE, SETTLE_MS, World, type Weather } from './world.ts';

const RUNS = 40;
const STEPS = 120;
const OPENS_IN_MS = 500;
/** In the middle of most runs. */
const CLOSES_IN_MS = 120_000;
/** The patience of a box office, and the longest that an append hangs. */
const LATE_MS = 20_000;

type Hours = Pick<Event, 'saleOpensAt' | 'saleClosesAt'>;

async function simulate(seed: number, weather: Weather): Promise<World> {
  const world = new World(seed, weather);
  // Clock steps move the opening and the closing of the sale, which are meant by the wall clock.
  const hasOpening = !weather.hasClockSteps && seed % 2 === 0;
  const hasClosing = !weather.hasClockSteps && seed % 3 === 0;
  const hours = {
    saleOpensAt: hasOpening ? START + OPENS_IN_MS : null,
    saleClosesAt: hasClosing ? START + CLOSES_IN_MS : null,
  };
  await world.begin(hours, seed % 5 < 2);
  const audience = new Audience(world, !weather.hasRestores);
  const unfinished: Promise<void>[] = [];
  for (let step = 0; step < STEPS; step++) {
    await world.pass();
    unfinished.push(audience.act());
  }
  await world.settle(unfinished);
  const changes = await checkLog(world, hours, weather);
  if (!weather.hasRestores) await checkAnswers(world, audience, changes);
  world.stop();
  return world;
}

/** The log breaks no promise, is one chain, and every instance has the hall that it leads to. */
async function checkLog(world: World, hours: Hours, weather: Weather): Promise<readonly Change[]> {
  const since = await world.ledger.changesSince('default', { sequence: 0 }, 1_000_000);
  if (since.reload) throw new Error(since.why);
  const { changes } = since;
  const rules = {
    ...smallEvent().rules,
    settleMs: SETTLE_MS,
    graceMs: GRACE_MS,
    ...hours,
    lateMs: LATE_MS,
    toleranceMs: weather.hasClockSteps ? 1_000 : 15,
    recordedAt: (change: Change) => world.whenRecorded(change),
  };
  expect(audit(changes, rules)).toEqual([]);
  expect(auditLine(changes, rules)).toEqual([]);
  changes.slice(1).forEach((change, i) => {
    expect(follows(changes[i]?.hash ?? '', change, world.ledger.store.logKey)).toBe(true);
  });

  const snapshot = await world.ledger.load('default');
  for (const { seatMap } of world.offices()) {
    expect(seatMap.sequence).toBe(snapshot?.position.sequence);
    expect(seatMap.head).toBe(snapshot?.position.head);
    expect(seatMap.stateText()).toBe(snapshot?.states);
    expect([...seatMap.line.all()]).toEqual(snapshot?.line);
    for (const place of snapshot?.places ?? []) {
      expect(seatMap.place(place.userId)).toMatchObject({
        hold: place.hold,
        reservations: place.reservations,
      });
    }
  }
  return changes;
}

/** Every answer that anybody got is true. */
async function checkAnswers(world: World, audience: Audience, changes: readonly Change[]): Promise<void> {
  for (const { answers, userId } of audience.reserved.values()) {
    // One key, one answer, one reservation.
    const [{ sequence }] = answers as [ReservedAnswer];
    expect(new Set(answers.map(({ code, sequence: same }) => `${code} ${same}`)).size).toBe(1);
    const record = await world.ledger.findReservation({ eventId: 'default', sequence });
    if (record === undefined) throw new Error(`reservation ${sequence} is gone`);
    expect(record).toMatchObject({ userId, code: answers[0]?.code, currency: 'KRW' });
    for (const { amounts, seatIds } of [...answers, record])
      expect(amounts).toEqual(seatIds.map(() => PRICE));
    if (record.cancelledAt !== null && !audience.isHallReset) {
      expect(audience.endAttempted).toContain(sequence);
    }
  }
  const made = [...audience.reserved.values()].map(({ answers }) => answers[0]?.sequence);
  expect(new Set(made).size).toBe(made.length);

  // Every hold that was acknowledged was really held; that nobody else got its seats is in the audit.
  const wasHeld = holdsThatEverWere(changes);
  for (const { userId, seatIds, expiresAt } of audience.acknowledgedHolds) {
    expect(wasHeld).toContain(`${userId} ${seatIds.join()} until ${expiresAt}`);
  }
}

/** Every state that any user's hold ever was in, in words. */
function holdsThatEverWere(changes: readonly Change[]): Set<string> {
  const held = new Map<string, Set<number>>();
  const states = new Set<string>();
  const until = new Map<string, number>();
  for (const change of changes) {
    if (!('userId' in change)) continue;
    const seats = held.get(change.userId) ?? new Set<number>();
    held.set(change.userId, seats);
    if (change.cause === 'held' || change.cause === 'extended' || change.cause === 'offered') {
      for (const seatId of change.seatIds) seats.add(seatId);
      until.set(change.userId, change.expiresAt);
    } else {
      for (const seatId of change.seatIds) seats.delete(seatId);
    }
    const sorted = [...seats].sort((a, b) => a - b).join();
    states.add(`${change.userId} ${sorted} until ${until.get(change.userId)}`);
  }
  return states;
}

async function replayable(seed: number, weather: Weather): Promise<World> {
  try {
    return await simulate(seed, weather);
  } catch (error) {
    throw new Error(`replay with SEED=${seed}`, { cause: error });
  }
}

describe('three box offices on one ledger behind bad lines', () => {
  const first = seedOfThisRun();
  const calm = { hasClockSteps: false, hasRestores: false };

  it(`keep every promise (SEED=${first}, ${RUNS} runs)`, async () => {
    for (let run = 0; run < RUNS; run++) await replayable(first + run, calm);
  });

  it(`keep promised times while the ledger's clock is set (SEED=${first}, ${RUNS} runs)`, async () => {
    for (let run = 0; run < RUNS; run++) await replayable(first + run, { ...calm, hasClockSteps: true });
  });

  it(`notice every restored backup, and sell nothing twice (SEED=${first}, ${RUNS} runs)`, async () => {
    let reloads = 0;
    for (let run = 0; run < RUNS; run++) {
      reloads += (await replayable(first + run, { ...calm, hasRestores: true })).reloads;
    }
    expect(reloads).toBeGreaterThan(0);
  });

  it('replay exactly by their seed', async () => {
    const heads = [];
    for (let i = 0; i < 2; i++) {
      const world = await replayable(first, { hasClockSteps: true, hasRestores: true });
      heads.push((await world.ledger.load('default'))?.states, world.reloads, world.clock.monotonicMs());
    }
    expect(heads.slice(0, 3)).toEqual(heads.slice(3));
  });
});

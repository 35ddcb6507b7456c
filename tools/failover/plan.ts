import { seededDraw } from '../rig/seeded-draw.ts';
import { databaseFailovers, databaseTrials } from './database-faults.ts';
import type { Fault } from './fault.ts';
import { redisFailovers } from './redis-faults.ts';

/** So many failovers of the database lie between two trials. */
const FAILOVERS_A_TRIAL = 5;

/** What happens in which round: the same for the same seed, each kind as often as its share says. */
export function planRounds(postgres: number, redis: number, seed: number): readonly Fault[] {
  const draw = seededDraw(seed);
  const ofDatabase = shares(databaseFailovers, postgres, draw).flatMap((fault, i) => {
    const trial = databaseTrials[Math.floor(i / FAILOVERS_A_TRIAL) % databaseTrials.length];
    return i % FAILOVERS_A_TRIAL === FAILOVERS_A_TRIAL - 1 && trial !== undefined ? [fault, trial] : [fault];
  });
  const ofRedis = shares(redisFailovers, redis, draw);
  const all: Fault[] = [];
  // One of each in turn, so that a run that is ended early has seen of both.
  for (let i = 0; i < Math.max(ofDatabase.length, ofRedis.length); i++) {
    for (const fault of [ofDatabase[i], ofRedis[i]]) if (fault !== undefined) all.push(fault);
  }
  return all;
}

function shares(faults: readonly Fault[], count: number, draw: () => number): readonly Fault[] {
  const all: Fault[] = [];
  while (all.length < count) all.push(...shuffled(faults, draw));
  return all.slice(0, count);
}

function shuffled<T>(items: readonly T[], draw: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: draw() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ item }) => item);
}

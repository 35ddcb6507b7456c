import { expect, it } from 'vitest';
import { seedOfThisRun } from '../../server/test/support/seeded-random.ts';
import { playSeeds } from './play-seeds.ts';

// Two files, so that two cores play.
const SEEDS = 5_000;
const first = seedOfThisRun();

it(
  `${SEEDS} sales with everything that can go wrong break no promise (SEED=${first})`,
  { timeout: 600_000 },
  async () => {
    const { failure, changes } = await playSeeds(first, SEEDS);
    expect(failure).toBeUndefined();
    expect(changes).toBeGreaterThan(SEEDS);
  },
);

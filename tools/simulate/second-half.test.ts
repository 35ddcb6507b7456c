import { expect, it } from 'vitest';
import { seedOfThisRun } from '../../server/test/support/seeded-random.ts';
import { playSeeds } from './play-seeds.ts';

// Two files, so that two cores play.
const SEEDS = 5_000;
// Known seeds, as in the first half.
const first = seedOfThisRun(4_007_224_625) + 5_000;

it(
  `${SEEDS} sales with everything that can go wrong break no promise (SEED=${first - 5000})`,
  { timeout: 600_000 },
  async () => {
    const { failure, changes } = await playSeeds(first, SEEDS);
    expect(failure).toBeUndefined();
    expect(changes).toBeGreaterThan(SEEDS);
  },
);

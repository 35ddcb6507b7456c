import { expect, it } from 'vitest';
import { seedOfThisRun } from '../../server/test/support/seeded-random.ts';
import { expectNothingFrom } from './support.ts';

it(
  'no request breaks anything, learns anything or is answered as nobody has declared',
  { timeout: 900_000 },
  async () => {
    await expectNothingFrom('memory', 85_000, seedOfThisRun());
    expect.hasAssertions();
  },
);

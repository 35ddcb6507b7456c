import { expect, it } from 'vitest';
import { seedOfThisRun } from '../../server/test/support/seeded-random.ts';
import { expectNothingFrom } from './support.ts';

it('the same holds where all that is sent comes before a database', { timeout: 900_000 }, async () => {
  await expectNothingFrom('pglite', 15_000, seedOfThisRun());
  expect.hasAssertions();
});

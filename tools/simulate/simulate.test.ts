import { describe, expect, it } from 'vitest';
import { seedOfThisRun } from '../../server/test/support/seeded-random.ts';
import { planOf } from './plan.ts';
import { faults } from './planted.ts';
import { playSeeds } from './play-seeds.ts';
import { run } from './run.ts';
import { shrink } from './shrink.ts';

// Known seeds: of fresh ones about one in 20,000 brings up something still, and `npm run simulate` plays those.
const first = seedOfThisRun(3_040_629_286);

describe('the simulation', () => {
  it(`replays exactly by a seed (SEED=${first})`, { timeout: 120_000 }, async () => {
    for (let seed = first; seed < first + 100; seed++) {
      const plan = planOf(seed);
      expect((await run(plan)).digest).toBe((await run(plan)).digest);
    }
  });

  it('plays another story by another seed', async () => {
    expect((await run(planOf(first))).digest).not.toBe((await run(planOf(first + 1))).digest);
  });

  it('puts the real clocks and timers back', async () => {
    const { setTimeout: timer, setImmediate: immediate } = globalThis;
    const { random } = Math;
    const now = performance.now();
    await run(planOf(first));
    expect(globalThis).toMatchObject({ setTimeout: timer, setImmediate: immediate });
    expect(Math.random).toBe(random);
    expect(performance.now()).toBeGreaterThanOrEqual(now);
    expect(performance.now()).toBeLessThan(now + 600_000);
  });

  it('sees instances load the event anew because the ledger went back', { timeout: 120_000 }, async () => {
    expect((await playSeeds(first, 200)).reloads).toBeGreaterThan(0);
  });
});

describe('a fault that is planted', () => {
  for (const [name, { sabotage, invariants }] of Object.entries(faults)) {
    it(`is noticed: ${name} (SEED=${first})`, { timeout: 240_000 }, async () => {
      const found = await firstFinding(sabotage);
      expect(found.finding.invariant).toMatch(invariants);
    });
  }

  it('is told in a story that is shorter, and breaks the same promise', { timeout: 240_000 }, async () => {
    const fault = faults['the ledger does not compare'];
    if (fault === undefined) throw new Error('no such fault');
    const { plan, finding } = await firstFinding(fault.sabotage);
    const shrunk = await shrink(plan, finding, { sabotage: fault.sabotage });
    expect(shrunk.finding.invariant).toBe(finding.invariant);
    expect(shrunk.plan.steps.length).toBeLessThan(plan.steps.length / 2);
    const again = await run(shrunk.plan, { sabotage: fault.sabotage });
    expect(again.finding).toEqual(shrunk.finding);
  });
});

async function firstFinding(sabotage: NonNullable<Parameters<typeof run>[1]>['sabotage']) {
  for (let seed = first; seed < first + 2_000; seed++) {
    const plan = planOf(seed);
    const { finding } = await run(plan, sabotage === undefined ? {} : { sabotage });
    if (finding !== undefined) return { plan, finding };
  }
  throw new Error('nobody noticed');
}

import { describe, expect, it } from 'vitest';
import { PlanHalls } from '../../src/adapters/postgres/plan-halls.ts';
import { rowsPlan } from '../support/plans.ts';

const PLAN_ID = 'a'.repeat(32);

describe('the halls of plans', () => {
  it('are built once for all who use them', async () => {
    let reads = 0;
    const halls = new PlanHalls(() => {
      reads++;
      return Promise.resolve(JSON.stringify(rowsPlan(2, 3, 4)));
    });
    const layout = { planId: PLAN_ID, seatCount: 24 };
    const [one, other] = await Promise.all([halls.of(layout), halls.of(layout)]);
    expect(one.seatCount).toBe(24);
    expect(other).toBe(one);
    expect(await halls.of(layout)).toBe(one);
    expect(reads).toBe(1);
    expect((await halls.of({ rows: 2, seatsPerRow: 2 })).seatCount).toBe(4);
  });

  it('let others have many a turn while a large one is built', async () => {
    const document = JSON.stringify(rowsPlan(200, 25, 40));
    const halls = new PlanHalls(() => Promise.resolve(document));
    let turns = 0;
    let isBuilt = false;
    const count = () => {
      turns++;
      if (!isBuilt) setImmediate(count);
    };
    setImmediate(count);
    const hall = await halls.of({ planId: PLAN_ID, seatCount: 200_000 });
    isBuilt = true;
    expect(hall.label(200_000)).toBe('Block 200 · 25 · 40');
    expect(turns).toBeGreaterThan(5);
  });

  it('are looked for again when their plan could not be read', async () => {
    const answers = [undefined, JSON.stringify(rowsPlan(1, 1, 2))];
    const halls = new PlanHalls(() => Promise.resolve(answers.shift()));
    const layout = { planId: PLAN_ID, seatCount: 2 };
    await expect(halls.of(layout)).rejects.toThrow(PLAN_ID);
    expect((await halls.of(layout)).seatCount).toBe(2);
  });
});

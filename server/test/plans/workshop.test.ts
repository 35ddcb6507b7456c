import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { inWorkshop } from '../../src/http/plans/with-workshop.ts';
import { canonicalPlan } from '../../src/plans/canonical.ts';
import type { PlanFile } from '../../src/plans/import-plan.ts';
import { theatrePlan } from '../../src/plans/templates/index.ts';
import { PlanWorkshop, WorkshopBusy } from '../../src/plans/workshop.ts';

let workshop: PlanWorkshop;
afterEach(() => workshop.close());

const plan = canonicalPlan(theatrePlan());
const file = (text: string): PlanFile => ({
  bytes: new TextEncoder().encode(text),
  kind: 'json',
  charset: undefined,
  name: undefined,
});

describe('the workshop for plans', () => {
  it('imports, exports and draws', async () => {
    workshop = new PlanWorkshop();
    const imported = await workshop.run({ kind: 'import', file: file(plan.text) });
    expect(imported).toMatchObject({ document: plan.text, summary: { id: plan.planId, seat_count: 300 } });
    expect(await workshop.run({ kind: 'export', document: plan.text, format: 'jari' })).toBe(plan.text);
    const drawn = await workshop.run({ kind: 'draw', planId: plan.planId, document: plan.text });
    expect(drawn.br.length).toBeLessThan(drawn.identity.length);
  });

  it('refuses more than it may promise', async () => {
    workshop = new PlanWorkshop({ waitingMax: 1 });
    const task = { kind: 'import', file: file('{}') } as const;
    const results = await Promise.allSettled([workshop.run(task), workshop.run(task), workshop.run(task)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: expect.any(WorkshopBusy) as WorkshopBusy });
  });

  it('gives up a task that takes too long, and goes on', async () => {
    workshop = new PlanWorkshop({ taskTimeoutMs: 1 });
    const task = { kind: 'export', document: plan.text, format: 'jari' } as const;
    await expect(workshop.run(task)).rejects.toThrow('too long');
    // Tickets that are printed and plans that are read wait alike: whoever asked may ask again.
    await expect(inWorkshop(workshop.run(task))).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('lets go of its process before what comes after it is closed', async () => {
    const [source, asked] = [
      '../../src/plans/workshop.ts',
      JSON.stringify({ kind: 'export', document: plan.text, format: 'jari' }),
    ];
    const program = `
      const { PlanWorkshop } = await import(${JSON.stringify(new URL(source, import.meta.url).href)});
      const workshop = new PlanWorkshop();
      await workshop.run(${asked});
      await workshop.close();
      console.log('what comes after');`;
    const args = ['--conditions=jari-source', '--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe('what comes after\n');
  });

  it('goes on in a new process when one has run out of memory', async () => {
    workshop = new PlanWorkshop({ heapMb: 48 });
    const many = `[${'{"a":[1]},'.repeat(1_500_000)}{}]`;
    await expect(workshop.run({ kind: 'import', file: file(many) })).rejects.toThrow(/memory/i);
    expect(await workshop.run({ kind: 'import', file: file(plan.text) })).toHaveProperty('summary');
  });
});

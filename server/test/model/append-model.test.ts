import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ModelWorld } from './model-world.ts';
import { readTraces, type Trace } from './trace.ts';

const folder = new URL('../../../tools/model/', import.meta.url);
const { hash, traces } = readTraces(readFileSync(new URL('append.traces', folder), 'utf8'));
const SOURCES = ['append.pml', 'ledger.pml', 'office.pml', 'steps.pml'];

/** Plays a trace with real box offices; tells the first step after which they are not as the model says. */
async function replay({ wants, steps }: Trace): Promise<unknown> {
  const world = await ModelWorld.open(wants);
  for (const [i, step] of steps.entries()) {
    await world.take(step);
    const [real, model] = [world.describe(step), world.expected(step)];
    if (JSON.stringify(real) !== JSON.stringify(model))
      return { i, step: step.name, a: step.a, b: step.b, real, model };
  }
  const isIntact = steps.every(({ name }) => name !== 'backup_is_restored');
  return isIntact ? world.strayTickets()[0] : undefined;
}

describe('the real box office and the model of the append', () => {
  it('has traces of the model as it is (else: npm run model -- --traces)', () => {
    const sources = SOURCES.map((name) => readFileSync(new URL(name, folder), 'utf8'));
    expect(hash).toBe(createHash('sha256').update(sources.join('')).digest('hex'));
  });

  it('has traces with every kind of step, and with every kind of answer', () => {
    const names = new Set(traces.flatMap(({ steps }) => steps.map(({ name }) => name)));
    expect([...names].sort()).toHaveLength(24);
    const answers = new Set(
      traces.flatMap(({ steps }) => steps.flatMap(({ told }) => told.map((each) => each.slice(2)))),
    );
    expect([...answers].sort()).toEqual(['1', '2', '5']);
    expect(traces.length).toBeGreaterThanOrEqual(200);
  });

  it('has traces in every mode, with every question, and with two appends in flight', () => {
    const offices = traces.flatMap(({ steps }) => steps.flatMap((step) => step.offices));
    expect([...new Set(offices.map(({ mode }) => mode))].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...new Set(offices.map(({ question }) => question))].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const both = offices.filter(({ lines: [first, second] }) => first > 0 && second > 0);
    expect(both.length).toBeGreaterThan(100);
  });

  it('are alike after every step of every trace', async () => {
    for (const [i, trace] of traces.entries()) expect({ i, differs: await replay(trace) }).toEqual({ i });
  });
});

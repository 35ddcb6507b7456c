import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { CountedHistogram } from '../../src/metrics/histogram.ts';

const configuration = { name: 'waits_seconds', help: 'How long', buckets: [0.1, 1, 10] };

it('a counted histogram shows what prom-client’s own would show', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const counted = new CountedHistogram<'kind'>({ ...configuration, registers: [ours] });
  const plain = new Histogram({ ...configuration, labelNames: ['kind'], registers: [theirs] });
  const kinds = { a: counted.measurements({ kind: 'a' }), b: counted.measurements({ kind: 'b' }) };
  for (const [kind, value] of [
    ['a', 0],
    // On a bound: it belongs to the bucket that the bound ends.
    ['a', 0.1],
    ['a', 0.11],
    ['b', 10],
    ['b', 11],
  ] as const) {
    kinds[kind].observe(value);
    plain.observe({ kind }, value);
  }
  expect(await ours.metrics()).toBe(await theirs.metrics());
});

it('a counted histogram without labels is there before anything is measured, and counts', async () => {
  const registry = new Registry();
  const waits = new CountedHistogram({ ...configuration, registers: [registry] }).measurements({});
  expect(await registry.metrics()).toContain('waits_seconds_count 0\n');
  waits.observe(2);
  expect(await registry.metrics()).toContain('waits_seconds_bucket{le="10"} 1\n');
});

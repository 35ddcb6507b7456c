import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalPlan } from '../../src/plans/canonical.ts';
import { largestPlan } from '../../src/plans/templates/index.ts';
import { asAdmin } from '../support/app.ts';
import { startTestApp } from '../support/listening-app.ts';

let server: Awaited<ReturnType<typeof startTestApp>>;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

it('a plan of 16 MB that is imported keeps nobody else waiting', async () => {
  const { text } = canonicalPlan(largestPlan());
  const body = text + ' '.repeat(16 * 1024 * 1024 - Buffer.byteLength(text));
  let isDone = false;
  const startedAtMs = performance.now();
  const imported = fetch(`${server.url}/api/v1/admin/plans`, {
    method: 'POST',
    headers: { ...asAdmin, 'content-type': 'application/json' },
    body,
  }).finally(() => (isDone = true));
  const waits: number[] = [];
  while (!isDone) {
    const askedAtMs = performance.now();
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    waits.push(performance.now() - askedAtMs);
  }
  const importMs = performance.now() - startedAtMs;
  expect((await imported).status).toBe(201);
  // Reading it takes longer by far than anybody had to wait meanwhile.
  const [longest = NaN] = waits.sort((a, b) => b - a);
  expect(waits.length).toBeGreaterThan(20);
  expect(longest).toBeLessThan(importMs / 5);
});

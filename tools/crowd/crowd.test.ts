import { expect, it } from 'vitest';
import { MemoryAdmissionStore } from '../../server/src/adapters/memory/admission-store.ts';
import { runCrowd } from './crowd.ts';

it('lets a whole crowd through the doors at their rate, each with one number', async () => {
  let nowMs = 0;
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined };
  const report = await runCrowd(new MemoryAdmissionStore(clock), {
    people: 5_000,
    seed: 7,
    steps: 20,
    admittedPerMinute: 6_000,
    measureBytes: () => Promise.resolve(0),
    pass: (ms) => (nowMs += ms),
    nowMs: () => nowMs,
  });
  expect(report.served).toBe(5_000);
  expect(report.cameBack).toBeGreaterThan(300);
  expect(report.sameNumber).toBe(report.cameBack);
});

import { expect, it } from 'vitest';
import { Auditor } from '../../src/audit/auditor.ts';
import type { AuditorDeps } from '../../src/audit/auditor-deps.ts';
import { Findings } from '../../src/audit/findings.ts';

it('The same said of many seats is one finding, which counts them all and names some', () => {
  const findings = new Findings();
  for (let seatId = 1; seatId <= 30; seatId++) {
    findings.add('seats', 'true', 'wrong', { seatId, sequence: seatId + 100 });
  }
  findings.add('seats', 'true', 'wrong', { seatId: 1 });
  findings.add('log', 'true', 'wrong');
  expect(findings.all()).toEqual([
    {
      ...{ check: 'seats', severity: 'true', what: 'wrong', count: 31, sequence: 101 },
      seatIds: Array.from({ length: 20 }, (_, i) => i + 1),
    },
    { check: 'log', severity: 'true', what: 'wrong', count: 1, sequence: null, seatIds: [] },
  ]);
});

it('An auditor whose ledger was away may audit again, and only one audit runs at a time', async () => {
  let isAway = true;
  const alone = <T>(work: () => Promise<T>): Promise<T | undefined> =>
    isAway ? Promise.reject(new Error('away')) : work();
  // All that it asks for.
  const auditor = new Auditor({ ledger: { alone } } as unknown as AuditorDeps);
  const work = () => Promise.resolve('done');
  await expect(auditor.alone(work)).rejects.toThrow('away');
  isAway = false;
  const both = [auditor.alone(work), auditor.alone(work)];
  expect(await Promise.all(both)).toEqual(['done', undefined]);
  expect(await auditor.alone(work)).toBe('done');
});

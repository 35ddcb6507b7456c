import { describe, expect, it } from 'vitest';
import { falsifications } from './falsifications.ts';
import { asItIs, brokenIn, judged, recorded } from './recorded.ts';

describe('a history that was recorded of a real server', () => {
  it('is explained, and every rule had something to check', () => {
    const report = asItIs();
    expect(brokenIn(report), JSON.stringify(report.verdicts)).toEqual([]);
    const idle = report.verdicts.filter(({ checked }) => checked === 0).map(({ rule }) => rule);
    expect(idle).toEqual([]);
  });

  it('is explained as well when it is written anew', () => {
    expect(brokenIn(judged(recorded()))).toEqual([]);
  });

  it('is not when a hash of the log is another', () => {
    const made = recorded();
    made.logHeader.epoch = 'another';
    expect(brokenIn(judged(made))).toEqual([]);
    expect(falsifications.length).toBeGreaterThanOrEqual(40);
  });

  it.each(falsifications)('is not when $what', ({ rule, of }) => {
    const made = recorded();
    of(made);
    expect(brokenIn(judged(made))).toContain(rule);
  });
});

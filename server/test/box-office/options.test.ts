import { describe, expect, it } from 'vitest';
import { boxOfficeOptions } from '../../src/box-office/options.ts';

describe('a server that sells beside others', () => {
  it('gives a confirm that another has time to record it, and compares before it refuses', () => {
    const { isShared, settleMs } = boxOfficeOptions(0.01, { isShared: true }, 0.5);
    expect(isShared).toBe(true);
    expect(settleMs).toBeGreaterThanOrEqual(100);
  });
});

describe('a server that sells alone', () => {
  it('gives seats to others at the very moment at which a hold is over', () => {
    expect(boxOfficeOptions(0.01, { isShared: false }, 0.5)).toMatchObject({ isShared: false, settleMs: 0 });
  });
});

import { expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { RecentChanges } from '../../src/realtime/recent-changes.ts';

const changeOf = (sequence: number): Change => ({
  ...{ sequence, at: 0, hash: `hash-${sequence}`, actor: 'organiser:kim' },
  ...{ cause: 'blocked', seatIds: [1] },
});

it('the last changes are at least as many as are to be kept, and never twice as many', () => {
  const recent = new RecentChanges({ epoch: 'e', sequence: 0, head: 'start' });
  for (let sequence = 1; sequence <= 100; sequence++) {
    recent.add([changeOf(sequence)]);
    recent.keep(10);
    const kept = recent.after(0).length;
    expect(kept).toBeLessThan(20);
    expect(kept).toBeGreaterThanOrEqual(Math.min(10, sequence));
    // What is forgotten is not mistaken for what has not happened.
    expect(recent.headAt(sequence - kept)).toBe(sequence === kept ? 'start' : `hash-${sequence - kept}`);
    expect(recent.headAt(sequence - kept - 1)).toBeUndefined();
  }
  expect(recent.last).toEqual({ epoch: 'e', sequence: 100, head: 'hash-100' });
});

import { describe, expect, it } from 'vitest';
import { Turns } from '../../src/box-office/turns.ts';
import { turns as eventLoop } from '../support/event-loop.ts';

describe('turns', () => {
  it('let so many work at a time and the others in the order they came, whoever fails', async () => {
    const turns = new Turns(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3].map((i) =>
      turns.take(async () => {
        started.push(i);
        await new Promise<void>((resolve) => (ends[i] = resolve));
        if (i === 0) throw new Error('failed');
      }),
    );
    const outcomes = Promise.allSettled(works);
    await eventLoop(1);
    expect(started).toEqual([0, 1]);
    ends[0]?.();
    await eventLoop(1);
    expect(started).toEqual([0, 1, 2]);
    ends[1]?.();
    ends[2]?.();
    await eventLoop(1);
    expect(started).toEqual([0, 1, 2, 3]);
    ends[3]?.();
    expect((await outcomes).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });
});

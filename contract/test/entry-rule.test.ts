import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeScans, standingScans, type Scan } from '@jari/contract';

const scan = (scanId: string, at: number, count = 1): Scan => ({ scanId, at, count });
const scansOf = fc.uniqueArray(
  fc.record({
    scanId: fc.uuid(),
    count: fc.integer({ min: 1, max: 5 }),
    at: fc.integer({ min: 0, max: 20 }),
  }),
  { selector: ({ scanId }) => scanId, maxLength: 8 },
);

describe('who was let in', () => {
  it('is who came first, wherever', () => {
    const { admitted, doubled, scans } = judgeScans([scan('b', 20), scan('a', 10)], 1);
    expect([admitted, doubled]).toEqual([1, 1]);
    expect(scans.map((each) => [each.scan.scanId, each.admitted, each.doubled])).toEqual([
      ['a', 1, 0],
      ['b', 0, 1],
    ]);
  });

  it('may be a part of those who have seats', () => {
    expect(judgeScans([scan('a', 1, 2)], 4)).toMatchObject({ admitted: 2, doubled: 0 });
    expect(judgeScans([scan('a', 1, 2), scan('b', 2, 2)], 4)).toMatchObject({ admitted: 4, doubled: 0 });
    expect(judgeScans([scan('a', 1, 2), scan('b', 2, 3)], 4)).toMatchObject({ admitted: 4, doubled: 1 });
  });

  it('is the same in whatever order, and however often, the doors hear of it', () => {
    const histories = scansOf.chain((scans) =>
      fc.record({
        scans: fc.constant(scans),
        heard: fc
          .shuffledSubarray([...scans, ...scans], { minLength: 2 * scans.length })
          .map((each) => each.map((one) => ({ ...one }))),
        seats: fc.integer({ min: 1, max: 8 }),
      }),
    );
    fc.assert(
      fc.property(histories, ({ scans, heard, seats }) => {
        expect(judgeScans(heard, seats)).toEqual(judgeScans(scans, seats));
      }),
    );
  });

  it('is nobody by a scan that was taken back, whichever of the two is heard of first', () => {
    const mistake = scan('mistake', 1);
    const undo = { ...scan('undo', 2), undoes: 'mistake' };
    const later = scan('later', 3);
    for (const heard of [
      [mistake, undo, later],
      [undo, later, mistake],
      [later, undo, mistake, undo],
    ]) {
      expect(standingScans(heard)).toEqual([later]);
    }
    expect(judgeScans(standingScans([undo, mistake]), 1)).toMatchObject({ admitted: 0, doubled: 0 });
    expect(standingScans([mistake, later])).toEqual([mistake, later]);
  });

  it('adds up: everybody has a place or is a double, and nobody has a place while a seat is left for none', () => {
    fc.assert(
      fc.property(scansOf, fc.integer({ min: 1, max: 8 }), (scans, seats) => {
        const judged = judgeScans(scans, seats);
        const came = scans.reduce((sum, { count }) => sum + count, 0);
        expect(judged.admitted).toBe(Math.min(came, seats));
        expect(judged.admitted + judged.doubled).toBe(came);
        expect(judged.scans.reduce((sum, each) => sum + each.admitted, 0)).toBe(judged.admitted);
        // A later scan never takes a place from an earlier one.
        const firstFull = judged.scans.findIndex((each) => each.doubled > 0);
        if (firstFull !== -1) {
          expect(judged.scans.slice(firstFull + 1).every((each) => each.admitted === 0)).toBe(true);
        }
      }),
    );
  });
});

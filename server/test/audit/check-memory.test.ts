import { describe, expect, it } from 'vitest';
import { checkMemory } from '../../src/audit/check-memory.ts';
import { Findings } from '../../src/audit/findings.ts';
import { Fold } from '../../src/audit/fold.ts';
import { copyHall } from '../../src/audit/hall-copy.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, EPOCH, LOG_KEY, smallEvent } from '../support/hall.ts';

const SEATS = 12_000;

describe('the comparison of memory with the log', () => {
  it('lets those who buy go first now and then, and takes nothing that they do for a contradiction', async () => {
    const map = emptyHall(smallEvent({ layout: { rows: SEATS / 40, seatsPerRow: 40 } }));
    const findings = new Findings();
    const { sequence, head } = map;
    const fold = new Fold({ sequence, head, logKey: LOG_KEY, seatCount: SEATS }, findings);
    const sell = (seatId: number) => {
      const changes = [
        ...done(map, hold(`user${seatId}`, seatId), at(0)).changes,
        ...done(map, confirm(`user${seatId}`, [seatId]), at(1, { key: { keyPrint: seatId, wishPrint: 1 } }))
          .changes,
      ];
      return changes;
    };
    for (let seatId = 1; seatId <= 5_000; seatId++) sell(seatId).forEach((change) => fold.take(change));

    const hall = {
      seatMap: map,
      time: () => ({ now: at(1).now, correctionMs: 0 }),
      refresh() {},
      reload() {},
    };
    const copy = copyHall('default', hall, { shown: () => [], told: () => undefined });
    let soldMeanwhile = 0;
    await checkMemory(copy, fold, EPOCH, findings, async () => {
      sell(5_001 + soldMeanwhile++);
      await Promise.resolve();
    });

    expect(findings.all()).toEqual([]);
    // Places, seats and keys are each gone through in portions.
    expect(soldMeanwhile).toBeGreaterThanOrEqual(2 + SEATS / 2_000 + 2);
  });
});

import { describe, expect, it } from 'vitest';
import { firstHash, hashOf, readEntry } from '../../rehearsal/src/verify-log/log-file.ts';
import { checkLog } from './check.ts';
import { Evidence, longestGap, type Acknowledged } from './evidence.ts';
import { planRounds } from './plan.ts';
import { spread } from './results.ts';

const NOW = 1_700_000_000_000;

/** A log of three seats with these changes: what happened, to which seats, and what it ends. */
function logOf(...changes: readonly [cause: string, seats: readonly number[], ends?: number][]): string[] {
  const first = { sequence: 0, head: firstHash('e1', 'gala') };
  let { head } = first;
  const lines = changes.map(([cause, seats, ends = null], i) => {
    const isTimed = ['held', 'released'].includes(cause);
    const about = [i + 1, NOW, cause, 'user', 'm1', seats, ends, isTimed ? NOW : null, isTimed ? 0 : null];
    const values = [...about, cause === 'reserved' ? 3 - seats.length : null];
    head = hashOf(head, readEntry(JSON.stringify([...values, ''])));
    return JSON.stringify([...values, head]);
  });
  const rules = { max_seats_per_user: 4, hold_extensions: 2 };
  const header = { format: 'jari-log', version: 1, event: 'gala', seat_count: 3, epoch: 'e1', rules };
  return [JSON.stringify({ ...header, from: first, to: { sequence: changes.length, head } }), ...lines];
}

function toldOf(...done: readonly Pick<Acknowledged, 'did' | 'seatIds' | 'sequence'>[]): Evidence {
  const evidence = new Evidence();
  for (const each of done) evidence.note({ ...each, user: 'ann', askedAt: NOW, answeredAt: NOW });
  return evidence;
}

const hold = { did: 'hold', seatIds: [1], sequence: undefined } as const;
const confirm = { did: 'confirm', seatIds: [1], sequence: 2 } as const;

describe('what was acknowledged, held against the log', () => {
  it('is found when it is there', async () => {
    const check = await checkLog(logOf(['held', [1]], ['reserved', [1]]), 3, toldOf(hold, confirm));
    expect(check).toMatchObject({ anomalies: [], states: 'raa', sequence: 2 });
  });

  it.each([
    ['a hold', logOf(['held', [2]]), toldOf(hold)],
    ['the second of two holds', logOf(['held', [1]], ['released', [1]]), toldOf(hold, hold)],
    ['a reservation', logOf(['held', [1]]), toldOf(hold, confirm)],
    [
      'a cancellation',
      logOf(['held', [1]], ['reserved', [1]]),
      toldOf(hold, confirm, { ...confirm, did: 'cancel' }),
    ],
    ['a release', logOf(['held', [1]]), toldOf(hold, { ...hold, did: 'release' })],
    ['an extension', logOf(['held', [1]]), toldOf(hold, { ...hold, did: 'extend' })],
  ])('is missed: %s', async (_what, lines, evidence) => {
    const { anomalies } = await checkLog(lines, 3, evidence);
    expect(anomalies).toEqual([expect.stringContaining('LOST')]);
  });

  it('must be all that there is: a reservation that nobody was told of stands out', async () => {
    const { anomalies } = await checkLog(logOf(['held', [1]], ['reserved', [1]]), 3, toldOf(hold));
    expect(anomalies).toEqual([expect.stringContaining('nobody was told')]);
  });

  it('must obey the rules of the log: a seat that is taken twice stands out', async () => {
    const lines = logOf(['held', [1]], ['reserved', [1]], ['held', [1]]);
    const { anomalies } = await checkLog(lines, 3, toldOf(hold, confirm, hold));
    expect(anomalies).toEqual([expect.stringContaining('log, line 4')]);
  });
});

describe('the figures', () => {
  it('are the longest time without an acknowledgement, its ends included', () => {
    expect(longestGap([10, 20, 500, 510], 0, 600)).toEqual({ gapMs: 480, endedAt: 500 });
    expect(longestGap([], 100, 600)).toEqual({ gapMs: 500, endedAt: 600 });
  });

  it('are ranks and never means', () => {
    expect(spread([5, 1, 100])).toEqual({ p50: 5, p90: 100, max: 100 });
  });
});

it('a seed decides what happens in which round, and every kind happens', () => {
  const kinds = (seed: number) => planRounds(20, 20, seed).map(({ family, kind }) => `${family} ${kind}`);
  expect(kinds(1)).toEqual(kinds(1));
  expect(kinds(1)).not.toEqual(kinds(2));
  expect(new Set(kinds(1)).size).toBe(7 + 4 + 4);
});

import type { Problem } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { inBatches, piecesOf } from '#lib/admin/hall/in-batches.ts';
import type { Failure, Outcome } from '@jari/client/outcome';

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const fine = (seatIds: readonly number[]): Outcome<readonly number[]> => ({
  ok: true,
  value: seatIds,
  sentAt: 0,
});
const offline: Failure = { kind: 'unreachable', because: 'offline' };

function refusal(reason: Problem['reason'], seatIds?: number[]): Outcome<never> {
  const problem: Problem = {
    type: 'about:blank',
    title: '',
    status: 409,
    detail: '',
    success: false,
    reason,
    request_id: '',
    retryable: false,
    ...(seatIds ? { seat_ids: seatIds } : {}),
  };
  return { ok: false, failure: { kind: 'refused', problem } };
}

/** A box office that refuses a request as a whole when one of these seats is in it, naming those of one kind. */
function strict(held: readonly number[], sold: readonly number[] = []) {
  const asked: number[][] = [];
  const send = (seatIds: readonly number[]) => {
    asked.push([...seatIds]);
    for (const [reason, bad] of [
      ['already_reserved', sold],
      ['seat_held', held],
    ] as const) {
      const named = seatIds.filter((id) => bad.includes(id));
      if (named.length > 0) return Promise.resolve(refusal(reason, named));
    }
    return Promise.resolve(fine(seatIds));
  };
  return { asked, send };
}

describe('a command for many seats', () => {
  it('is sent in requests that are not too large, and tells how far it is', async () => {
    const { asked, send } = strict([]);
    const progress: number[] = [];
    const result = await inBatches(piecesOf(ids(1, 250), 100), send, (n) => progress.push(n));
    expect(asked.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(progress).toEqual([100, 200, 250]);
    expect(result).toEqual({ done: ids(1, 250), refused: [], unchanged: [], untried: [] });
  });

  it('is done to all seats that allow it, and says of the others why not', async () => {
    const { send } = strict([3, 150], [7, 151, 152]);
    const { done, refused } = await inBatches(piecesOf(ids(1, 200), 100), send);
    expect(done).toHaveLength(195);
    expect(
      refused.map(({ seatIds, failure }) => [
        failure.kind === 'refused' ? failure.problem.reason : '',
        seatIds,
      ]),
    ).toEqual([
      ['already_reserved', [7, 151, 152]],
      ['seat_held', [3, 150]],
    ]);
  });

  it('gives a request up that is refused without naming seats, and goes on with the next', async () => {
    let asked = 0;
    const send = (seatIds: readonly number[]) =>
      Promise.resolve(++asked === 1 ? refusal('contention') : fine(seatIds));
    const { done, refused } = await inBatches(piecesOf(ids(1, 150), 100), send);
    expect(refused.map(({ seatIds }) => seatIds)).toEqual([ids(1, 100)]);
    expect(done).toEqual(ids(101, 150));
  });

  it('stops where the server is not reached, and knows what was not tried', async () => {
    let asked = 0;
    const send = (seatIds: readonly number[]): Promise<Outcome<readonly number[]>> =>
      Promise.resolve(++asked === 2 ? { ok: false, failure: offline } : fine(seatIds));
    const result = await inBatches(piecesOf(ids(1, 400), 100), send);
    expect(asked).toBe(2);
    expect(result).toEqual({
      done: ids(1, 100),
      refused: [{ seatIds: ids(101, 200), failure: offline }],
      unchanged: [],
      untried: ids(201, 400),
    });
  });

  it('tells seats that had changed by themselves from those that it changed', async () => {
    const send = (seatIds: readonly number[]) => Promise.resolve(fine(seatIds.filter((id) => id !== 2)));
    const { done, unchanged } = await inBatches(piecesOf(ids(1, 3), 100), send);
    expect([done, unchanged]).toEqual([[1, 3], [2]]);
  });
});

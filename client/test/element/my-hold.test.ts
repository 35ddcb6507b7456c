import type { Hold, HoldToken, SeatChange } from '@jari/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MyHold, type MyHoldPorts } from '../../src/element/my-hold.ts';
import type { Outcome } from '../../src/outcome.ts';

const yes = <T>(value: T): Outcome<T> => ({ ok: true, value, sentAt: performance.now() });
const no = (
  reason: 'seat_held' | 'not_together' | 'hold_expired' | 'internal',
  status = 409,
): Outcome<never> => ({
  ok: false,
  failure: {
    kind: 'refused',
    problem: {
      ...{
        type: '',
        title: '',
        status,
        detail: '',
        success: false,
        reason,
        request_id: '',
        retryable: false,
      },
    },
  },
});
const holdOf = (...seat_ids: number[]): Hold => ({
  ...{
    success: true,
    seat_ids,
    expires_at: '2030-01-01T00:00:00.000Z',
    expires_in_ms: 120_000,
    extensions_left: 2,
  },
});
const change = (state: SeatChange['state'], ...seat_ids: number[]) => [
  { sequence: 9, cause: 'expired', state, seat_ids } as SeatChange,
];

/** A house of one visitor, of whom is written down what is asked and what is told. */
function house(answers: Partial<MyHoldPorts['api']> = {}) {
  const asked: string[] = [];
  const told: string[] = [];
  let keys = 0;
  let held: Hold | undefined;
  const token: HoldToken = { success: true, hold_token: 'token', expires_at: '', expires_in_ms: 1 };
  const mine = new MyHold({
    api: {
      hold: () => Promise.resolve(yes(held)),
      putHold: (_event, seatIds) => {
        asked.push(`put ${seatIds.join(' ')}`);
        return Promise.resolve(yes((held = holdOf(...seatIds))));
      },
      putBestHold: (_event, wish) => {
        asked.push(`best ${JSON.stringify(wish)}`);
        return Promise.resolve(wish.together === false ? yes(holdOf(1, 9)) : no('not_together'));
      },
      deleteHold: () => {
        asked.push('delete');
        held = undefined;
        return Promise.resolve(yes(undefined));
      },
      extendHold: (_event, key) => {
        asked.push(`extend ${key}`);
        return Promise.resolve(yes(holdOf(1)));
      },
      holdToken: () => Promise.resolve(yes(token)),
      ...answers,
    },
    event: 'default',
    newKey: () => `key-${++keys}`,
    changed: () => undefined,
    held: ({ seatIds }, holdToken) => told.push(`held ${seatIds.join(' ')} by ${holdToken}`),
    ended: (why) => told.push(why),
    failed: (failure) => told.push(failure.kind === 'refused' ? failure.problem.reason : failure.because),
  });
  return { mine, asked, told, lose: () => (held = undefined) };
}

const lost = { ok: false, failure: { kind: 'unreachable', because: 'network' } } as const;
afterEach(() => void vi.useRealTimers());

describe('What a visitor of an embedded hall holds', () => {
  it('is what the clicks say, each judged by what the one before has led to', async () => {
    const { mine, asked, told } = house();
    await Promise.all([mine.toggle(1), mine.toggle(2), mine.toggle(1), mine.toggle(2)]);
    expect(asked).toEqual(['put 1', 'put 1 2', 'put 2', 'delete']);
    expect(told).toEqual(['held 1 by token', 'held 1 2 by token', 'held 2 by token', 'released']);
  });

  it('lasts as long as was said from when it was asked for: the answer’s way is no time of the visitor’s', async () => {
    const { mine } = house({
      hold: () => Promise.resolve({ ok: true, value: holdOf(4), sentAt: 5_000 }),
      extendHold: () => Promise.resolve({ ok: true, value: holdOf(4), sentAt: 9_000 }),
    });
    await mine.ask();
    expect(mine.hold?.endsAtMs).toBe(125_000);
    await mine.extend();
    expect(mine.hold?.endsAtMs).toBe(129_000);
  });

  it('stays when a click is refused', async () => {
    const { mine, told } = house();
    await mine.toggle(1);
    const refusing = house({ putHold: () => Promise.resolve(no('seat_held')) });
    await refusing.mine.toggle(2);
    expect(refusing.told).toEqual(['seat_held']);
    expect([mine.holds(1), refusing.mine.hold]).toEqual([true, undefined]);
    expect(told).toEqual(['held 1 by token']);
  });

  it('may be seats apart, where there are none together', async () => {
    const { mine, asked, told } = house();
    await mine.takeBest({ quantity: 2 });
    expect(asked).toEqual(['best {"quantity":2}', 'best {"quantity":2,"together":false}']);
    expect(told).toEqual(['held 1 9 by token']);
  });

  it('is reserved when the hall says so, and gone when the house says so', async () => {
    const { mine, told, lose } = house();
    await mine.toggle(1);
    mine.noteChanges(change('available', 5));
    mine.noteChanges(change('reserved', 1));
    expect(told.at(-1)).toBe('reserved');
    await mine.toggle(1);
    lose();
    mine.noteChanges(change('available', 1));
    await expect.poll(() => told.at(-1)).toBe('expired');
  });

  it('is not given up for what the stream tells of a click whose answer is still on its way', async () => {
    const { mine, told } = house();
    await Promise.all([mine.toggle(1), mine.toggle(2)]);
    const clicking = mine.toggle(1);
    await Promise.resolve();
    expect(mine.isBusy).toBe(true);
    mine.noteChanges(change('reserved', 2));
    await clicking;
    expect([told.includes('reserved'), mine.hold?.seatIds]).toEqual([false, [2]]);
  });

  it.each([
    ['available', 'expired'],
    ['reserved', 'reserved'],
  ] as const)('is gone when the hall says %s while something else is asked for', async (state, why) => {
    const { mine, told, lose } = house({ extendHold: () => Promise.resolve(no('seat_held')) });
    await mine.toggle(1);
    const extending = mine.extend();
    await Promise.resolve();
    expect(mine.isBusy).toBe(true);
    lose();
    mine.noteChanges(change(state, 1));
    await extending;
    await expect.poll(() => told.at(-1)).toBe(why);
    expect(mine.hold).toBeUndefined();
  });

  it('lasts longer once the shop has asked for more time', async () => {
    let leftMs = 20_000;
    const { mine, told } = house({
      hold: () => Promise.resolve(yes({ ...holdOf(1), expires_in_ms: leftMs })),
    });
    await mine.ask();
    const before = mine.hold?.endsAtMs ?? 0;
    leftMs = 140_000;
    mine.noteChanges([{ sequence: 9, cause: 'extended', state: 'held', seat_ids: [1] }]);
    await expect.poll(() => mine.hold?.endsAtMs ?? 0).toBeGreaterThan(before + 100_000);
    await expect.poll(() => told).toEqual(['held 1 by token', 'held 1 by token']);
  });

  it('is asked for until somebody answers, where a click was not answered, and told of once', async () => {
    vi.useFakeTimers();
    let isAway = true;
    const { mine, told } = house({
      putHold: () => Promise.resolve(lost),
      hold: () => Promise.resolve(isAway ? lost : yes(holdOf(1))),
    });
    await mine.toggle(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect([told, mine.hold]).toEqual([['network'], undefined]);
    isAway = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(['network', 'held 1 by token']);
    mine.stop();
  });

  it('is asked for no more once it was refused for good, or the hall has left the page', async () => {
    vi.useFakeTimers();
    let asks = 0;
    const asking = (answer: Outcome<never>) => ({
      putHold: () => Promise.resolve(lost),
      hold: () => Promise.resolve((++asks, answer)),
    });
    const { mine, told } = house(asking(no('seat_held')));
    await mine.toggle(1);
    await vi.advanceTimersByTimeAsync(120_000);
    expect([asks, told]).toEqual([1, ['network', 'seat_held']]);
    const left = house(asking(lost));
    await left.mine.toggle(1);
    await left.mine.toggle(1);
    left.mine.stop();
    await left.mine.toggle(1);
    await vi.advanceTimersByTimeAsync(120_000);
    expect([asks, left.told]).toEqual([1, ['network', 'network', 'network']]);
  });

  it('is asked for where the shop could not be given its token', async () => {
    vi.useFakeTimers();
    let isAway = true;
    const token: HoldToken = { success: true, hold_token: 'token', expires_at: '', expires_in_ms: 1 };
    const { mine, told } = house({ holdToken: () => Promise.resolve(isAway ? lost : yes(token)) });
    await mine.toggle(1);
    isAway = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual(['network', 'held 1 by token']);
    mine.stop();
  });

  it('is chosen further after something has broken', async () => {
    const { mine, told } = house({ extendHold: () => Promise.reject(new Error('broken')) });
    await mine.toggle(1);
    await expect(mine.extend()).rejects.toThrow('broken');
    expect(mine.isBusy).toBe(false);
    await mine.toggle(2);
    expect(told).toEqual(['held 1 by token', 'held 1 2 by token']);
  });

  it('is found again after a refresh, without a word where there is none', async () => {
    const nothing = house();
    await nothing.mine.ask();
    expect(nothing.told).toEqual([]);
    const something = house({ hold: () => Promise.resolve(yes(holdOf(4))) });
    await something.mine.ask();
    expect(something.told).toEqual(['held 4 by token']);
  });

  /** Whoever asks for more time is answered so, one answer after the other; the keys that were sent. */
  function extending(...answers: readonly Outcome<Hold>[]) {
    const left = [...answers];
    const keys: string[] = [];
    const given = house({
      extendHold: (_event, key) => (keys.push(key), Promise.resolve(left.shift() ?? lost)),
    });
    return { ...given, keys };
  }

  it.each([
    ['not answered', lost, 'network'],
    ['answered by an error, after which it may have been done', no('internal', 500), 'internal'],
  ])(
    'is given more time once, however often the same wish is asked, where it was %s',
    async (_, answer, word) => {
      const { mine, keys, told } = extending(answer, yes(holdOf(1)), no('seat_held'), yes(holdOf(1)));
      for (let times = 0; times < 4; times++) await mine.extend();
      mine.stop();
      expect(keys).toEqual(['key-1', 'key-1', 'key-2', 'key-3']);
      expect(told).toEqual([word, 'held 1 by token', 'seat_held', 'held 1 by token']);
    },
  );

  it('is not given the time of the hold before it, whose last wish was not answered', async () => {
    const { mine, keys } = extending(lost, yes(holdOf(2)));
    await mine.toggle(1);
    await mine.extend();
    await mine.release();
    await mine.toggle(2);
    await mine.extend();
    mine.stop();
    expect(keys).toEqual(['key-1', 'key-2']);
  });
});

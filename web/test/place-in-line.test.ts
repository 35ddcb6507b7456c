import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Door, refusal, unreachable } from './support/door.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('Who lines up', () => {
  it.each(['duplicate', 'forbidden'] as const)(
    'and may not is told why, and tries no more by itself: %s',
    async (reason) => {
      const door = new Door();
      door.instead['join'] = refusal(reason);
      await door.open();
      expect(door.watch.view).toMatchObject({ is: 'refused', failure: { problem: { reason } } });
      await vi.advanceTimersByTimeAsync(120_000);
      expect([door.count('join'), door.watch.trouble, door.memory.get()]).toEqual([1, null, undefined]);
    },
  );

  it.each([
    ['the server says that it may pass', refusal('unavailable', true)],
    ['nobody answers', unreachable],
  ])('tries again where %s', async (_, answer) => {
    const door = new Door();
    door.instead['join'] = answer;
    await door.open();
    expect([door.shown, door.watch.trouble]).toEqual(['asking', 'unreachable']);
    delete door.instead['join'];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 12 });
  });

  it('before the line forms by the server’s clock asks again, and calls that no trouble', async () => {
    const door = new Door();
    door.instead['join'] = refusal('not_on_sale');
    await door.open();
    expect([door.shown, door.watch.trouble, door.count('join')]).toEqual(['asking', null, 1]);
    delete door.instead['join'];
    await vi.advanceTimersByTimeAsync(31_000);
    expect([door.shown, door.count('join')]).toEqual(['waiting', 2]);
  });

  it('does not without the challenge for its work', async () => {
    const door = new Door();
    door.bits = 8;
    door.status = { proof_of_work_bits: 8 };
    door.instead['challenge'] = unreachable;
    await door.open();
    expect([door.count('join'), door.proven, door.watch.trouble]).toEqual([0, [], 'unreachable']);
  });
});

describe('Who has a number', () => {
  it('sees it while nobody says whether it still holds, and asks on', async () => {
    const door = new Door();
    door.number = 7;
    door.memory.note(7);
    door.instead['pass'] = unreachable;
    await door.open();
    expect([door.watch.view, door.watch.trouble]).toEqual([{ is: 'asking', number: 7 }, 'unreachable']);
    delete door.instead['pass'];
    await vi.advanceTimersByTimeAsync(5_000);
    expect([door.watch.view, door.count('join')]).toMatchObject([{ is: 'waiting', number: 7 }, 0]);
  });

  it('lines up anew where the server knows nothing of it', async () => {
    const door = new Door();
    door.memory.note(7, { aheadAtFirst: 3 });
    await door.open();
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 12 });
    expect(door.memory.get()).toEqual({ number: 12, aheadAtFirst: 11 });
  });

  it('keeps the place where leaving was not answered', async () => {
    const door = await new Door().open();
    door.instead['leave'] = unreachable;
    expect((await door.watch.leave()).ok).toBe(false);
    expect([door.shown, door.memory.get()]).toMatchObject(['waiting', { number: 12 }]);
  });

  it('is not doubted for two answers from before they joined, and is after the third in a row', async () => {
    const door = await new Door().open();
    door.status = { joined: 11 };
    await vi.advanceTimersByTimeAsync(5_000);
    expect(door.count('status')).toBe(3);
    // As many as the number: nobody is behind.
    door.status = { joined: 12 };
    await vi.advanceTimersByTimeAsync(2_300);
    door.status = { joined: 11 };
    await vi.advanceTimersByTimeAsync(5_000);
    expect([door.count('status'), door.count('pass')]).toEqual([6, 0]);
    await vi.advanceTimersByTimeAsync(2_300);
    expect([door.count('status'), door.count('pass'), door.count('join')]).toEqual([7, 1, 1]);
  });

  it('remembers how many were ahead at first, and the fingerprint only while the seed is secret', async () => {
    const door = new Door();
    door.status = { state: 'pre_queue', order: 'shuffle', pre_queued: null, seed_hash: 'abc' };
    await door.open();
    expect(door.memory.get()).toEqual({ number: 12, seedHash: 'abc' });
    door.status = { order: 'arrival', serving_number: 5, seed: '00', seed_hash: 'other' };
    await vi.advanceTimersByTimeAsync(60_000);
    door.status = { order: 'arrival', serving_number: 8, seed: '00', seed_hash: 'other' };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(door.watch.view).toMatchObject({ ahead: 3 });
    expect(door.memory.get()).toEqual({ number: 12, seedHash: 'abc', aheadAtFirst: 6 });
  });
});

describe('A turn', () => {
  it('that ended on its answer’s way is over a moment later', async () => {
    const door = await new Door().open();
    [door.turn, door.lateMs] = [1_000, 2_000];
    door.status = { serving_number: 12 };
    await vi.advanceTimersByTimeAsync(2_250 + 4_000);
    expect(door.shown).toBe('inside');
    await vi.advanceTimersByTimeAsync(299);
    expect(door.shown).toBe('inside');
    await vi.advanceTimersByTimeAsync(1);
    expect([door.shown, door.passes.at(-1)]).toEqual(['missed', undefined]);
  });

  it('that was used is used, also when the server is asked once more, and its pass is no more', async () => {
    const door = await new Door().letIn();
    door.watch.mine.used();
    expect([door.shown, door.passes.at(-1)]).toEqual(['used', undefined]);
    expect(door.memory.get()).toEqual({ number: 12, aheadAtFirst: 11 });
    door.turn = 'over';
    // Since then the doors have gone past it.
    door.status = { serving_number: 50, over_number: 40 };
    await door.watch.look({ anew: true });
    expect(door.shown).toBe('used');
  });

  it('that has not come can not be used', async () => {
    const door = await new Door().open();
    const passes = door.passes.length;
    door.watch.mine.used();
    expect([door.shown, door.passes.length]).toEqual(['waiting', passes]);
  });

  it.each([
    [20, 11, 'used'],
    [12, 11, 'used'],
    [20, 12, 'missed'],
    [11, 2, 'missed'],
  ])('that is over before its end was used: let in %s, over %s: %s', async (serving, over, shown) => {
    const door = new Door();
    [door.number, door.turn] = [12, 'over'];
    door.memory.note(12);
    door.status = { serving_number: serving, over_number: over };
    await door.open();
    expect(door.shown).toBe(shown);
  });

  it('of whom a command was turned away is asked about, and of whoever waits, too', async () => {
    const door = await new Door().letIn();
    door.lateMs = 1_000;
    door.watch.turnedAway();
    expect([door.watch.view, door.passes.at(-1)]).toEqual([{ is: 'called', number: 12 }, undefined]);
    await vi.advanceTimersByTimeAsync(2_100);
    expect([door.shown, door.passes.at(-1)]).toEqual(['inside', 'q1.12']);
    const waiting = await new Door().open();
    waiting.watch.turnedAway();
    await vi.advanceTimersByTimeAsync(0);
    expect([waiting.shown, waiting.count('pass')]).toEqual(['waiting', 1]);
  });

  it('that is missed stays so where giving it back was not answered, and nothing is asked', async () => {
    const door = new Door();
    [door.number, door.turn] = [3, 'over'];
    door.memory.note(3);
    await door.open();
    door.instead['leave'] = unreachable;
    const statuses = door.count('status');
    expect((await door.watch.rejoin()).ok).toBe(false);
    expect([door.shown, door.count('status'), door.count('join')]).toEqual(['missed', statuses, 0]);
  });
});

describe('Whoever looks', () => {
  it('once more while a look is on its way looks again when it is answered, one at a time', async () => {
    const door = await new Door().open();
    door.lateMs = 500;
    for (let times = 0; times < 3; times++) void door.watch.look();
    expect(door.count('status')).toBe(2);
    await vi.advanceTimersByTimeAsync(501);
    expect(door.count('status')).toBe(3);
    await vi.advanceTimersByTimeAsync(2_400);
    expect(door.count('status')).toBe(3);
  });

  it('and goes asks no more, neither at once nor later, also where the answer is on its way', async () => {
    const door = new Door();
    door.lateMs = 500;
    await door.open();
    door.watch.stop();
    await door.watch.look();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(door.asked).toEqual(['status']);
  });

  it('into a hall without doors, or after its sale, stands in no line', async () => {
    for (const status of [{ state: 'off' }, { state: 'closed', gathers_at: null }] as const) {
      const door = new Door();
      door.status = status;
      await door.open();
      await vi.advanceTimersByTimeAsync(29_999);
      expect([door.shown, door.asked]).toEqual(['open', ['status']]);
      await vi.advanceTimersByTimeAsync(1);
      expect(door.asked).toEqual(['status', 'status']);
    }
  });

  it('and has left on this device asks nothing of their own, and sees so', async () => {
    const door = new Door();
    door.memory.set('left');
    await door.open();
    expect([door.shown, door.asked, door.passes.at(-1)]).toEqual(['left', ['status'], undefined]);
  });

  it('knows no moment before the server has said how late it is, nor one that nobody has set', async () => {
    const door = new Door();
    expect(door.watch.momentOf('2030-01-01T10:00:00.000Z')).toBeUndefined();
    await door.open();
    expect(door.watch.momentOf(null)).toBeUndefined();
    expect(door.watch.momentOf('2030-01-01T10:00:00.000Z')).toBe(performance.now());
  });

  it('hears from another tab nothing that is no news', async () => {
    const door = new Door();
    expect(door.watch.mine.heardOfTab()).toBe(false);
    await door.open();
    expect(door.watch.mine.heardOfTab()).toBe(false);
    door.memory.note(13);
    expect(door.watch.mine.heardOfTab()).toBe(true);
  });
});

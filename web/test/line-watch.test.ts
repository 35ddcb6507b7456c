import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Door } from './support/door.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('standing in line', () => {
  it('lines up by itself, once, and asks nothing of its own while it waits', async () => {
    const door = await new Door().open();
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 12, ahead: 11 });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(door.count('join')).toBe(1);
    expect(door.count('pass')).toBe(0);
    expect(door.count('status')).toBeGreaterThan(100);
  });

  it('fetches the pass when the turn comes, and the turn ends when its time is over', async () => {
    const door = await new Door().letIn();
    expect(door.passes.at(-1)).toBe('q1.12');
    await vi.advanceTimersByTimeAsync(60_400);
    expect(door.shown).toBe('missed');
    expect(door.passes.at(-1)).toBeUndefined();
    expect(door.memory.get()).toMatchObject({ number: 12 });
  });

  it('has its turn for as long as was said from when it was asked: the answer’s way is no time of it', async () => {
    const door = await new Door().open();
    door.turn = 60_000;
    door.status = { serving_number: 12 };
    door.lateMs = 4_000;
    await vi.advanceTimersByTimeAsync(14_000);
    expect(door.shown).toBe('inside');
    const { view } = door.watch;
    const leftMs = view.is === 'inside' ? view.endsAt - performance.now() : Infinity;
    expect(leftMs).toBeLessThanOrEqual(56_000);
  });

  it('asks again where one server is ahead of another', async () => {
    const door = await new Door().open();
    door.status = { serving_number: 12 };
    await vi.advanceTimersByTimeAsync(3_000);
    expect(door.shown).toBe('called');
    door.turn = 60_000;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(door.shown).toBe('inside');
  });

  it('keeps the place over a reload, and the pass, too', async () => {
    const door = new Door();
    door.number = 7;
    door.turn = 30_000;
    door.memory.note(7, { pass: 'q1.7' });
    await door.open();
    expect(door.passes[0]).toBe('q1.7');
    expect(door.watch.view).toMatchObject({ is: 'inside', number: 7 });
    expect(door.count('join')).toBe(0);
  });

  it('has the place that another tab took', async () => {
    const door = new Door();
    door.number = 7;
    await door.open();
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 7 });
    expect(door.asked).toEqual(['status', 'join', 'pass']);
  });

  it('waits for the line to form, and lines up then', async () => {
    const door = new Door();
    door.status = { state: 'closed', gathers_at: '2030-01-01T10:00:30Z', opens_at: '2030-01-01T11:00:00Z' };
    await door.open();
    expect(door.shown).toBe('early');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(door.count('join')).toBe(0);
    door.status = { state: 'pre_queue' };
    await vi.advanceTimersByTimeAsync(5_000);
    expect(door.shown).toBe('gathering');
  });

  it('keeps what it shows while the server is away, tries more rarely, and goes on by itself', async () => {
    const door = await new Door().open();
    door.isAway = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(door.watch.trouble).toBe('unreachable');
    expect(door.shown).toBe('waiting');
    const before = door.count('status');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(door.count('status') - before).toBeLessThan(15);
    door.isAway = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(door.watch.trouble).toBeNull();
    expect(door.count('join')).toBe(1);
  });

  it('asks nothing without a network, and at once when it is back', async () => {
    const door = await new Door().open();
    door.isOnline = false;
    await vi.advanceTimersByTimeAsync(5_000);
    const before = door.asked.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(door.asked.length).toBe(before);
    expect(door.watch.trouble).toBe('offline');
    door.isOnline = true;
    await door.watch.look();
    expect(door.watch.trouble).toBeNull();
  });

  it('does the work that lining up takes, for the server’s challenge, and none where it takes none', async () => {
    const door = new Door();
    door.bits = 14;
    door.status = { proof_of_work_bits: 14 };
    await door.open();
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 12 });
    expect([door.proven, door.count('challenge'), door.count('join')]).toEqual([[14], 1, 1]);
    expect((await new Door().open()).count('challenge')).toBe(0);
  });

  it('tries again where what does the work could not be fetched', async () => {
    const door = new Door();
    door.bits = 14;
    door.status = { proof_of_work_bits: 14 };
    door.unfetched = 2;
    await door.open();
    expect([door.shown, door.watch.trouble]).toEqual(['asking', 'unreachable']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 12 });
    expect(door.watch.trouble).toBeNull();
  });

  it('does more of it when it has just become harder', async () => {
    const door = new Door();
    door.bits = 14;
    door.status = { proof_of_work_bits: 10 };
    await door.open();
    expect(door.shown).toBe('asking');
    door.status = { proof_of_work_bits: 14 };
    await vi.advanceTimersByTimeAsync(5_000);
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 12 });
    expect(door.proven.at(-1)).toBe(14);
  });

  it('lines up anew when the line has forgotten everybody', async () => {
    const door = await new Door().open();
    door.number = undefined;
    door.status = { joined: 0 };
    await vi.advanceTimersByTimeAsync(4_000);
    expect(door.count('join')).toBe(1);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(door.count('join')).toBe(2);
    expect(door.shown).toBe('waiting');
  });

  it('lines up again after a missed turn only when it is told to, and then at the end', async () => {
    const door = new Door();
    door.number = 3;
    door.turn = 'over';
    door.memory.note(3);
    await door.open();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(door.shown).toBe('missed');
    expect(door.count('join')).toBe(0);
    await door.watch.rejoin();
    expect(door.watch.view).toMatchObject({ is: 'waiting', number: 12 });
  });

  it('ends a place by what happens to it, not by the end of a turn that was given back', async () => {
    for (const anew of [true, false]) {
      const door = await new Door().letIn();
      door.status = {};
      await (anew ? door.watch.rejoin() : door.watch.leave());
      const after = anew ? 'waiting' : 'left';
      expect(door.shown).toBe(after);
      await vi.advanceTimersByTimeAsync(120_000);
      expect([door.shown, door.passes.at(-1)]).toEqual([after, undefined]);
    }
  });

  it.each([
    ['waits', undefined, 'waiting'],
    ['is let in', 60_000, 'inside'],
  ] as const)('has left though an answer that came after that says that one %s', async (_what, turn, was) => {
    const door = await new Door().open();
    door.lateMs = 1_000;
    door.turn = turn;
    void door.watch.look({ anew: true });
    await vi.advanceTimersByTimeAsync(1_500);
    door.lateMs = 0;
    await door.watch.leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([door.shown, door.memory.get(), door.count('pass'), door.count('join')]).toEqual([
      'left',
      'left',
      1,
      1,
    ]);
    // As long as one stays it is what counts.
    const other = await new Door().open();
    other.turn = turn;
    await other.watch.look({ anew: true });
    expect(other.shown).toBe(was);
  });

  it('does not line up again by itself whoever has left, in no tab', async () => {
    const door = await new Door().open();
    await door.watch.leave();
    expect(door.shown).toBe('left');
    await door.watch.look({ anew: true });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(door.shown).toBe('left');
    expect(door.count('join')).toBe(1);
  });

  it('follows the other tabs: who left there has left here, and whose turn came there has it here', async () => {
    const door = await new Door().open();
    door.turn = 60_000;
    door.memory.note(12, { pass: 'q1.12' });
    door.watch.heardOfTab();
    await vi.advanceTimersByTimeAsync(0);
    expect(door.shown).toBe('inside');
    // The pass may be written anew without meaning anything else.
    const before = door.asked.length;
    door.memory.note(12, { pass: 'q1.12-again' });
    door.watch.heardOfTab();
    await vi.advanceTimersByTimeAsync(0);
    expect(door.asked.length).toBe(before);
    door.memory.set('left');
    door.watch.heardOfTab();
    expect(door.shown).toBe('left');
  });

  it('tells a turn that was used from one that was missed', async () => {
    const door = new Door();
    door.number = 3;
    door.turn = 'over';
    door.memory.note(3);
    door.status = { serving_number: 20, over_number: 2 };
    await door.open();
    expect(door.shown).toBe('used');
  });

  it('asks where it stands when a command was turned away', async () => {
    const door = await new Door().open();
    door.turn = 60_000;
    door.status = { serving_number: 12 };
    await vi.advanceTimersByTimeAsync(3_000);
    door.turn = 'over';
    door.status = { serving_number: 30, over_number: 12 };
    door.watch.turnedAway();
    await vi.advanceTimersByTimeAsync(0);
    expect(door.shown).toBe('missed');
    expect(door.passes.at(-1)).toBeUndefined();
  });

  it('goes by the truest of the server times that it heard', async () => {
    const door = new Door();
    door.status = { state: 'pre_queue', opens_at: '2030-01-01T10:01:00.000Z' };
    await door.open();
    const first = door.watch.momentOf('2030-01-01T10:01:00.000Z') ?? 0;
    expect(first - performance.now()).toBe(60_000);
    // A cached answer brings the same time later.
    await vi.advanceTimersByTimeAsync(4_000);
    expect(door.watch.momentOf('2030-01-01T10:01:00.000Z')).toBe(first);
  });
});

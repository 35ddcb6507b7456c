import type { Seat, SeatChange, SeatState } from '@jari/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeatLog } from '../src/seat-log.ts';
import { SeatsById } from '../src/seat-store.ts';

const seat = (id: number, state: SeatState = 'available'): Seat => ({
  id,
  state,
  status: state === 'reserved',
  label: `S${id}`,
});
const EPOCH = 'k3f09a1c';
const positionOf = (sequence: number, check = '9be21f04', epoch = EPOCH) => `${epoch}.${check}:${sequence}`;
const list = (sequence: number, ...seats: Seat[]) => ({
  event: 'default',
  epoch: EPOCH,
  position: positionOf(sequence),
  sequence,
  server_time: '2026-01-01T00:00:00Z',
  seats,
});
const change = (sequence: number, id: number, state: SeatState): SeatChange => ({
  sequence,
  cause: state === 'held' ? 'held' : state === 'reserved' ? 'reserved' : 'released',
  state,
  seat_ids: [id],
});

function logOf(sequence: number, ...seats: Seat[]): SeatLog<SeatsById> {
  const log = new SeatLog(new SeatsById());
  log.replace(list(sequence, ...seats));
  return log;
}

describe('the seat log', () => {
  it('applies the next change and says which', () => {
    const log = logOf(4, seat(1));
    const applied = log.apply(change(5, 1, 'held'));
    expect(applied).toEqual({ kind: 'applied', changes: [change(5, 1, 'held')] });
    expect(log.store.seats.get(1)?.state).toBe('held');
    expect(log.sequence).toBe(5);
  });

  it('ignores a change that it has already', () => {
    const log = logOf(5, seat(1, 'reserved'));
    expect(log.apply(change(5, 1, 'held')).kind).toBe('ignored');
    expect(log.store.seats.get(1)?.state).toBe('reserved');
  });

  it('asks for what is missing, keeps what came early, and applies it in order', () => {
    const log = logOf(1, seat(1));
    expect(log.apply(change(3, 1, 'reserved'))).toEqual({ kind: 'missing' });
    expect(log.store.seats.get(1)?.state).toBe('available');
    const applied = log.apply(change(2, 1, 'held'));
    expect(applied.kind === 'applied' && applied.changes.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(log.store.seats.get(1)).toMatchObject({ state: 'reserved', status: true });
  });

  it('keeps a thousand changes that came early and no more, and misses none of the others', () => {
    const log = logOf(0, seat(1));
    for (let sequence = 2; sequence <= 1_501; sequence++) log.apply(change(sequence, 1, 'held'));
    const applied = log.apply(change(1, 1, 'held'));
    expect(applied.kind === 'applied' && applied.changes.length).toBe(1_001);
    expect(log.sequence).toBe(1_001);
    expect(log.apply(change(1_003, 1, 'held'))).toEqual({ kind: 'missing' });
  });

  it('does not go back to an older list', () => {
    const log = logOf(7, seat(1, 'held'));
    expect(log.replace(list(6, seat(1))).kind).toBe('older');
    expect(log.store.seats.get(1)?.state).toBe('held');
  });

  it('takes a smaller list of another epoch: the ledger was replaced', () => {
    const log = logOf(7, seat(1, 'held'), seat(2));
    const replaced = { ...list(2, seat(1)), epoch: 'other', position: positionOf(2, '00000000', 'other') };
    expect(log.replace(replaced).kind).toBe('restarted');
    expect(log.position).toBe(replaced.position);
    expect([...log.store.seats.values()]).toEqual([seat(1)]);
  });

  it('takes a list with its own number and another position: the histories have parted', () => {
    const log = logOf(7, seat(1, 'held'));
    expect(log.replace({ ...list(7, seat(1)), position: positionOf(7, '00000000') }).kind).toBe('restarted');
    expect(log.store.seats.get(1)?.state).toBe('available');
  });

  it('goes back when it is told to, and forgets what came early in the old history', () => {
    const log = logOf(7, seat(1, 'held'), seat(2));
    log.apply(change(9, 2, 'reserved'), positionOf(9));
    log.restart(list(7, seat(1), seat(2)));
    expect(log.isWaiting).toBe(false);
    log.apply(change(8, 1, 'reserved'), positionOf(8, '00000000'));
    expect(log.sequence).toBe(8);
    expect(log.store.seats.get(2)?.state).toBe('available');
  });

  it('says forked when its own number comes again under another position', () => {
    const log = logOf(4, seat(1));
    log.apply(change(5, 1, 'held'), positionOf(5));
    expect(log.apply(change(5, 1, 'held'), positionOf(5)).kind).toBe('ignored');
    expect(log.apply(change(5, 1, 'reserved'), positionOf(5, '00000000')).kind).toBe('forked');
  });

  it('stands where its last change stands, also when that one came early', () => {
    const log = logOf(1, seat(1));
    log.apply(change(3, 1, 'available'), positionOf(3));
    log.apply(change(4, 1, 'reserved'), positionOf(4));
    const asked = { event: 'default', epoch: EPOCH, has_more: false, reload: false, sequence: 4 };
    const changes = [change(2, 1, 'held'), change(3, 1, 'available')];
    log.applyAll({ ...asked, position: positionOf(3), changes });
    expect(log.sequence).toBe(4);
    expect(log.position).toBe(positionOf(4));
  });

  it('joins early changes to no answer that does not know them, and says that they are missing', () => {
    const log = logOf(1, seat(1));
    log.apply(change(4, 1, 'reserved'), positionOf(4, '00000000'));
    const asked = { event: 'default', epoch: EPOCH, has_more: false, reload: false, sequence: 3 };
    const changes = [change(2, 1, 'held'), change(3, 1, 'available')];
    log.applyAll({ ...asked, position: positionOf(3), changes });
    expect(log.position).toBe(positionOf(3));
    expect(log.isWaiting).toBe(true);
    log.apply(change(4, 1, 'held'), positionOf(4));
    expect(log.isWaiting).toBe(false);
    expect(log.store.seats.get(1)?.state).toBe('held');
  });

  it('drops early changes that a list has overtaken', () => {
    const log = logOf(1, seat(1));
    log.apply(change(3, 1, 'held'));
    log.replace(list(5, seat(1, 'reserved')));
    expect(log.apply(change(6, 1, 'available')).kind).toBe('applied');
    expect(log.store.seats.get(1)?.state).toBe('available');
  });

  it('leaves an unchanged seat’s object alone, so that nothing is redrawn', () => {
    const log = logOf(1, seat(1), seat(2));
    const before = log.store.seats.get(1);
    log.replace(list(2, seat(1), seat(2, 'held')));
    expect(log.store.seats.get(1)).toBe(before);
  });

  it('ends in the same hall whatever the order and however often changes arrive', () => {
    const states = fc.constantFrom<SeatState[]>('available', 'held', 'reserved', 'blocked');
    const history = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), states), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (steps, dice) => {
        const changes = steps.map(([id, state], index) => change(index + 1, id, state));
        const shuffled = [...changes, ...changes.slice(0, 10)]
          .map((entry) => ({ entry, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at);
        const log = logOf(0, ...Array.from({ length: 9 }, (_, index) => seat(index + 1)));
        for (const { entry } of shuffled) log.apply(entry);
        const expected = new Map(Array.from({ length: 9 }, (_, index) => [index + 1, 'available']));
        for (const [id, state] of steps) expected.set(id, state);
        expect(log.sequence).toBe(changes.length);
        expect(new Map([...log.store.seats].map(([id, { state }]) => [id, state]))).toEqual(expected);
      }),
    );
  });
});

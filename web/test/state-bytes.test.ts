import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeatState } from '@jari/contract';
import { changedOwn, viewer } from '#lib/map/own-seats.ts';
import { StateBytes } from '@jari/client/state-bytes';
import { smallHall } from './support/drawing.ts';

describe('the states of a large hall', () => {
  it('reads a letter a seat, and takes an unknown letter for a seat that is not for sale', () => {
    const bytes = new StateBytes();
    bytes.takeLetters('ahrb?');
    expect([1, 2, 3, 4, 5].map((id) => bytes.stateOf(id))).toEqual([
      'available',
      'held',
      'reserved',
      'blocked',
      'blocked',
    ]);
    expect(bytes.freeCount).toBe(1);
    expect(bytes.blockedCount).toBe(2);
  });

  it('takes every state after every other', () => {
    const states: readonly SeatState[] = ['available', 'held', 'reserved', 'blocked'];
    for (const before of states) {
      for (const after of states) {
        const bytes = new StateBytes();
        bytes.takeSeats([{ id: 1, state: before }]);
        bytes.change([1], after);
        expect([before, bytes.stateOf(1)]).toEqual([before, after]);
      }
    }
  });

  it('counts what is free in each section and category, whether the drawing comes before or after', async () => {
    const model = await smallHall();
    const letters = 'aaaahhhhaaaarrrraabbb';
    const [early, late] = [new StateBytes(), new StateBytes()];
    early.countBy(model);
    early.takeLetters(letters);
    late.takeLetters(letters);
    late.countBy(model);
    for (const bytes of [early, late]) {
      expect([...bytes.freeInSection]).toEqual([4, 4, 2]);
      expect([...bytes.freeInCategory]).toEqual([6, 4]);
      expect(bytes.freeCount).toBe(10);
    }
  });

  it('has the same counts after any changes as if it were counted anew', async () => {
    const model = await smallHall();
    const state = fc.constantFrom<SeatState[]>('available', 'held', 'reserved', 'blocked');
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 21 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.record({ ids, state })), (changes) => {
        const bytes = new StateBytes();
        bytes.countBy(model);
        bytes.takeLetters('a'.repeat(21));
        for (const change of changes) bytes.change(change.ids, change.state);
        const sections = [...bytes.freeInSection];
        const categories = [...bytes.freeInCategory];
        const { freeCount, blockedCount } = bytes;
        bytes.countBy(model);
        expect([...bytes.freeInSection]).toEqual(sections);
        expect([...bytes.freeInCategory]).toEqual(categories);
        expect([bytes.freeCount, bytes.blockedCount]).toEqual([freeCount, blockedCount]);
      }),
    );
  });

  it('tells of every whole list that it takes, also of one for a hall of the same size', () => {
    const bytes = new StateBytes();
    const told: unknown[] = [];
    bytes.listen((ids) => told.push(ids));
    bytes.takeLetters('aah');
    bytes.takeLetters('hha');
    bytes.takeSeats([1, 2, 3].map((id) => ({ id, state: 'reserved' })));
    bytes.takeSeats([{ id: 1, state: 'available' }]);
    expect(told).toEqual(['all', 'all', 'all', 'all']);
    expect([bytes.stateOf(1), bytes.stateOf(2), bytes.freeCount]).toEqual(['available', 'blocked', 1]);
  });

  it('tells only of seats that really changed', () => {
    const bytes = new StateBytes();
    bytes.takeLetters('aah');
    const told: unknown[] = [];
    const stop = bytes.listen((ids) => told.push(ids));
    bytes.change([1, 3], 'held');
    bytes.change([1, 3], 'held');
    bytes.change([99], 'held');
    stop();
    bytes.change([2], 'held');
    expect(told).toEqual([[1]]);
  });
});

describe('seats as their visitor sees them', () => {
  const own = { held: [2], pending: [3], reserved: [4], justGivenBack: [5, 6] };

  it('shows what is mine as mine, and what I just gave back as free until the server says more', () => {
    const bytes = new StateBytes();
    bytes.takeLetters('hhhrhr');
    const viewOf = viewer(bytes, own);
    expect([1, 2, 3, 4, 5, 6].map(viewOf)).toEqual([
      'held',
      'mine',
      'mine',
      'mine-reserved',
      'available',
      'reserved',
    ]);
  });

  it('finds the seats to draw again when what is mine changes', () => {
    expect(changedOwn(own, { ...own, held: [2, 7], pending: [] }).sort()).toEqual([3, 7]);
    expect(changedOwn(own, own)).toEqual([]);
  });
});

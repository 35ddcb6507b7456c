import { describe, expect, it } from 'vitest';
import { runsOfRow } from '../src/neighbours.ts';

const at = (...xs: number[]) => xs.map((x) => ({ x, y: 0 }));

describe('seats in a row', () => {
  it('are beside each other', () => {
    expect(runsOfRow(at(0, 1, 2, 3))).toEqual([4]);
    expect(runsOfRow(at(5))).toEqual([1]);
    expect(runsOfRow([])).toEqual([]);
  });

  it('are parted by a distance much wider than the usual one', () => {
    expect(runsOfRow(at(0, 1, 3, 4, 6))).toEqual([2, 2, 1]);
    expect(runsOfRow(at(0, 10, 20, 38, 48))).toEqual([3, 2]);
  });

  it('are not parted by one that is a little wider', () => {
    expect(runsOfRow(at(0, 10, 20, 37, 47))).toEqual([5]);
  });

  it('may stand in a curve, or from right to left', () => {
    const curve = Array.from({ length: 9 }, (_, i) => ({ x: Math.cos(i / 5), y: Math.sin(i / 5) }));
    expect(runsOfRow(curve)).toEqual([9]);
    expect(runsOfRow(at(9, 8, 7, 5, 4))).toEqual([3, 2]);
  });

  it('are parted by an aisle whichever way the row runs, as in the boxes at a side', () => {
    const places = [0, 1, 2, 5, 6];
    expect(runsOfRow(places.map((y) => ({ x: 7, y })))).toEqual([3, 2]);
    expect(runsOfRow(places.map((at) => ({ x: -at, y: at * 2 })))).toEqual([3, 2]);
  });

  it('know an aisle between three of them', () => {
    expect(runsOfRow(at(0, 1, 4))).toEqual([2, 1]);
  });
});

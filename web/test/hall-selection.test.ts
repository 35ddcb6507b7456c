import { describe, expect, it } from 'vitest';
import { seatsInBox, seatsInLasso, thinned } from '#lib/admin/hall/lasso.ts';
import {
  added,
  extended,
  groupToggled,
  narrowed,
  NOTHING,
  removed,
  runsOf,
  seatsOfRow,
  seatsOfSection,
  seatsThat,
  toggled,
  type Selection,
} from '#lib/admin/hall/selection.ts';
import { gridDrawing, modelOf } from '#lib/map/hall-model.ts';
import { smallHall } from './support/drawing.ts';

const sorted = ({ ids }: Selection) => [...ids].sort((a, b) => a - b);

describe('a selection of seats', () => {
  it('takes a seat in and out again, and remembers it as the beginning of a range', () => {
    const one = toggled(NOTHING, 5);
    expect(one).toEqual({ ids: new Set([5]), anchor: 5 });
    expect(sorted(toggled(one, 5))).toEqual([]);
    expect(sorted(NOTHING)).toEqual([]);
  });

  it('reaches along a row, in both directions, and keeps what was chosen before', async () => {
    const model = await smallHall();
    expect(sorted(extended(model, toggled(NOTHING, 2), 4))).toEqual([2, 3, 4]);
    expect(sorted(extended(model, toggled(added(NOTHING, [9]), 4), 1))).toEqual([1, 2, 3, 4, 9]);
  });

  it('goes on from the same beginning when the range is stretched again', async () => {
    const model = await modelOf(gridDrawing(2, 10, '#8f7fd6'));
    const first = extended(model, toggled(NOTHING, 2), 4);
    expect(sorted(extended(model, first, 6))).toEqual([2, 3, 4, 5, 6]);
  });

  it('spans a box where the range ends in another row', async () => {
    const model = await modelOf(gridDrawing(4, 5, '#8f7fd6'));
    expect(sorted(extended(model, toggled(NOTHING, 2), 13))).toEqual([2, 3, 7, 8, 12, 13]);
  });

  it('begins with the seat itself where there is nothing to reach from', async () => {
    expect(sorted(extended(await smallHall(), NOTHING, 3))).toEqual([3]);
  });

  it('takes a row, a section or whatever fits in as a whole, and out when all of it is in', async () => {
    const model = await smallHall();
    expect(seatsOfRow(model, 1)).toEqual([5, 6, 7, 8]);
    expect(seatsOfSection(model, 2)).toEqual([17, 18, 19, 20, 21]);
    const balcony = seatsThat(model, (id) => model.category[id - 1] === 1);
    expect(balcony).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);

    const part = toggled(NOTHING, 5);
    const row = groupToggled(part, seatsOfRow(model, 1));
    expect(sorted(row)).toEqual([5, 6, 7, 8]);
    expect(sorted(groupToggled(row, seatsOfRow(model, 1)))).toEqual([]);
    expect(sorted(groupToggled(row, []))).toEqual([5, 6, 7, 8]);
  });

  it('is narrowed to some of its seats and loses others', () => {
    const some = added(NOTHING, [1, 2, 3, 4]);
    expect(sorted(narrowed(some, (id) => id > 2))).toEqual([3, 4]);
    expect(sorted(removed(some, [2, 9]))).toEqual([1, 3, 4]);
  });

  it('falls into runs that end where a row ends', async () => {
    const model = await smallHall();
    expect(runsOf(model, new Set([6, 5, 2, 4, 3, 20]))).toEqual([
      { first: 2, count: 3 },
      { first: 5, count: 2 },
      { first: 20, count: 1 },
    ]);
  });
});

describe('a lasso', () => {
  it('takes the seats that a box covers, whichever section they are in', async () => {
    expect(seatsInBox(await smallHall(), { minX: 15, minY: -5, maxX: 65, maxY: 5 })).toEqual([3, 4, 9]);
  });

  it('takes what its line goes around, and nothing in the corners of the box around the line', async () => {
    const model = await modelOf(gridDrawing(5, 5, '#8f7fd6'));
    const diamond = [
      { x: 2, y: -0.5 },
      { x: 4.5, y: 2 },
      { x: 2, y: 4.5 },
      { x: -0.5, y: 2 },
    ];
    expect(seatsInLasso(model, diamond)).toEqual([3, 7, 8, 9, 11, 12, 13, 14, 15, 17, 18, 19, 23]);
  });

  it('goes around nothing while it is only a stroke', async () => {
    const stroke = [
      { x: 0, y: 0 },
      { x: 50, y: 50 },
    ];
    expect(seatsInLasso(await smallHall(), stroke)).toEqual([]);
  });

  it('leaves places of a standing area alone: they all lie in its middle', async () => {
    const model = await smallHall();
    expect(seatsInBox(model, { minX: -1, minY: -1, maxX: 200, maxY: 100 })).toHaveLength(16);
  });

  it('forgets points that follow each other closely', () => {
    const points = Array.from({ length: 100 }, (_, x) => ({ x: x / 10, y: 0 }));
    expect(thinned(points, 1).map(({ x }) => x)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

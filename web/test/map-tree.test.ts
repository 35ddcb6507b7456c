import { describe, expect, it } from 'vitest';
import { gridDrawing, modelOf } from '#lib/map/hall-model.ts';
import { keyOf, Tree, type Opened } from '#lib/map/tree.ts';
import { smallHall } from './support/drawing.ts';

const keys = (tree: Tree) =>
  Array.from({ length: tree.length }, (_, place) => {
    const placed = tree.at(place);
    return placed ? `${keyOf(placed.item)}@${placed.level}:${placed.position}/${placed.siblings}` : 'nothing';
  });

describe('the tree of a hall', () => {
  it('begins with the sections alone', async () => {
    const tree = new Tree(await smallHall(), { section: undefined, row: undefined });
    expect(keys(tree)).toEqual(['section-0@1:1/3', 'section-1@1:2/3', 'section-2@1:3/3']);
    expect(tree.at(0)?.isOpen).toBe(false);
    expect(tree.at(2)?.isOpen, 'a standing area holds no seats to open').toBeUndefined();
  });

  it('has the rows of the open section, and the seats of the open row, in their place', async () => {
    const tree = new Tree(await smallHall(), { section: 1, row: 2 });
    expect(keys(tree)).toEqual([
      'section-0@1:1/3',
      'section-1@1:2/3',
      'row-2@2:1/2',
      'seat-9@3:1/4',
      'seat-10@3:2/4',
      'seat-11@3:3/4',
      'seat-12@3:4/4',
      'row-3@2:2/2',
      'section-2@1:3/3',
    ]);
    expect(tree.at(9)).toBeUndefined();
  });

  it('finds each item at the place where it stands, whatever is open', async () => {
    const model = await smallHall();
    const grid = await modelOf(gridDrawing(20, 15, '#8f7fd6'));
    const states: [typeof model, Opened][] = [
      [model, { section: undefined, row: undefined }],
      [model, { section: 0, row: undefined }],
      [model, { section: 0, row: 1 }],
      [model, { section: 1, row: 3 }],
      [grid, { section: undefined, row: undefined }],
      [grid, { section: undefined, row: 7 }],
    ];
    for (const [of, opened] of states) {
      const tree = new Tree(of, opened);
      for (let place = 0; place < tree.length; place++) {
        const item = tree.at(place)?.item;
        expect(item && tree.placeOf(item)).toBe(place);
      }
    }
  });

  it('leaves the section out where there is only one', async () => {
    const grid = await modelOf(gridDrawing(20, 15, '#8f7fd6'));
    const tree = new Tree(grid, { section: undefined, row: 0 });
    expect(keys(tree).slice(0, 2)).toEqual(['row-0@1:1/20', 'seat-1@2:1/15']);
    expect(tree.parentOf({ is: 'row', row: 0 })).toBeUndefined();
    expect(tree.parentOf({ is: 'seat', seat: 16 })).toEqual({ is: 'row', row: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { gridDrawing, modelOf } from '#lib/map/hall-model.ts';
import { keyOf, Tree, type Opened } from '#lib/map/tree.ts';
import { TreeWalk } from '#lib/map/tree-walk.svelte.ts';
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

describe('a walk through the tree of a hall', () => {
  const keyAt = (walk: TreeWalk) => walk.placed && keyOf(walk.placed.item);
  const gridWalk = async () => {
    const grid = await modelOf(gridDrawing(25, 15, '#8f7fd6'));
    return new TreeWalk(() => grid, 5);
  };

  it('leads ten places on and back, and to the ends where there are fewer', async () => {
    const walk = await gridWalk();
    const led = ['PageDown', 'PageDown', 'PageDown', 'PageUp', 'PageUp', 'PageUp', 'End', 'Home'].map(
      (key) => {
        expect(walk.follow(key)).toBe(true);
        return keyAt(walk);
      },
    );
    expect(led).toEqual(['row-10', 'row-20', 'row-24', 'row-14', 'row-4', 'row-0', 'row-24', 'row-0']);
  });

  it('goes into what is open and out again, and stays where nothing is further that way', async () => {
    const walk = await gridWalk();
    const keys = ['ArrowUp', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft'];
    const led = keys.map((key) => {
      expect(walk.follow(key)).toBe(true);
      return `${keyAt(walk)} ${walk.placed?.isOpen}`;
    });
    expect(led).toEqual([
      'row-0 false',
      'row-0 false',
      'row-0 true',
      'seat-1 undefined',
      'seat-2 undefined',
      'row-0 true',
      'row-0 false',
    ]);
    expect(walk.follow('x')).toBe(false);
  });

  it('has in the page what is around, and no more', async () => {
    const walk = await gridWalk();
    expect(walk.shown.map(({ item }) => keyOf(item))).toEqual([0, 1, 2, 3, 4, 5].map((row) => `row-${row}`));
    walk.follow('PageDown');
    expect(walk.shown.map(({ item }) => keyOf(item))).toEqual(
      Array.from({ length: 11 }, (_, i) => `row-${i + 5}`),
    );
  });
});

import type { PlanDrawing } from '@jari/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gridDrawing, isStanding, modelOf } from '#lib/map/hall-model.ts';
import { HitTest } from '#lib/map/hit-test.ts';
import { nearestOnMap } from '#lib/map/nearest.ts';
import { breather } from '#lib/map/pause.ts';
import { TreeWalk } from '#lib/map/tree-walk.svelte.ts';
import { smallDrawing, smallHall } from './support/drawing.ts';

afterEach(() => void vi.useRealTimers());

describe('a seat under a finger', () => {
  it('is the nearest, also where the hall is indexed in portions', async () => {
    const model = await modelOf(gridDrawing(40, 40, '#112233'));
    const hits = await HitTest.build(model);
    // The 512th is the last of the first portion; beside, behind and in front of it are others.
    const at = (id: number) => [model.x[id - 1] ?? 0, model.y[id - 1] ?? 0] as const;
    for (const id of [1, 511, 512, 513, 552, 472, 1_600]) {
      const [x, y] = at(id);
      expect(hits.seatAt(x + 0.3, y + 0.3, 5)).toBe(id);
    }
    expect([hits.seatAt(-1, 0, 1), hits.seatAt(-1.01, 0, 1)]).toEqual([1, undefined]);
  });

  it('is none of a crowd’s places, however many they are', async () => {
    const crowd: PlanDrawing = {
      ...smallDrawing,
      seat_count: 1_216,
      sections: [
        {
          name: 'Crowd',
          standing: { capacity: 1_200, category: 0, outline: [0, 0, 1000, 0, 1000, 400, 0, 400] },
        },
        ...smallDrawing.sections.slice(0, 2),
      ],
    };
    const model = await modelOf(crowd);
    const hits = await HitTest.build(model);
    expect([isStanding(model, 1_200), isStanding(model, 1_201)]).toEqual([true, false]);
    expect(hits.seatAt(0, 0, 1)).toBe(1_201);
    expect([hits.standingAt(50, 20), hits.standingAt(50, 41)]).toEqual([0, undefined]);
  });
});

describe('work on a stadium', () => {
  it('lets the page breathe when it has taken long, and not before', async () => {
    vi.useFakeTimers({ now: 0 });
    const breathe = breather();
    let breaths = 0;
    const work = async (ms: number) => {
      vi.advanceTimersByTime(ms);
      const before = vi.getTimerCount();
      const rest = breathe();
      breaths += vi.getTimerCount() - before;
      await vi.advanceTimersByTimeAsync(0);
      await rest;
    };
    for (const ms of [4, 0.9, 0.2, 4, 2]) await work(ms);
    expect(breaths).toBe(2);
  });

  it('pauses now and then while it is measured and indexed', async () => {
    let pauses = 0;
    const pause = () => Promise.resolve(void pauses++);
    const model = await modelOf(gridDrawing(130, 10, '#112233'), pause);
    // Once decoded, every sixty-four rows, and after each section.
    expect(pauses).toBe(4);
    pauses = 0;
    await HitTest.build(model, pause);
    expect(pauses).toBe(3);
  });
});

describe('the seats nearest to those that were lost', () => {
  it('are found wherever they come in the hall, a row behind counting for more than a seat beside', async () => {
    const model = await modelOf(gridDrawing(5, 9, '#112233'));
    // In the middle of the third row: those before it come first, those behind it last.
    expect(nearestOnMap(model, () => true, [23])).toHaveLength(1);
    expect(nearestOnMap(model, (id) => id !== 22 && id !== 24, [23])).toEqual([14]);
    expect(nearestOnMap(model, (id) => [1, 25, 32].includes(id), [23])).toEqual([32]);
    expect(nearestOnMap(model, (id) => [1, 21, 5].includes(id), [23])).toEqual([21]);
    expect(nearestOnMap(model, (id) => [1, 2, 40, 41, 31].includes(id), [22, 23])).toEqual([31, 40]);
    expect(nearestOnMap(model, () => true, [])).toBeUndefined();
  });
});

describe('a walk along the tree with the keyboard', () => {
  it('opens a section, a row, and comes back the same way', async () => {
    const model = await smallHall();
    const walk = new TreeWalk(() => model, 20);
    const at = () => walk.placed?.item;
    const press = (...keys: readonly string[]) => keys.map((key) => walk.follow(key));
    press('ArrowRight');
    expect([at(), walk.placed?.isOpen]).toEqual([{ is: 'section', section: 0 }, true]);
    press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown');
    expect(at()).toEqual({ is: 'seat', seat: 2 });
    // On a seat there is nothing to open.
    press('ArrowRight');
    expect(at()).toEqual({ is: 'seat', seat: 2 });
    press('ArrowLeft');
    expect([at(), walk.placed?.isOpen]).toEqual([{ is: 'row', row: 0 }, true]);
    press('ArrowLeft');
    expect([at(), walk.placed?.isOpen]).toEqual([{ is: 'row', row: 0 }, false]);
    press('ArrowLeft');
    expect(at()).toEqual({ is: 'section', section: 0 });
    press('ArrowLeft');
    expect(walk.placed?.isOpen).toBe(false);
    expect(press('Enter', 'ArrowUp')).toEqual([false, true]);
    expect(at()).toEqual({ is: 'section', section: 0 });
  });

  it('ends at both ends, and a page is ten items', async () => {
    const model = await modelOf(gridDrawing(25, 4, '#112233'));
    const walk = new TreeWalk(() => model, 2);
    const row = () => (walk.placed?.item.is === 'row' ? walk.placed.item.row : undefined);
    const after = (key: string) => (walk.follow(key), row());
    expect(
      ['PageDown', 'PageDown', 'PageDown', 'ArrowDown', 'PageUp', 'Home', 'PageUp', 'End'].map(after),
    ).toEqual([...[10, 20, 24, 24, 14, 0, 0, 24]]);
    // Of the others only the nearest are in the page.
    expect(walk.shown.map(({ position }) => position)).toEqual([23, 24, 25]);
  });
});

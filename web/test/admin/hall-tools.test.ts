import type { Reservation } from '@jari/contract';
import { StateBytes } from '@jari/client/state-bytes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HallActions } from '#lib/admin/hall/hall-actions.svelte.ts';
import { keepSelection, keptSelection } from '#lib/admin/hall/kept-selection.ts';
import { LassoGesture, type DragMode } from '#lib/admin/hall/lasso-gesture.ts';
import type { Point } from '#lib/admin/hall/lasso.ts';
import { LiveHall } from '#lib/admin/hall/live-hall.svelte.ts';
import { maskCode } from '#lib/admin/hall/mask-code.ts';
import { seatsOfGroup } from '#lib/admin/hall/seat-groups.ts';
import { added, NOTHING } from '#lib/admin/hall/selection.ts';
import { countByCategory, countStates } from '#lib/admin/hall/state-counts.ts';
import { smallHall } from '../support/drawing.ts';
import { FakeServer, later, refusal, type Said } from '../support/fake-server.ts';
import { memoryStorage } from '../support/memory-storage.ts';

afterEach(() => void vi.unstubAllGlobals());

/** Seats 1 to 21: free, held, reserved, not for sale, and so on. */
function bytesOf(letters = 'ahrbahrbahrbahrbaaaaa') {
  const bytes = new StateBytes();
  bytes.takeLetters(letters);
  return bytes;
}

describe('Seats in a hall', () => {
  it('are counted by state, all of them or those that are named; one that is none is not for sale', () => {
    const { codes } = bytesOf('aahrbbb');
    expect(countStates(codes)).toEqual({ available: 2, held: 1, reserved: 1, blocked: 3 });
    expect(countStates(codes, [1, 3, 7, 8])).toEqual({ available: 1, held: 1, reserved: 0, blocked: 2 });
    expect(countStates(codes, [])).toEqual({ available: 0, held: 0, reserved: 0, blocked: 0 });
  });

  it('are counted for each category, also for one that has none', () => {
    const counts = countByCategory(bytesOf('aahr').codes, new Uint8Array([0, 1, 1, 0]), 3);
    expect(counts).toEqual([
      { available: 1, held: 0, reserved: 1, blocked: 0 },
      { available: 1, held: 1, reserved: 0, blocked: 0 },
      { available: 0, held: 0, reserved: 0, blocked: 0 },
    ]);
  });

  it('are chosen by section, row, category and state', async () => {
    const model = await smallHall();
    const bytes = bytesOf();
    const of = (group: Parameters<typeof seatsOfGroup>[2]) => seatsOfGroup(model, bytes, group);
    expect(of({ of: 'section', index: 1 })).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    expect(of({ of: 'row', index: 1 })).toEqual([5, 6, 7, 8]);
    expect(of({ of: 'category', index: 1 })).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    expect(of({ of: 'state', state: 'held' })).toEqual([2, 6, 10, 14]);
    expect([of({ of: 'row', index: 99 }), of({ of: 'section', index: 99 })]).toEqual([[], []]);
  });

  it('that are chosen stay so over a reload, and what else was kept there is none', () => {
    vi.stubGlobal('sessionStorage', memoryStorage());
    expect(keptSelection('gala').ids.size).toBe(0);
    keepSelection('gala', added(NOTHING, [3, 5]));
    expect([[...keptSelection('gala').ids], keptSelection('ball').ids.size]).toEqual([[3, 5], 0]);
    for (const [kept, ids] of [
      ['[3,"4",5.5,null]', [3]],
      ['{}', []],
      ['[', []],
    ] as const) {
      sessionStorage.setItem('jari:selected-seats:gala', kept);
      expect([...keptSelection('gala').ids]).toEqual(ids);
    }
    keepSelection('gala', NOTHING);
    expect(sessionStorage.getItem('jari:selected-seats:gala')).toBeNull();
  });

  it('have codes of which only the first half is shown', () => {
    expect([maskCode('7KQ4M-2XF8T'), maskCode('7KQ4M')]).toEqual(['7KQ4M-•••••', '7KQ4M-']);
  });
});

describe('What an organiser does', () => {
  let server: FakeServer;
  let live: LiveHall;
  let actions: HallActions;
  beforeEach(() => {
    server = new FakeServer();
    live = new LiveHall('gala');
    live.bytes.takeLetters('ahrba');
    actions = new HallActions(live);
  });

  it('is for seats of one state each', () => {
    const all = [1, 2, 3, 4, 5];
    const kinds = ['block', 'unblock', 'release', 'sell', 'cancel'] as const;
    expect(kinds.map((kind) => actions.fitting(kind, all))).toEqual([[1, 5], [4], [2], [1, 5], [3]]);
  });

  it('is done one thing at a time, and to nothing it is not done at all', async () => {
    await actions.block([]);
    expect([actions.result, server.asked.length]).toEqual([undefined, 0]);
    const answer = later<Said>();
    server.on(/release/, () => answer.promise);
    const releasing = actions.release([2, 9], 'A mistake');
    expect([actions.running, actions.doneCount]).toEqual(['release', 0]);
    await actions.block([1]);
    answer.come([200, { success: true, seat_ids: [2] }]);
    await releasing;
    expect(server.asked.map(({ path, body }) => [path, body])).toEqual([
      ['/admin/events/gala/holds/release', { seat_ids: [2, 9], reason: 'A mistake' }],
    ]);
    // Of the other the hold had run out.
    expect(actions.result).toEqual({ kind: 'release', done: [2], unchanged: [9], refused: [], untried: [] });
    expect([actions.running, actions.doneCount]).toEqual([undefined, 1]);
  });

  it('can be undone where it was blocking, where it was done, and not otherwise', async () => {
    server.on(/block$/, () => [200, { success: true }]);
    expect(actions.canUndo).toBe(false);
    await actions.undo();
    await actions.unblock([4]);
    expect(actions.canUndo).toBe(true);
    await actions.undo();
    expect(server.heard(/./)).toEqual(['POST /events/gala/seats/unblock', 'POST /events/gala/seats/block']);
    actions.dismiss();
    expect([actions.result, actions.canUndo]).toEqual([undefined, false]);
    server.on(/block$/, () => [409, refusal('seat_held')]);
    await actions.block([1]);
    expect([actions.result?.refused.length, actions.canUndo]).toEqual([1, false]);
    server.on(/release/, () => [200, { success: true, seat_ids: [2] }]);
    await actions.release([2], 'A mistake');
    await actions.undo();
    expect([actions.canUndo, server.heard(/./).length]).toEqual([false, 4]);
  });

  it('stops at an answer that is lost, and says what was not tried', async () => {
    server.on(/DELETE .*gala\.1/, () => 'lost');
    const part = (id: string, seatIds: number[]) => ({
      reservation: { is: 'reservation', id, user: 'ann', seatIds, since: null, isDesk: false } as const,
      seatIds,
    });
    await actions.cancel([part('gala.1', [3]), part('gala.2', [4, 5])], 'Rain');
    expect(actions.result).toMatchObject({ kind: 'cancel', done: [], untried: [4, 5] });
    expect(actions.result?.refused).toMatchObject([{ seatIds: [3], failure: { kind: 'unreachable' } }]);
  });

  it('is shown with the ticket where it was a sale at the desk', () => {
    const sold = { id: 'gala.9', seats: [{ id: 1 }, { id: 5 }] } as Reservation;
    actions.sold(sold);
    expect(actions.result).toMatchObject({ kind: 'sell', done: [1, 5], sold });
    expect(actions.canUndo).toBe(false);
  });
});

/** An event of a pointer, as much of it as a gesture reads. */
type Told = Partial<Record<'x' | 'y' | 'id' | 'button', number>> & {
  readonly shift?: boolean;
  readonly alt?: boolean;
};
class Pointer extends Event {
  readonly button: number;
  readonly pointerId: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  constructor(type: string, { x = 0, y = 0, id = 1, button = 0, shift = false, alt = false }: Told = {}) {
    super(type);
    [this.button, this.pointerId, this.shiftKey, this.altKey] = [button, id, shift, alt];
    // The element begins at 100, 50.
    [this.clientX, this.clientY] = [x + 100, y + 50];
  }
}

describe('A drag over the hall', () => {
  let mode: DragMode;
  let drawn: readonly Point[];
  let done: [points: readonly Point[], isRemoving: boolean][];
  let element: EventTarget;
  let gesture: LassoGesture;
  let captured: number[];
  let clicks: number;
  const happens = (type: string, told?: Told) => element.dispatchEvent(new Pointer(type, told));
  beforeEach(() => {
    vi.stubGlobal('MouseEvent', Pointer);
    [mode, drawn, done, captured, clicks] = ['lasso', [], [], [], 0];
    element = Object.assign(new EventTarget(), {
      getBoundingClientRect: () => ({ left: 100, top: 50 }),
      setPointerCapture: (id: number) => captured.push(id),
    });
    // Of an element no more than this is asked for.
    gesture = new LassoGesture(element as unknown as HTMLElement, {
      mode: () => mode,
      onDraw: (points) => (drawn = points),
      onDone: (points, { isRemoving }) => done.push([points, isRemoving]),
    });
    element.addEventListener('click', (event) => (clicks += event.cancelBubble ? 0 : 1));
  });

  it('goes around seats as it was drawn, from seven pixels on, and its click chooses none', () => {
    happens('pointerdown');
    happens('pointermove', { x: 6 });
    expect([drawn, captured]).toEqual([[], []]);
    happens('pointermove', { x: 7 });
    happens('pointermove', { x: 7, y: 20 });
    const line = [
      { x: 0, y: 0 },
      { x: 7, y: 0 },
      { x: 7, y: 20 },
    ];
    expect([drawn, captured]).toEqual([line, [1]]);
    happens('pointerup', { x: 7, y: 20 });
    expect([done, drawn]).toEqual([[[line, false]], []]);
    happens('click');
    expect(clicks).toBe(0);
    happens('click');
    expect(clicks).toBe(1);
  });

  it('is a tap below that: nothing is chosen by it but what is clicked', () => {
    happens('pointerdown');
    happens('pointermove', { x: 4, y: 4 });
    happens('pointerup', { x: 4, y: 4 });
    happens('click');
    expect([done, clicks]).toEqual([[], 1]);
  });

  it('by a finger ends without a click, and keeps none from the next tap', () => {
    happens('pointerdown');
    happens('pointermove', { x: 50 });
    happens('pointerup', { x: 50 });
    mode = 'move';
    happens('pointerdown', { x: 3 });
    happens('pointerup', { x: 3 });
    happens('click');
    expect([done.length, clicks]).toEqual([1, 1]);
  });

  it('is a box where that is chosen, or with Shift where it would move the hall; with Alt it takes seats out', () => {
    const box = (told: Told) => {
      happens('pointerdown', { x: 10, y: 10, ...told });
      happens('pointermove', { x: 30, y: 5 });
      happens('pointermove', { x: 40, y: 20 });
      happens('pointerup', { x: 40, y: 20, alt: true });
    };
    const corners = [
      { x: 10, y: 10 },
      { x: 40, y: 10 },
      { x: 40, y: 20 },
      { x: 10, y: 20 },
    ];
    mode = 'box';
    box({});
    mode = 'move';
    box({ shift: true });
    box({});
    expect(done).toEqual([
      [corners, true],
      [corners, true],
    ]);
  });

  it('ends with a second finger, or where the browser takes it; another button begins none', () => {
    for (const end of [() => happens('pointerdown', { id: 2 }), () => happens('pointercancel')]) {
      happens('pointerdown');
      happens('pointermove', { x: 50 });
      end();
      expect(drawn).toEqual([]);
      happens('pointermove', { x: 90 });
      happens('pointerup', { x: 90 });
    }
    happens('pointerdown', { button: 2 });
    happens('pointermove', { x: 50 });
    happens('pointerup', { x: 50 });
    expect([done, drawn]).toEqual([[], []]);
  });

  it('follows the pointer that began it alone, and none once the page is left', () => {
    happens('pointerdown');
    happens('pointermove', { x: 50 });
    happens('pointermove', { x: 90, id: 3 });
    happens('pointerup', { x: 90, id: 3 });
    expect([drawn.length, done]).toEqual([2, []]);
    gesture.destroy();
    happens('pointerup', { x: 50 });
    expect(done).toEqual([]);
  });
});

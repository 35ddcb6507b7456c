import type { Box } from '#lib/map/box.ts';
import { SEAT_STEP, type Id, type Selection, type Spot } from '../core/hall.ts';
import { grasp, hitAt, pickedOf, thingsOf, within, type Grain, type Picked } from '../core/pick.ts';
import { snapMove, snapSpot } from '../core/snap.ts';
import { transform } from '../core/transform.ts';
import type { Editor } from '../editor.svelte.ts';
import { dragHandle, handlesOf, tagOf, type Handle } from './handles.ts';
import type { HallView } from './hall-view.ts';
import { make, makePolygon, type NewNames } from './make.ts';

/** What the hand needs to know of a pointer, wherever it comes from. */
export interface Touch {
  readonly id: number;
  /** On the sheet, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly isFinger: boolean;
  /** Shift, Ctrl or ⌘: adds to what is selected. */
  readonly adds: boolean;
  /** Alt: takes the single seat. */
  readonly takesOne: boolean;
  /** The wheel of the mouse, or the space bar, is held: the sheet moves. */
  readonly pans: boolean;
}

type Doing =
  | { readonly does: 'pan' }
  | {
      readonly does: 'move';
      readonly from: Spot;
      readonly picked: Picked;
      readonly boxes: readonly Box[];
    }
  | { readonly does: 'handle'; readonly handle: Handle; readonly picked: Picked }
  | { readonly does: 'marquee'; readonly from: Spot; readonly before: Selection }
  | { readonly does: 'make'; readonly from: Spot };

/** A pointer that moves less than this has not moved. */
const STILL_PX = 4;
const FINGER_PX = 24;
const MOUSE_PX = 9;
const SNAP_PX = 7;
/** How far from its middle a seat is still meant; a block is meant between its rows, too. */
const REACH: Record<Grain, number> = {
  block: SEAT_STEP * 0.75,
  row: SEAT_STEP * 0.5,
  seat: SEAT_STEP * 0.45,
};

/** Turns what pointers do into commands: one pointer draws and moves, two move the sheet and zoom. */
export class Hand {
  marquee: Box | undefined;
  outline: Spot[] = [];
  tag: { readonly at: Spot; readonly text: string } | undefined;
  private doing: Doing | undefined;
  private readonly touches = new Map<number, Touch>();
  private began: Touch | undefined;
  /** The pointer has moved since: what is previewed is this gesture's, not a form's. */
  private hasMoved = false;

  constructor(
    private readonly editor: Editor,
    private readonly view: HallView,
    private readonly names: () => NewNames,
  ) {}

  /** How far handles stand off, in units of the hall. */
  get air(): number {
    return 30 / this.view.camera.k;
  }

  get handles(): readonly Handle[] {
    return this.editor.tool === 'select' ? handlesOf(this.editor.picked, this.air) : [];
  }

  down(touch: Touch): void {
    this.touches.set(touch.id, touch);
    if (this.touches.size > 1) {
      this.cancel();
      return;
    }
    this.began = touch;
    this.hasMoved = false;
    const { editor } = this;
    const at = this.view.spotAt(touch.x, touch.y);
    if (touch.pans || editor.tool === 'pan') this.doing = { does: 'pan' };
    else if (editor.tool === 'select') this.doing = this.take(touch, at);
    else if (editor.tool === 'polygon') {
      const spot = this.snapped(at);
      // The last one follows the pointer until the next is put.
      this.outline = [...this.outline.slice(0, -1), spot, spot];
    } else this.doing = { does: 'make', from: this.snapped(at) };
    this.view.draw();
  }

  private take(touch: Touch, at: Spot): Doing {
    const { editor } = this;
    const adds = touch.adds || editor.isAdding;
    const reach = (touch.isFinger ? FINGER_PX : MOUSE_PX) / this.view.camera.k;
    const handle = this.handles.find(
      ({ x, y }) => Math.hypot(x - at.x, y - at.y) <= Math.max(reach, 14 / this.view.camera.k),
    );
    if (handle) return { does: 'handle', handle, picked: editor.picked };
    const grain: Grain = touch.takesOne ? 'seat' : editor.grain;
    const hit = hitAt(editor.hall, at.x, at.y, Math.max(reach, REACH[grain]));
    if (!hit) {
      if (touch.isFinger && !adds) return { does: 'pan' };
      return { does: 'marquee', from: at, before: adds ? editor.selection : new Set() };
    }
    const ids = grasp(editor.hall, hit, grain);
    const isSelected = [...ids].every((id) => editor.selection.has(id));
    if (adds) editor.toggle(ids);
    else if (!isSelected) editor.select(ids);
    const picked = pickedOf(editor.hall, editor.selection);
    const others = thingsOf(editor.hall).filter(({ ids: own }) => !isAnyOf(own, editor.selection));
    return { does: 'move', from: at, picked, boxes: others.map(({ box }) => box) };
  }

  move(touch: Touch): void {
    const before = this.touches.get(touch.id);
    if (!before) {
      if (this.outline.length > 0)
        this.outline = [...this.outline.slice(0, -1), this.snapped(this.view.spotAt(touch.x, touch.y))];
      if (this.outline.length > 0) this.view.draw();
      return;
    }
    this.touches.set(touch.id, touch);
    if (this.touches.size > 1) return this.pinch(touch, before);
    const { doing, began, editor } = this;
    if (!doing || !began) return;
    if (doing.does === 'pan') return this.view.panBy(touch.x - before.x, touch.y - before.y);
    if (Math.hypot(touch.x - began.x, touch.y - began.y) < STILL_PX && !this.hasMoved) return;
    this.hasMoved = true;
    const at = this.view.spotAt(touch.x, touch.y);
    switch (doing.does) {
      case 'move':
        this.drag(doing, at);
        break;
      case 'handle': {
        const to = doing.handle.does === 'corner' ? this.snapped(at) : at;
        editor.preview = dragHandle(editor.hall, doing.handle, doing.picked, to, this.air);
        this.tag = tagOf(at, editor.preview, doing.handle.of);
        break;
      }
      case 'marquee':
        this.marquee = {
          minX: Math.min(doing.from.x, at.x),
          minY: Math.min(doing.from.y, at.y),
          maxX: Math.max(doing.from.x, at.x),
          maxY: Math.max(doing.from.y, at.y),
        };
        break;
      case 'make': {
        const made = make(editor.hall, this.making(), doing.from, this.snapped(at));
        editor.preview = made?.hall;
        // Only rows are counted while they are drawn.
        const isRows = made !== undefined && made.hall.blocks !== editor.hall.blocks;
        this.tag = isRows ? tagOf(at, made.hall, made.hall.blocks.at(-1)?.id) : undefined;
        break;
      }
    }
    this.view.draw();
  }

  private drag({ from, picked, boxes }: Extract<Doing, { does: 'move' }>, at: Spot): void {
    const { editor } = this;
    const { dx, dy, guides } = snapMove(picked.box, at.x - from.x, at.y - from.y, {
      grid: editor.grid,
      boxes: editor.isAligning ? boxes : [],
      reach: SNAP_PX / this.view.camera.k,
    });
    editor.guides = guides;
    editor.preview = transform(editor.hall, editor.selection, { do: 'move', dx, dy });
  }

  up(touch: Touch): void {
    const wasAlone = this.touches.size === 1;
    this.touches.delete(touch.id);
    const { doing, editor } = this;
    this.doing = undefined;
    this.tag = undefined;
    editor.guides = [];
    if (!doing || !wasAlone) return this.view.draw();
    const at = this.view.spotAt(touch.x, touch.y);
    switch (doing.does) {
      case 'move':
        if (this.hasMoved && editor.preview) editor.do('moved', editor.preview);
        break;
      case 'handle':
        if (this.hasMoved && editor.preview)
          editor.do(doing.handle.does === 'turn' ? 'turned' : 'reshaped', editor.preview);
        break;
      case 'marquee':
        editor.select(
          this.marquee
            ? new Set([...doing.before, ...within(editor.hall, this.marquee, editor.grain)])
            : doing.before,
        );
        this.marquee = undefined;
        break;
      case 'make':
        this.finishMaking(doing.from, this.hasMoved ? this.snapped(at) : doing.from);
        break;
      case 'pan':
        if (
          editor.tool === 'select' &&
          this.began &&
          Math.hypot(touch.x - this.began.x, touch.y - this.began.y) < STILL_PX
        )
          editor.select(new Set());
        break;
    }
    this.view.draw();
  }

  /** Makes what the tool makes; also without a pointer, in the middle of what is seen. */
  finishMaking(from: Spot, to: Spot): void {
    const { editor } = this;
    const made = make(editor.hall, this.making(), from, to);
    if (!made) return;
    const { tool } = editor;
    editor.do(tool === 'block' || tool === 'row' || tool === 'seat' ? 'seatsAdded' : 'areaAdded', made);
    editor.select(editor.selection);
    // Single seats and rows come in numbers; of everything else one is enough.
    if (tool !== 'seat' && tool !== 'row') editor.tool = 'select';
  }

  /** Seats that are put one after the other make a row, as long as the row is selected. */
  private making() {
    const { editor } = this;
    const { tool, section, category } = editor;
    const { rows } = editor.picked;
    const row = tool === 'seat' && rows.length === 1 ? rows[0]?.id : undefined;
    return { tool, section, category, row, names: this.names() };
  }

  /** Closes the area that is being drawn. */
  finishOutline(): void {
    const made = makePolygon(this.editor.hall, this.outline.slice(0, -1));
    this.outline = [];
    if (made) {
      this.editor.do('areaAdded', made);
      this.editor.tool = 'select';
    }
    this.view.draw();
  }

  /** A second click on the same place goes deeper: from the block to the row, from the row to the seat. */
  double(x: number, y: number): void {
    const { editor } = this;
    if (this.outline.length > 0) return this.finishOutline();
    if (editor.tool !== 'select') return;
    const at = this.view.spotAt(x, y);
    const hit = hitAt(editor.hall, at.x, at.y, REACH.seat);
    if (hit?.is !== 'seat') return;
    const isInBlock = editor.grain === 'block' && hit.row.block !== undefined;
    editor.select(grasp(editor.hall, hit, isInBlock ? 'row' : 'seat'));
  }

  /** Gives up what is under way; false when nothing was. */
  cancel(): boolean {
    const was = this.doing !== undefined || this.outline.length > 0;
    this.doing = undefined;
    this.marquee = undefined;
    this.outline = [];
    this.tag = undefined;
    this.editor.preview = undefined;
    this.editor.guides = [];
    this.view.draw();
    return was;
  }

  /** The system took the pointer away. */
  lose(id: number): void {
    this.touches.delete(id);
    this.cancel();
  }

  private pinch(touch: Touch, before: Touch): void {
    const other = [...this.touches.values()].find(({ id }) => id !== touch.id);
    if (!other) return;
    const [far, was] = [touch, before].map(({ x, y }) => Math.hypot(x - other.x, y - other.y));
    this.view.panBy((touch.x - before.x) / 2, (touch.y - before.y) / 2);
    if (far && was) this.view.zoomBy(far / was, (touch.x + other.x) / 2, (touch.y + other.y) / 2);
  }

  private snapped(spot: Spot): Spot {
    return snapSpot(spot, this.editor.grid);
  }
}

function isAnyOf(ids: ReadonlySet<Id>, selection: Selection): boolean {
  for (const id of ids) if (selection.has(id)) return true;
  return false;
}

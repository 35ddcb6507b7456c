import type { Point } from './lasso.ts';

/** What dragging over the hall does: it moves it, or goes around seats freely or with a box. */
export type DragMode = 'move' | 'lasso' | 'box';

export interface LassoPorts {
  readonly mode: () => DragMode;
  /** The line so far, in pixels of the frame; empty when there is none any more. */
  readonly onDraw: (points: readonly Point[]) => void;
  /** `isRemoving`: the seats are to leave the selection. */
  readonly onDone: (points: readonly Point[], how: { readonly isRemoving: boolean }) => void;
}

/** Less than this is a tap of an unsteady hand. */
const DRAG_FROM_PX = 7;

/** Follows a finger, pen or mouse around seats. A second finger means that the hall is to be moved after all. */
export class LassoGesture {
  private points: Point[] = [];
  private pointer: number | undefined;
  private isBox = false;
  private isDrawing = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly ports: LassoPorts,
  ) {
    element.addEventListener('pointerdown', this.down);
    element.addEventListener('pointermove', this.move);
    element.addEventListener('pointerup', this.up);
    element.addEventListener('pointercancel', this.cancel);
    // The click that ends a drag chooses no seat.
    element.addEventListener('click', this.swallow, { capture: true });
  }

  destroy(): void {
    this.element.removeEventListener('pointerdown', this.down);
    this.element.removeEventListener('pointermove', this.move);
    this.element.removeEventListener('pointerup', this.up);
    this.element.removeEventListener('pointercancel', this.cancel);
    this.element.removeEventListener('click', this.swallow, { capture: true });
  }

  /** Whether a drag that begins with this event draws instead of moving: by the mode, or a box while Shift is held. */
  takes(event: Event): boolean {
    return this.ports.mode() !== 'move' || (event instanceof MouseEvent && event.shiftKey);
  }

  private readonly down = (event: PointerEvent) => {
    if (this.pointer !== undefined) return this.stop();
    // A finger's drag ends without a click: the next one is another's.
    this.isDrawing = false;
    if (event.button !== 0 || !this.takes(event)) return;
    this.pointer = event.pointerId;
    this.isBox = this.ports.mode() !== 'lasso';
    this.points = [this.pointOf(event)];
  };

  private readonly move = (event: PointerEvent) => {
    if (event.pointerId !== this.pointer) return;
    const [first] = this.points;
    const point = this.pointOf(event);
    if (!first) return;
    if (!this.isDrawing) {
      if (Math.hypot(point.x - first.x, point.y - first.y) < DRAG_FROM_PX) return;
      this.isDrawing = true;
      this.element.setPointerCapture(event.pointerId);
    }
    this.points = this.isBox ? cornersOf(first, point) : [...this.points, point];
    this.ports.onDraw(this.points);
  };

  private readonly up = (event: PointerEvent) => {
    if (event.pointerId !== this.pointer) return;
    const { points, isDrawing } = this;
    this.stop();
    this.isDrawing = isDrawing;
    if (isDrawing) this.ports.onDone(points, { isRemoving: event.altKey });
  };

  private readonly cancel = () => this.stop();

  private readonly swallow = (event: MouseEvent) => {
    if (!this.isDrawing) return;
    this.isDrawing = false;
    event.stopPropagation();
  };

  private stop(): void {
    this.pointer = undefined;
    this.isDrawing = false;
    this.points = [];
    this.ports.onDraw([]);
  }

  private pointOf(event: PointerEvent): Point {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

/** The corner where the box began stays first, so that it can go on from there. */
function cornersOf(first: Point, last: Point): Point[] {
  return [first, { x: last.x, y: first.y }, last, { x: first.x, y: last.y }];
}

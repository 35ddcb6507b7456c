import { select, type Selection } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import { between, type Camera, type Size } from './camera.ts';
import type { Box } from './box.ts';

export interface GesturePorts {
  readonly onCamera: (camera: Camera) => void;
  readonly onTap: (x: number, y: number, isFinger: boolean, event: MouseEvent) => void;
  readonly onDoubleTap: (x: number, y: number, isFinger: boolean) => void;
  /** Whether dragging means something else at the moment; wheel and pinch go on moving the hall. */
  readonly isDragTaken?: (event: Event) => boolean;
}

const GLIDE_MS = 190;
/** A drag that ends faster than this goes on by itself, and slows down over about a third of a second. */
const INERTIA_FROM_PX_PER_MS = 0.2;
const INERTIA_FADE_MS = 300;
const INERTIA_LOOK_BACK_MS = 90;
const DOUBLE_TAP_MS = 320;
const DOUBLE_TAP_PX = 28;

/** Pinch, wheel and drag are d3-zoom's; the glide of the camera, inertia and taps are added here. */
export class Gestures {
  private readonly behavior: ZoomBehavior<HTMLElement, unknown>;
  private readonly selection: Selection<HTMLElement, unknown, null, undefined>;
  private camera: Camera = { k: 1, x: 0, y: 0 };
  private size: Size = { width: 1, height: 1 };
  private trail: { readonly at: number; readonly camera: Camera }[] = [];
  private animation = 0;
  private lastTap = { at: -Infinity, x: 0, y: 0 };

  constructor(
    private readonly element: HTMLElement,
    private readonly ports: GesturePorts,
  ) {
    this.behavior = zoom<HTMLElement, unknown>()
      .filter((event: Event) => this.moves(event))
      .clickDistance(6)
      .on('start', (event: D3ZoomEvent<HTMLElement, unknown>) => {
        if (!event.sourceEvent) return;
        this.stop();
        this.trail = [];
      })
      .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
        const { k, x, y } = event.transform;
        this.camera = { k, x, y };
        if (event.sourceEvent) this.trail.push({ at: performance.now(), camera: this.camera });
        this.ports.onCamera(this.camera);
      })
      .on('end', (event: D3ZoomEvent<HTMLElement, unknown>) => {
        if (event.sourceEvent && !(event.sourceEvent instanceof WheelEvent)) this.goOn();
      });
    this.selection = select(element);
    this.selection.call(this.behavior).on('dblclick.zoom', null);
    element.addEventListener('click', this.clicked);
  }

  destroy(): void {
    this.stop();
    this.selection.on('.zoom', null);
    this.element.removeEventListener('click', this.clicked);
  }

  /** What may be seen: nobody gets lost outside of `bounds`. */
  limit(size: Size, bounds: Box, zooms: [number, number]): void {
    this.size = size;
    this.behavior
      .extent([
        [0, 0],
        [size.width, size.height],
      ])
      .translateExtent([
        [bounds.minX, bounds.minY],
        [bounds.maxX, bounds.maxY],
      ])
      .scaleExtent(zooms);
  }

  /** Glides there, or is there at once where the visitor wants no motion. */
  moveTo(to: Camera, { glide = true } = {}): void {
    this.stop();
    if (!glide || matchMedia('(prefers-reduced-motion: reduce)').matches) return this.put(to);
    const from = this.camera;
    const beganAt = performance.now();
    this.run(() => {
      const share = Math.min(1, (performance.now() - beganAt) / GLIDE_MS);
      this.put(between(from, to, 1 - (1 - share) ** 3, this.size));
      return share < 1;
    });
  }

  /** Larger or smaller around a point of the screen, or its middle. */
  zoomBy(factor: number, x = this.size.width / 2, y = this.size.height / 2): void {
    const [min, max] = this.behavior.scaleExtent();
    const k = Math.min(max, Math.max(min, this.camera.k * factor));
    const by = k / this.camera.k;
    this.moveTo({ k, x: x - (x - this.camera.x) * by, y: y - (y - this.camera.y) * by });
  }

  /** d3-zoom's own rule, and whoever draws with one finger can still pinch with two. */
  private moves(event: Event): boolean {
    if (event instanceof MouseEvent && (event.button !== 0 || (event.ctrlKey && event.type !== 'wheel')))
      return false;
    if (event.type === 'wheel' || !this.ports.isDragTaken?.(event)) return true;
    return typeof TouchEvent !== 'undefined' && event instanceof TouchEvent && event.touches.length > 1;
  }

  private put({ k, x, y }: Camera): void {
    // Through the behaviour, so that its next gesture begins here, and its limits hold.
    const wished = zoomIdentity.translate(x, y).scale(k);
    const extent: [[number, number], [number, number]] = [
      [0, 0],
      [this.size.width, this.size.height],
    ];
    const allowed = this.behavior.constrain()(wished, extent, this.behavior.translateExtent());
    this.selection.call((target) => this.behavior.transform(target, allowed));
  }

  private goOn(): void {
    const last = this.trail.at(-1);
    const before = this.trail.find(({ at }) => last && last.at - at <= INERTIA_LOOK_BACK_MS);
    if (!last || !before || last === before || performance.now() - last.at > 60) return;
    if (before.camera.k !== last.camera.k || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const tookMs = last.at - before.at;
    const [vx, vy] = [(last.camera.x - before.camera.x) / tookMs, (last.camera.y - before.camera.y) / tookMs];
    if (!Number.isFinite(vx + vy) || Math.hypot(vx, vy) < INERTIA_FROM_PX_PER_MS) return;
    const from = last.camera;
    const beganAt = performance.now();
    this.run(() => {
      const ms = performance.now() - beganAt;
      const gone = INERTIA_FADE_MS * (1 - Math.exp(-ms / INERTIA_FADE_MS));
      this.put({ k: from.k, x: from.x + vx * gone, y: from.y + vy * gone });
      return ms < INERTIA_FADE_MS * 5;
    });
  }

  private run(step: () => boolean): void {
    const frame = () => {
      this.animation = step() ? requestAnimationFrame(frame) : 0;
    };
    this.animation = requestAnimationFrame(frame);
  }

  private stop(): void {
    cancelAnimationFrame(this.animation);
    this.animation = 0;
  }

  private readonly clicked = (event: MouseEvent) => {
    const box = this.element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const { at, x: lastX, y: lastY } = this.lastTap;
    const isSecond = event.timeStamp - at < DOUBLE_TAP_MS && Math.hypot(x - lastX, y - lastY) < DOUBLE_TAP_PX;
    this.lastTap = { at: isSecond ? -Infinity : event.timeStamp, x, y };
    const isFinger = event instanceof PointerEvent && event.pointerType === 'touch';
    if (isSecond) this.ports.onDoubleTap(x, y, isFinger);
    else this.ports.onTap(x, y, isFinger, event);
  };
}

import { fit, seenBy, type Camera, type Size } from './camera.ts';
import { around, widen, type Box } from './box.ts';
import { drawFocus, drawPending } from './marks.ts';
import { Labels, type LabelWords } from './labels.ts';
import { Painter, type Scene } from './painter.ts';
import { TileLayer, tilesFor } from './tiles.ts';

/** Twice the CSS pixels is as sharp as an eye needs, and a third of the work of some phones' three times squared. */
const RATIO_MAX = 2;
/** Of each frame this long may go into tiles that are still missing. */
const PAINT_MOVING_MS = 4;
const PAINT_RESTING_MS = 9;
/** The zoom has come to rest when it hasn't changed for so long; then the picture is made sharp. */
const REST_MS = 110;
/** Beyond this a picture made at another zoom is too coarse to be shown even while fingers move. */
const STRETCH_MAX = 2.6;
/** Changes of others are gathered: a hall on sale changes fifty times a second, and nobody sees single ones. */
const MEND_EVERY_MS = 250;

/** What is marked at the moment. */
export interface Marked {
  readonly focused: number | undefined;
  readonly focusedBox: Box | undefined;
  readonly pending: readonly number[];
}

/** Draws over the seats in every frame; the context is scaled to CSS pixels. */
export type Overlay = (context: CanvasRenderingContext2D, camera: Camera, size: Size) => void;

/**
 * Draws a hall on a canvas. The picture is made of tiles, painted once for each zoom at which the hall rests;
 * while it moves, frames only copy tiles, so that they cost the same in a small hall and in a stadium.
 */
export class MapView {
  camera: Camera = { k: 1, x: 0, y: 0 };
  size: Size = { width: 0, height: 0 };
  fitted: Camera = this.camera;
  /** The first picture is complete. */
  onPainted: (() => void) | undefined;
  /** What lies between the seats and the words. */
  overlay: Overlay | undefined;
  private bounds: Box;
  private ratio = 1;
  private base: TileLayer | undefined;
  private layer: TileLayer | undefined;
  private before: TileLayer | undefined;
  private labels: Labels;
  private frameRequest = 0;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private mendTimer: ReturnType<typeof setTimeout> | undefined;
  private zoomedAt = 0;
  private movedAt = 0;
  private readonly toMend = new Set<number>();
  /** By section, as far as standing areas are concerned: whether it was painted as one with places left. */
  private freeAreas: readonly boolean[];
  private readonly cameraListeners = new Set<() => void>();
  private marked: Marked = { focused: undefined, focusedBox: undefined, pending: [] };
  private readonly context: CanvasRenderingContext2D;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private scene: Scene,
    private readonly words: LabelWords,
  ) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser gives no canvas.');
    this.context = context;
    this.bounds = scene.model.box;
    this.freeAreas = this.freeAreasNow();
    this.labels = new Labels(scene, words);
  }

  destroy(): void {
    cancelAnimationFrame(this.frameRequest);
    clearTimeout(this.restTimer);
    clearTimeout(this.mendTimer);
    this.onPainted = undefined;
    this.cameraListeners.clear();
  }

  /** The canvas has another size (or the screen another density): gives what the whole hall looks like now. */
  resize(size: Size): Camera {
    this.size = size;
    this.ratio = Math.min(devicePixelRatio, RATIO_MAX);
    this.canvas.width = Math.round(size.width * this.ratio);
    this.canvas.height = Math.round(size.height * this.ratio);
    const { model } = this.scene;
    this.fitted = fit(model.box, model.pitch, size);
    this.bounds = around(widen(model.box, model.pitch * 2), seenBy(this.fitted, size));
    const former = this.layer;
    this.forgetPicture();
    // What there is stands in until it is painted for the new size.
    this.before = former;
    return this.fitted;
  }

  /** Nothing outside of this is ever shown. */
  get limits(): Box {
    return this.bounds;
  }

  /** Other colours, or another filter: all is painted again. */
  repaint(scene: Scene): void {
    this.scene = scene;
    this.labels = new Labels(scene, this.words);
    this.forgetPicture();
  }

  moveTo(camera: Camera): void {
    const now = performance.now();
    if (camera.k !== this.camera.k) {
      this.zoomedAt = now;
      clearTimeout(this.restTimer);
      this.restTimer = setTimeout(() => this.request(), REST_MS + 10);
    }
    this.movedAt = now;
    this.camera = camera;
    for (const listener of this.cameraListeners) listener();
    this.request();
  }

  /** Calls back when the hall has moved; gives the function that ends it. */
  onCamera(listener: () => void): () => void {
    this.cameraListeners.add(listener);
    return () => this.cameraListeners.delete(listener);
  }

  mark(marked: Marked): void {
    this.marked = marked;
    this.request();
  }

  /** @param soon what the visitor has just done is shown in the next frame */
  seatsChanged(seatIds: readonly number[] | 'all', soon = false): void {
    if (seatIds === 'all') {
      this.forgetPicture();
      return;
    }
    for (const id of seatIds) this.toMend.add(id);
    if (soon) this.mend();
    else this.mendTimer ??= setTimeout(() => this.mend(), MEND_EVERY_MS);
  }

  request(): void {
    if (this.frameRequest === 0) this.frameRequest = requestAnimationFrame(() => this.frame());
  }

  /** Copies the whole hall, as it is painted at the smallest zoom, onto another canvas. */
  drawOverview(context: CanvasRenderingContext2D, size: Size, ratio: number): Camera {
    const camera = this.overviewCamera(size);
    context.fillStyle = this.scene.palette.ground;
    context.fillRect(0, 0, size.width * ratio, size.height * ratio);
    this.base?.draw(context, seenBy(camera, size), camera, ratio);
    return camera;
  }

  overviewCamera(size: Size): Camera {
    return fit(this.scene.model.box, this.scene.model.pitch, size);
  }

  private mend(): void {
    clearTimeout(this.mendTimer);
    this.mendTimer = undefined;
    const { model } = this.scene;
    const parts: Box[] = [];
    for (const id of this.toMend) {
      const [x, y] = [model.x[id - 1] ?? 0, model.y[id - 1] ?? 0];
      parts.push({ minX: x, minY: y, maxX: x, maxY: y });
    }
    this.toMend.clear();
    // The last place of a standing area changes all of it.
    const free = this.freeAreasNow();
    for (const [index, { box }] of model.sections.entries())
      if (free[index] !== this.freeAreas[index]) parts.push(box);
    this.freeAreas = free;
    for (const layer of new Set([this.base, this.layer, this.before])) layer?.mend(parts);
    this.request();
  }

  private freeAreasNow(): readonly boolean[] {
    const { model, isStandingFree } = this.scene;
    return model.sections.map(({ outline }, index) => outline !== undefined && isStandingFree(index));
  }

  private forgetPicture(): void {
    this.base = this.layer = this.before = undefined;
    this.toMend.clear();
    this.freeAreas = this.freeAreasNow();
    this.request();
  }

  private frame(): void {
    this.frameRequest = 0;
    const { size, camera, context, ratio } = this;
    if (size.width === 0 || size.height === 0) return;
    const now = performance.now();
    const seen = seenBy(camera, size);
    const layer = this.layerFor(now);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = this.scene.palette.ground;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);

    const deadline = now + (now - this.movedAt < REST_MS ? PAINT_MOVING_MS : PAINT_RESTING_MS);
    // The whole hall first: it stands in wherever something else is not painted yet.
    const hasBase = this.base?.paintUntil(this.limits, deadline) ?? true;
    const complete = layer.paintUntil(seen, deadline) && hasBase;
    for (const part of layer.draw(context, seen, camera, ratio)) {
      const standIn = [this.before, this.base].find((other) => other?.isComplete(part)) ?? this.base;
      if (standIn !== layer) standIn?.drawPart(context, part, camera, ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.overlay?.(context, camera, size);
    drawPending(context, this.scene, camera, this.marked.pending);
    this.labels.draw(context, camera, size);
    drawFocus(context, this.scene, camera, this.marked);
    if (!complete) this.request();
    else this.onPainted?.();
  }

  /** The tiles to show now; new ones when the zoom has come to rest elsewhere, or has gone too far. */
  private layerFor(now: number): TileLayer {
    const wanted = this.camera.k * this.ratio;
    const count = tilesFor(this.size, this.ratio);
    this.base ??= this.newLayer(this.fitted.k * this.ratio, count);
    const current = (this.layer ??= this.base);
    const stretch = Math.max(wanted / current.scale, current.scale / wanted);
    if (stretch < 1.0005) return current;
    const rests = now - this.zoomedAt >= REST_MS;
    if (!rests && stretch < STRETCH_MAX) return current;
    if (Math.abs(wanted / this.base.scale - 1) < 0.0005) this.layer = this.base;
    else this.layer = this.newLayer(wanted, count);
    if (current !== this.base) this.before = current;
    return this.layer;
  }

  private newLayer(scale: number, count: number): TileLayer {
    return new TileLayer(new Painter(this.scene, scale, this.ratio), this.bounds, count);
  }
}

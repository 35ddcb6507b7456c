import { centredOn, fit, seenBy, type Camera, type Size } from '#lib/map/camera.ts';
import type { Palette } from '#lib/map/palette.ts';
import type { Spot } from '../core/hall.ts';
import { HallPainter, wholeOf, type Scene } from './hall-painter.ts';
import { drawMarks, type Marks } from './marks-painter.ts';

const RATIO_MAX = 2;
/** From a hall of a kilometre to a seat as large as a hand. */
const ZOOM_MIN = 0.005;
const ZOOM_MAX = 6;
/** Lines of the grid nearer than this would be a grey cloud. */
const GRID_FROM_PX = 9;

export interface Traced {
  readonly picture: CanvasImageSource & { readonly width: number; readonly height: number };
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly opacity: number;
}

/** What is to be seen at the moment. */
export interface Sight {
  readonly scene: Scene;
  readonly marks: Marks;
  readonly grid: number;
  readonly traced: Traced | undefined;
}

/** The sheet that is drawn on: its camera, and one picture a frame at most. */
export class HallView {
  camera: Camera = { k: 1, x: 0, y: 0 };
  size: Size = { width: 0, height: 0 };
  private ratio = 1;
  private request = 0;
  private readonly painter: HallPainter;
  private readonly context: CanvasRenderingContext2D;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly sight: () => Sight,
    private readonly onCamera: (camera: Camera) => void,
  ) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser gives no canvas.');
    this.context = context;
    this.painter = new HallPainter(context);
  }

  destroy(): void {
    cancelAnimationFrame(this.request);
  }

  resize(size: Size): void {
    // What was in the middle stays there.
    const by = { x: (size.width - this.size.width) / 2, y: (size.height - this.size.height) / 2 };
    this.size = size;
    this.ratio = Math.min(devicePixelRatio, RATIO_MAX);
    this.canvas.width = Math.round(size.width * this.ratio);
    this.canvas.height = Math.round(size.height * this.ratio);
    this.moveTo({ ...this.camera, x: this.camera.x + by.x, y: this.camera.y + by.y });
  }

  moveTo(camera: Camera): void {
    this.camera = camera;
    this.onCamera(camera);
    this.draw();
  }

  fitAll(): void {
    const { hall, step } = this.sight().scene;
    if (this.size.width > 0) this.moveTo(fit(wholeOf(hall), step * 2, this.size));
  }

  /** Brings a place into the middle, near enough to see its seats. */
  show(spot: Spot, comfortable: number): void {
    const k = Math.max(this.camera.k, comfortable);
    this.moveTo(centredOn(spot.x, spot.y, k, this.size));
  }

  zoomBy(factor: number, x = this.size.width / 2, y = this.size.height / 2): void {
    const k = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, this.camera.k * factor));
    const by = k / this.camera.k;
    this.moveTo({ k, x: x - (x - this.camera.x) * by, y: y - (y - this.camera.y) * by });
  }

  panBy(dx: number, dy: number): void {
    this.moveTo({ ...this.camera, x: this.camera.x + dx, y: this.camera.y + dy });
  }

  /** The spot of the hall that is at a place of the screen. */
  spotAt(x: number, y: number): Spot {
    const { k, x: left, y: top } = this.camera;
    return { x: (x - left) / k, y: (y - top) / k };
  }

  get middle(): Spot {
    return this.spotAt(this.size.width / 2, this.size.height / 2);
  }

  draw(): void {
    if (this.request === 0) this.request = requestAnimationFrame(() => this.frame());
  }

  private frame(): void {
    this.request = 0;
    if (this.size.width === 0) return;
    const { scene, marks, grid, traced } = this.sight();
    const { context, camera, ratio } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = scene.palette.ground;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    if (traced) this.drawTraced(traced);
    if (grid > 0) this.drawGrid(grid, scene.palette);
    this.painter.draw(scene, camera, ratio, seenBy(camera, this.size));
    drawMarks(context, marks, scene.palette, camera, ratio);
  }

  private drawTraced({ picture, x, y, scale, opacity }: Traced): void {
    const { context, camera, ratio } = this;
    context.globalAlpha = opacity;
    context.drawImage(
      picture,
      (x * camera.k + camera.x) * ratio,
      (y * camera.k + camera.y) * ratio,
      picture.width * scale * camera.k * ratio,
      picture.height * scale * camera.k * ratio,
    );
    context.globalAlpha = 1;
  }

  /** Points where lines would cross; every second, fifth or tenth where they would be too dense. */
  private drawGrid(grid: number, palette: Palette): void {
    const { context, camera, ratio } = this;
    const factor = [1, 2, 5, 10, 20, 50].find((each) => grid * each * camera.k >= GRID_FROM_PX);
    if (factor === undefined) return;
    const step = grid * factor;
    const seen = seenBy(camera, this.size);
    context.fillStyle = palette.line;
    const side = Math.max(1, ratio);
    for (let y = Math.ceil(seen.minY / step) * step; y <= seen.maxY; y += step) {
      const top = (y * camera.k + camera.y) * ratio - side / 2;
      for (let x = Math.ceil(seen.minX / step) * step; x <= seen.maxX; x += step)
        context.fillRect((x * camera.k + camera.x) * ratio - side / 2, top, side, side);
    }
  }
}

import type { SeatView } from '#lib/hall/seat-view.ts';
import { drawGround } from './ground.ts';
import type { Detail } from './camera.ts';
import { detailFor } from './camera.ts';
import { overlaps, widen, type Box } from './box.ts';
import type { HallModel, MapRow } from './hall-model.ts';
import type { Palette } from './palette.ts';
import { Sprites } from './sprites.ts';

/** What there is to draw, as it is at the moment of drawing. */
export interface Scene {
  readonly model: HallModel;
  readonly palette: Palette;
  readonly viewOf: (seatId: number) => SeatView;
  /** Whether a standing area has a place left. */
  readonly isStandingFree: (section: number) => boolean;
  /** Left out by the visitor's filter. */
  readonly isDimmed: (category: number) => boolean;
}

/** A seat takes this much of the distance to its neighbour. */
const SEAT_SHARE = 0.84;
const DOT_SHARE = 0.7;
const SEATS_BETWEEN_YIELDS = 600;

/** Draws parts of a hall at one scale: whole tiles, or the little that has changed. */
export class Painter {
  readonly detail: Detail;
  private readonly sprites: Sprites;
  private readonly dotPx: number;

  /**
   * @param scale device pixels per unit of the hall
   * @param ratio device pixels per CSS pixel
   */
  constructor(
    private readonly scene: Scene,
    readonly scale: number,
    private readonly ratio: number,
  ) {
    const pitchPx = scene.model.pitch * scale;
    this.detail = detailFor(pitchPx / ratio);
    this.dotPx = Math.max(pitchPx * DOT_SHARE, 0.9);
    this.sprites = new Sprites(scene.palette, Math.max(3, Math.round(pitchPx * SEAT_SHARE)));
  }

  /** How far a seat reaches around its position, in units of the hall. */
  get reach(): number {
    return (this.sprites.px / 2 + 2) / this.scale;
  }

  /**
   * Draws what is in `box`, in slices: goes on where it stopped each time it is asked. `left` and `top` say which
   * device pixel of the whole hall is the context's first.
   */
  *paint(context: CanvasRenderingContext2D, box: Box, left: number, top: number): Generator<void> {
    const { scene } = this;
    drawGround(context, scene, { scale: this.scale, ratio: this.ratio, left, top }, box);
    yield;
    const reached = widen(box, this.reach);
    let sinceYield = 0;
    for (const section of scene.model.sections) {
      if (!overlaps(section.box, reached)) continue;
      for (let at = section.firstRow; at < section.firstRow + section.rowCount; at++) {
        const row = scene.model.rows[at];
        if (!row || !overlaps(row.box, reached)) continue;
        this.paintRow(context, row, reached, left, top);
        sinceYield += row.seatCount;
        if (sinceYield < SEATS_BETWEEN_YIELDS) continue;
        sinceYield = 0;
        yield;
      }
    }
  }

  private paintRow(
    context: CanvasRenderingContext2D,
    row: MapRow,
    box: Box,
    left: number,
    top: number,
  ): void {
    const { model, palette } = this.scene;
    const isFar = this.detail === 'far';
    for (let place = 0; place < row.seatCount; place++) {
      const index = row.firstSeat + place - 1;
      const [x, y] = [model.x[index] ?? 0, model.y[index] ?? 0];
      if (x < box.minX || x > box.maxX || y < box.minY || y > box.maxY) continue;
      const category = model.category[index] ?? 0;
      const view = this.scene.viewOf(index + 1);
      if (isFar) this.dot(context, x * this.scale - left, y * this.scale - top, view, category, palette);
      else this.seat(context, x * this.scale - left, y * this.scale - top, view, category, index + 1);
    }
  }

  private dot(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    view: SeatView,
    category: number,
    palette: Palette,
  ): void {
    const isMine = view === 'mine' || view === 'mine-reserved';
    // Taken seats are smaller too, so that full and free parts differ without colour.
    const px = isMine ? Math.max(this.dotPx * 1.3, 4) : view === 'available' ? this.dotPx : this.dotPx * 0.62;
    const dimmed = view === 'available' && this.scene.isDimmed(category);
    if (dimmed) context.globalAlpha = 0.18;
    context.fillStyle =
      view === 'available'
        ? (palette.categories[category]?.fill ?? palette.ink)
        : isMine
          ? palette.accent
          : view === 'held'
            ? palette.edge
            : palette.forced
              ? palette.goneInk
              : palette.gone;
    context.fillRect(x - px / 2, y - px / 2, px, px);
    if (dimmed) context.globalAlpha = 1;
  }

  private seat(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    view: SeatView,
    category: number,
    seatId: number,
  ): void {
    const { palette } = this.scene;
    const { px } = this.sprites;
    const isNear = this.detail === 'near';
    const dimmed = view === 'available' && this.scene.isDimmed(category);
    const isWheelchair = this.scene.model.marksOf(seatId).includes('wheelchair');
    const sprite = this.sprites.get({ view, category, dimmed, lettered: !isNear, isWheelchair });
    context.drawImage(sprite, Math.round(x - px / 2) - 1, Math.round(y - px / 2) - 1);
    if (!isNear || dimmed) return;
    const isMine = view === 'mine' || view === 'mine-reserved';
    if (view !== 'available' && !isMine) return;
    const text = this.scene.model.numberOf(seatId);
    context.font = `700 ${Math.round(px * (text.length > 3 ? 0.28 : text.length > 2 ? 0.37 : 0.45))}px ${palette.sans}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = isMine ? palette.onAccent : (palette.categories[category]?.ink ?? palette.ink);
    context.fillText(text, x, y + px * (isMine ? 0.02 : 0.12), px);
  }
}

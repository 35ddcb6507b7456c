import { overlaps, widen, type Box } from './box.ts';
import type { BrushSize, SeatBrush } from './brush.ts';
import { detailFor } from './camera.ts';
import { drawGround } from './ground.ts';
import type { HallModel, MapRow } from './hall-model.ts';
import type { Palette } from './palette.ts';

/** What there is to draw, as it is at the moment of drawing. */
export interface Scene {
  readonly model: HallModel;
  readonly palette: Palette;
  /** Gives what draws the seats, for one size of them. */
  readonly brushFor: (size: BrushSize) => SeatBrush;
  /** Whether a standing area has a place left. */
  readonly isStandingFree: (section: number) => boolean;
  /** Left out by a filter. */
  readonly isDimmed: (category: number) => boolean;
}

/** A seat takes this much of the distance to its neighbour. */
const SEAT_SHARE = 0.84;
const SEATS_BETWEEN_YIELDS = 600;

/** Draws parts of a hall at one scale: whole tiles, or the little that has changed. */
export class Painter {
  private readonly size: BrushSize;
  private readonly brush: SeatBrush;

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
    const seatPx = Math.max(3, Math.round(pitchPx * SEAT_SHARE));
    this.size = { detail: detailFor(pitchPx / ratio), pitchPx, seatPx };
    this.brush = scene.brushFor(this.size);
  }

  /** How far a seat reaches around its position, in units of the hall. */
  get reach(): number {
    return (this.size.seatPx / 2 + 2) / this.scale;
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
    const { model } = this.scene;
    const isFar = this.size.detail === 'far';
    for (let place = 0; place < row.seatCount; place++) {
      const index = row.firstSeat + place - 1;
      const [x, y] = [model.x[index] ?? 0, model.y[index] ?? 0];
      if (x < box.minX || x > box.maxX || y < box.minY || y > box.maxY) continue;
      const [atX, atY] = [x * this.scale - left, y * this.scale - top];
      if (isFar) this.brush.dot(context, atX, atY, index + 1);
      else this.brush.seat(context, atX, atY, index + 1);
    }
  }
}

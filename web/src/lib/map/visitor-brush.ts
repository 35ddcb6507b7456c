import type { SeatView } from '#lib/hall/seat-view.ts';
import type { BrushSize, SeatBrush } from './brush.ts';
import type { HallModel } from './hall-model.ts';
import type { Palette } from './palette.ts';
import { Sprites } from './sprites.ts';

const DOT_SHARE = 0.7;

export interface VisitorLook {
  readonly viewOf: (seatId: number) => SeatView;
  /** Left out by the visitor's filter. */
  readonly isDimmed: (category: number) => boolean;
}

/** Seats as the audience sees them: free ones in the colour of their category, taken ones as good as gone. */
export class VisitorBrush implements SeatBrush {
  private readonly sprites: Sprites;
  private readonly dotPx: number;

  constructor(
    private readonly model: HallModel,
    private readonly palette: Palette,
    private readonly look: VisitorLook,
    private readonly size: BrushSize,
  ) {
    this.dotPx = Math.max(size.pitchPx * DOT_SHARE, 0.9);
    this.sprites = new Sprites(palette, size.seatPx);
  }

  dot(context: CanvasRenderingContext2D, x: number, y: number, seatId: number): void {
    const { palette } = this;
    const category = this.model.category[seatId - 1] ?? 0;
    const view = this.look.viewOf(seatId);
    const isMine = view === 'mine' || view === 'mine-reserved';
    // Taken seats are smaller too, so that full and free parts differ without colour.
    const px = isMine ? Math.max(this.dotPx * 1.3, 4) : view === 'available' ? this.dotPx : this.dotPx * 0.62;
    const dimmed = view === 'available' && this.look.isDimmed(category);
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

  seat(context: CanvasRenderingContext2D, x: number, y: number, seatId: number): void {
    const { palette } = this;
    const { px } = this.sprites;
    const category = this.model.category[seatId - 1] ?? 0;
    const view = this.look.viewOf(seatId);
    const isNear = this.size.detail === 'near';
    const dimmed = view === 'available' && this.look.isDimmed(category);
    const isWheelchair = this.model.marksOf(seatId).includes('wheelchair');
    const sprite = this.sprites.get({ view, category, dimmed, lettered: !isNear, isWheelchair });
    context.drawImage(sprite, Math.round(x - px / 2) - 1, Math.round(y - px / 2) - 1);
    if (!isNear || dimmed) return;
    const isMine = view === 'mine' || view === 'mine-reserved';
    if (view !== 'available' && !isMine) return;
    const text = this.model.numberOf(seatId);
    context.font = `700 ${Math.round(px * (text.length > 3 ? 0.28 : text.length > 2 ? 0.37 : 0.45))}px ${palette.sans}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = isMine ? palette.onAccent : (palette.categories[category]?.ink ?? palette.ink);
    context.fillText(text, x, y + px * (isMine ? 0.02 : 0.12), px);
  }
}

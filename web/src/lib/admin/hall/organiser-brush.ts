import type { SeatState } from '@jari/contract';
import type { BrushSize, SeatBrush } from '#lib/map/brush.ts';
import type { HallModel } from '#lib/map/hall-model.ts';
import type { Palette } from '#lib/map/palette.ts';
import type { StateLooks } from './state-looks.ts';

/** From this size on a seat has room for stripes and a letter. */
const ROOM_FOR_MARKS_PX = 11;

/**
 * Seats as the organiser sees them: each state has a colour and a shape of its own, free ones are hollow, and all
 * carry their number, because it is the taken ones that are asked about.
 */
export class OrganiserBrush implements SeatBrush {
  private readonly sprites = new Map<SeatState, HTMLCanvasElement>();

  constructor(
    private readonly model: HallModel,
    private readonly palette: Palette,
    private readonly looks: StateLooks,
    private readonly stateOf: (seatId: number) => SeatState,
    private readonly size: BrushSize,
  ) {}

  dot(context: CanvasRenderingContext2D, x: number, y: number, seatId: number): void {
    const state = this.stateOf(seatId);
    const px = Math.max(this.size.pitchPx * 0.74, 1);
    context.fillStyle = this.looks[state].fill;
    // Small, tall, full and flat: told apart without colours where there is room for that.
    if (state === 'available') {
      context.globalAlpha = 0.75;
      context.fillRect(x - px * 0.24, y - px * 0.24, px * 0.48, px * 0.48);
      context.globalAlpha = 1;
    } else if (state === 'held') context.fillRect(x - px * 0.28, y - px / 2, px * 0.56, px);
    else if (state === 'reserved') context.fillRect(x - px / 2, y - px / 2, px, px);
    else context.fillRect(x - px / 2, y - px * 0.2, px, px * 0.4);
  }

  seat(context: CanvasRenderingContext2D, x: number, y: number, seatId: number): void {
    const state = this.stateOf(seatId);
    const px = this.size.seatPx;
    context.drawImage(this.spriteOf(state), Math.round(x - px / 2) - 1, Math.round(y - px / 2) - 1);
    if (px < ROOM_FOR_MARKS_PX || state === 'blocked') return;
    const isNear = this.size.detail === 'near';
    const category = this.palette.categories[this.model.category[seatId - 1] ?? 0];
    const text = isNear ? this.model.numberOf(seatId) : (category?.letter ?? '');
    const share = text.length > 3 ? 0.3 : text.length > 2 ? 0.38 : 0.46;
    context.font = `700 ${Math.round(px * share)}px ${this.palette.sans}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = state === 'available' ? this.palette.ink : this.looks[state].ink;
    context.fillText(text, x, y + px * 0.04, px);
  }

  private spriteOf(state: SeatState): HTMLCanvasElement {
    let sprite = this.sprites.get(state);
    if (sprite) return sprite;
    sprite = document.createElement('canvas');
    sprite.width = sprite.height = this.size.seatPx + 2;
    const context = sprite.getContext('2d');
    if (context) {
      context.translate(1, 1);
      drawStateSeat(context, this.size.seatPx, state, this.looks);
    }
    this.sprites.set(state, sprite);
    return sprite;
  }
}

/** A seat from the front: hollow, striped, full, or crossed out. */
function drawStateSeat(
  context: CanvasRenderingContext2D,
  px: number,
  state: SeatState,
  looks: StateLooks,
): void {
  const { fill, ink } = looks[state];
  const inset = Math.max(0.5, px * 0.05);
  context.lineWidth = Math.max(1, px * 0.07);
  context.strokeStyle = fill;
  context.fillStyle = fill;
  traceBack(context, px, inset);
  if (state === 'available' || state === 'blocked') {
    context.globalAlpha = 0.14;
    context.fill();
    context.globalAlpha = 1;
    context.stroke();
    if (state === 'blocked') cross(context, px);
    return;
  }
  context.fill();
  if (state === 'held' && px >= ROOM_FOR_MARKS_PX) stripe(context, px, inset, ink);
}

function traceBack(context: CanvasRenderingContext2D, px: number, inset: number): void {
  const side = px - 2 * inset;
  const [top, foot] = [side * 0.34, side * 0.18];
  context.beginPath();
  context.roundRect(inset, inset, side, side, [top, top, foot, foot]);
}

function cross(context: CanvasRenderingContext2D, px: number): void {
  context.lineWidth = Math.max(1.2, px * 0.1);
  context.lineCap = 'round';
  context.beginPath();
  for (const [fromY, toY] of [
    [0.32, 0.68],
    [0.68, 0.32],
  ] as const) {
    context.moveTo(px * 0.32, px * fromY);
    context.lineTo(px * 0.68, px * toY);
  }
  context.stroke();
}

/** A broad band at the top and one at the foot leave the number in the middle legible. */
function stripe(context: CanvasRenderingContext2D, px: number, inset: number, ink: string): void {
  context.save();
  traceBack(context, px, inset);
  context.clip();
  context.globalAlpha = 0.42;
  context.strokeStyle = ink;
  context.lineWidth = Math.max(1, px * 0.07);
  const step = px * 0.2;
  for (const [top, foot] of [
    [0, px * 0.22],
    [px * 0.8, px],
  ] as const) {
    context.save();
    context.beginPath();
    context.rect(0, top, px, foot - top);
    context.clip();
    context.beginPath();
    for (let x = -px; x < px * 2; x += step) {
      context.moveTo(x, foot);
      context.lineTo(x + (foot - top), top);
    }
    context.stroke();
    context.restore();
  }
  context.restore();
}

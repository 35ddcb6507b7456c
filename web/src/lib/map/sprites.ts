import type { SeatView } from '#lib/hall/seat-view.ts';
import type { CategoryLook, Palette } from './palette.ts';

/** Smaller seats than this, in device pixels, have no room for a letter, an icon or a pattern. */
const ROOM_FOR_MARKS_PX = 13;
/** The headrest, where the pattern is, as a part of the seat. */
const HEADREST = 0.27;

export interface SeatLook {
  readonly view: SeatView;
  readonly category: number;
  /** Not among the categories that the visitor asked for. */
  readonly dimmed: boolean;
  /** With the letter of its category; where numbers are drawn there is none. */
  readonly lettered: boolean;
  /** A place for a wheelchair: those who need one look for it, and nobody else should take it unaware. */
  readonly isWheelchair?: boolean;
}

/** Seats drawn once per look and size; afterwards each is a copy. */
export class Sprites {
  private readonly made = new Map<string, HTMLCanvasElement>();

  /** @param px the side of a seat in device pixels */
  constructor(
    private readonly palette: Palette,
    readonly px: number,
  ) {}

  get(look: SeatLook): HTMLCanvasElement {
    const flags = (look.dimmed ? 1 : 0) + (look.lettered ? 2 : 0) + (look.isWheelchair ? 4 : 0);
    const key = `${look.view}|${look.category}|${flags}`;
    let sprite = this.made.get(key);
    if (!sprite) this.made.set(key, (sprite = this.make(look)));
    return sprite;
  }

  private make(look: SeatLook): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = this.px + 2;
    const context = canvas.getContext('2d');
    if (!context) return canvas;
    context.translate(1, 1);
    if (look.dimmed) context.globalAlpha = 0.16;
    drawSeat(context, this.px, look, this.palette);
    return canvas;
  }
}

/** A seat from the front, as on the small halls' page: a rounded back with its headrest, or what is left of it. */
export function drawSeat(
  context: CanvasRenderingContext2D,
  px: number,
  { view, category, lettered, isWheelchair = false }: SeatLook,
  palette: Palette,
): void {
  const look = palette.categories[category] ?? palette.categories[0];
  if (!look) return;
  const hasRoom = px >= ROOM_FOR_MARKS_PX;
  switch (view) {
    case 'available':
      fillBack(context, px, look.fill);
      if (hasRoom) drawHeadrest(context, px, look, palette);
      if (hasRoom && lettered && !isWheelchair) write(context, px, look.letter, look.ink, palette);
      if (hasRoom && isWheelchair) drawWheelchair(context, px, look.ink, lettered);
      break;
    case 'mine':
    case 'mine-reserved':
      fillBack(context, px, palette.accent);
      context.lineWidth = Math.max(1, px * 0.07);
      context.strokeStyle = palette.accentHigh;
      back(context, px, context.lineWidth / 2);
      context.stroke();
      if (lettered || !hasRoom) drawSign(context, px, view, palette.onAccent);
      break;
    case 'held':
      context.lineWidth = Math.max(1, px * 0.07);
      context.strokeStyle = palette.edge;
      if (hasRoom) context.setLineDash([px * 0.16, px * 0.12]);
      back(context, px, Math.max(1, px * 0.1));
      context.stroke();
      context.setLineDash([]);
      if (hasRoom) drawSign(context, px, view, palette.goneInk);
      break;
    case 'reserved':
      back(context, px, px * 0.1);
      context.fillStyle = palette.gone;
      context.fill();
      if (palette.forced) {
        context.strokeStyle = palette.goneInk;
        context.stroke();
      }
      if (hasRoom) drawSign(context, px, view, palette.goneInk);
      break;
    case 'blocked':
      context.lineWidth = Math.max(1, px * 0.05);
      context.strokeStyle = palette.line;
      back(context, px, px * 0.16);
      context.stroke();
      if (hasRoom) drawSign(context, px, view, palette.edge);
      break;
  }
}

function back(context: CanvasRenderingContext2D, px: number, inset: number): void {
  const side = px - 2 * inset;
  const [top, foot] = [side * 0.36, side * 0.2];
  context.beginPath();
  context.roundRect(inset, inset, side, side, [top, top, foot, foot]);
}

function fillBack(context: CanvasRenderingContext2D, px: number, fill: string): void {
  back(context, px, px * 0.03);
  context.fillStyle = fill;
  context.fill();
}

/** A band across the top in a darker shade; its pattern tells the category to those who don't tell colours. */
function drawHeadrest(
  context: CanvasRenderingContext2D,
  px: number,
  look: CategoryLook,
  palette: Palette,
): void {
  if (palette.forced) return;
  context.save();
  back(context, px, px * 0.03);
  context.clip();
  const height = px * HEADREST;
  context.fillStyle = look.shade;
  context.strokeStyle = look.shade;
  context.lineWidth = Math.max(1, px * 0.07);
  const step = px * 0.17;
  context.beginPath();
  switch (look.pattern) {
    case 0:
      context.fillRect(0, 0, px, height);
      break;
    case 1:
      for (let x = -height; x < px + height; x += step) {
        context.moveTo(x, height);
        context.lineTo(x + height, 0);
      }
      break;
    case 2:
      for (let x = step; x < px; x += step * 1.3) {
        context.moveTo(x + px * 0.06, height * 0.62);
        context.arc(x, height * 0.62, px * 0.06, 0, Math.PI * 2);
      }
      context.fill();
      break;
    case 3:
      for (let y = height * 0.3; y < height * 1.2; y += step * 0.75) {
        context.moveTo(0, y);
        context.lineTo(px, y);
      }
      break;
    case 4:
      for (let x = step * 0.6; x < px; x += step) {
        context.moveTo(x, 0);
        context.lineTo(x, height);
      }
      break;
    default:
      context.moveTo(0, height * 0.35);
      for (let x = 0, up = false; x <= px + step; x += step * 0.8, up = !up)
        context.lineTo(x, height * (up ? 0.25 : 0.95));
  }
  context.stroke();
  context.restore();
}

function write(
  context: CanvasRenderingContext2D,
  px: number,
  text: string,
  ink: string,
  palette: Palette,
): void {
  context.fillStyle = ink;
  context.font = `700 ${Math.round(px * (text.length > 1 ? 0.4 : 0.52))}px ${palette.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, px / 2, px * 0.62);
}

/** The same signs as on the small halls' seats: a tick, a ticket, an hourglass, a person, a cross. */
export function drawSign(context: CanvasRenderingContext2D, px: number, view: SeatView, color: string): void {
  context.save();
  context.scale(px / 24, px / 24);
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = view === 'mine' ? 3 : 1.8;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(new Path2D(signs[view] ?? ''));
  if (view === 'reserved') context.fill(new Path2D(signs.reserved));
  context.restore();
}

/** In place of the letter or, where the number stands, small above it. */
function drawWheelchair(context: CanvasRenderingContext2D, px: number, ink: string, isAlone: boolean): void {
  const [x, y, size] = isAlone ? [0.12, 0.16, 0.76] : [0.3, -0.04, 0.4];
  context.save();
  context.translate(x * px, y * px);
  context.scale((size * px) / 24, (size * px) / 24);
  context.strokeStyle = ink;
  context.lineWidth = isAlone ? 2 : 3;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(new Path2D(WHEELCHAIR));
  context.restore();
}

const WHEELCHAIR = 'M10.5 4.2a1.4 1.4 0 1 0 .01 0zM10.5 9v5.5h5l2.3 4.5M10.5 11h4M8 11.6a5 5 0 1 0 6.6 6.4';

const signs: Partial<Record<SeatView, string>> = {
  mine: 'M6.5 12.5l4 4 7.5-8.5',
  'mine-reserved': 'M5.5 8h13v2.6a1.5 1.5 0 0 0 0 2.8V16h-13v-2.6a1.5 1.5 0 0 0 0-2.8zM14.5 8v8',
  held: 'M9 7.5h6M9 16.5h6M9.6 7.5c0 3 4.8 6 4.8 9M14.4 7.5c0 3-4.8 6-4.8 9',
  reserved: 'M12 7.4a2.2 2.2 0 1 0 .01 0zM7.8 17c0-2.8 1.8-4.4 4.2-4.4s4.2 1.6 4.2 4.4z',
  blocked: 'M8.5 8.5l7 7M15.5 8.5l-7 7',
};

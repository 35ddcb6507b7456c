import type { Box } from '#lib/map/box.ts';
import type { Camera } from '#lib/map/camera.ts';
import type { Palette } from '#lib/map/palette.ts';
import type { Spot } from '../core/hall.ts';
import type { Guide } from '../core/snap.ts';
import type { Handle } from './handles.ts';

/** What is drawn over the hall: what is selected, and what is going on. */
export interface Marks {
  /** Around all that is selected. */
  readonly frame: Box | undefined;
  readonly handles: readonly Handle[];
  readonly guides: readonly Guide[];
  readonly marquee: Box | undefined;
  /** Corners of the area that is being drawn, the pointer last. */
  readonly outline: readonly Spot[];
  /** How much is being made, beside the pointer. */
  readonly tag: { readonly at: Spot; readonly text: string } | undefined;
}

const HANDLE_PX = 7;
const FRAME_AIR_PX = 12;

export function drawMarks(
  context: CanvasRenderingContext2D,
  marks: Marks,
  palette: Palette,
  camera: Camera,
  ratio: number,
): void {
  const place = ({ x, y }: Spot): [number, number] => [
    (x * camera.k + camera.x) * ratio,
    (y * camera.k + camera.y) * ratio,
  ];
  context.setLineDash([]);
  if (marks.frame) drawBox(context, marks.frame, place, FRAME_AIR_PX * ratio, palette.focus, ratio);
  context.strokeStyle = palette.focus;
  context.lineWidth = ratio;
  for (const { axis, at, from, to } of marks.guides) {
    const ends =
      axis === 'x'
        ? [
            { x: at, y: from },
            { x: at, y: to },
          ]
        : [
            { x: from, y: at },
            { x: to, y: at },
          ];
    trace(context, ends, place);
    context.stroke();
  }
  if (marks.marquee) {
    drawBox(context, marks.marquee, place, 0, palette.focus, ratio);
    context.globalAlpha = 0.12;
    context.fillStyle = palette.focus;
    const [left, top] = place({ x: marks.marquee.minX, y: marks.marquee.minY });
    const [right, bottom] = place({ x: marks.marquee.maxX, y: marks.marquee.maxY });
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 1;
  }
  if (marks.outline.length > 0) {
    context.lineWidth = 2 * ratio;
    trace(context, marks.outline, place);
    context.stroke();
    for (const spot of marks.outline.slice(0, -1))
      dot(context, place(spot), HANDLE_PX * 0.7 * ratio, palette, ratio);
  }
  for (const handle of marks.handles) drawHandle(context, handle, place(handle), palette, ratio);
  if (marks.tag) drawTag(context, marks.tag.text, place(marks.tag.at), palette, ratio);
}

function trace(
  context: CanvasRenderingContext2D,
  spots: readonly Spot[],
  place: (spot: Spot) => [number, number],
): void {
  context.beginPath();
  for (const spot of spots) context.lineTo(...place(spot));
}

function drawBox(
  context: CanvasRenderingContext2D,
  box: Box,
  place: (spot: Spot) => [number, number],
  air: number,
  color: string,
  ratio: number,
): void {
  const [left, top] = place({ x: box.minX, y: box.minY });
  const [right, bottom] = place({ x: box.maxX, y: box.maxY });
  context.strokeStyle = color;
  context.lineWidth = 1.25 * ratio;
  context.setLineDash([5 * ratio, 4 * ratio]);
  context.strokeRect(left - air, top - air, right - left + 2 * air, bottom - top + 2 * air);
  context.setLineDash([]);
}

function dot(
  context: CanvasRenderingContext2D,
  [x, y]: [number, number],
  radius: number,
  palette: Palette,
  ratio: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = palette.surface;
  context.fill();
  context.strokeStyle = palette.focus;
  context.lineWidth = 2 * ratio;
  context.stroke();
}

/** A sign in each says what it does: more seats, more rows, a curve, a turn. */
function drawHandle(
  context: CanvasRenderingContext2D,
  { does }: Handle,
  [x, y]: [number, number],
  palette: Palette,
  ratio: number,
): void {
  const isPlain = does === 'corner' || does === 'size';
  const radius = (isPlain ? HANDLE_PX : HANDLE_PX * 1.7) * ratio;
  dot(context, [x, y], radius, palette, ratio);
  if (isPlain) return;
  const r = radius * 0.52;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.6 * ratio;
  context.beginPath();
  if (does === 'turn') context.arc(x, y, r, -0.6 * Math.PI, 0.9 * Math.PI);
  else if (does === 'curve') context.arc(x, y - r * 0.9, r * 1.25, 0.15 * Math.PI, 0.85 * Math.PI);
  else {
    const [dx, dy] = does === 'seats' ? [r, 0] : [0, r];
    context.moveTo(x - dx, y - dy);
    context.lineTo(x + dx, y + dy);
    for (const side of [-1, 1]) {
      context.moveTo(x + side * (dx - dx * 0.5) - dy * 0.5, y + side * (dy - dy * 0.5) - dx * 0.5);
      context.lineTo(x + side * dx, y + side * dy);
      context.lineTo(x + side * (dx - dx * 0.5) + dy * 0.5, y + side * (dy - dy * 0.5) + dx * 0.5);
    }
  }
  context.stroke();
}

function drawTag(
  context: CanvasRenderingContext2D,
  text: string,
  [x, y]: [number, number],
  palette: Palette,
  ratio: number,
): void {
  context.font = `700 ${14 * ratio}px ${palette.sans}`;
  const width = context.measureText(text).width + 18 * ratio;
  const [left, top] = [x + 14 * ratio, y + 14 * ratio];
  context.fillStyle = palette.accent;
  context.beginPath();
  context.roundRect(left, top, width, 28 * ratio, 9 * ratio);
  context.fill();
  context.fillStyle = palette.onAccent;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 9 * ratio, top + 14 * ratio);
}

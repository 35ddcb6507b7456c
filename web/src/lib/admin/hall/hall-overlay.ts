import type { Camera, Size } from '#lib/map/camera.ts';
import { seenBy } from '#lib/map/camera.ts';
import { widen } from '#lib/map/box.ts';
import type { HallModel } from '#lib/map/hall-model.ts';
import type { Palette } from '#lib/map/palette.ts';
import type { Point } from './lasso.ts';
import type { Run } from './selection.ts';

/** From this size on each chosen seat has a frame of its own; smaller ones share a line along their run. */
const FRAMES_FROM_PX = 9;

/**
 * The chosen seats, as with a marker pen: one stroke for each run, so that sixty thousand of them cost no more than
 * their thousand rows, and frames only for what is on the screen.
 */
export function drawSelection(
  context: CanvasRenderingContext2D,
  { model, palette }: { readonly model: HallModel; readonly palette: Palette },
  runs: readonly Run[],
  camera: Camera,
  size: Size,
): void {
  const pitchPx = model.pitch * camera.k;
  const seen = widen(seenBy(camera, size), model.pitch);
  const isNear = pitchPx >= FRAMES_FROM_PX;
  const half = Math.max(2, pitchPx * 0.47);
  context.beginPath();
  for (const { first, count } of runs) {
    for (let id = first; id < first + count; id++) {
      const [hallX, hallY] = [model.x[id - 1] ?? 0, model.y[id - 1] ?? 0];
      const isSeen = hallX > seen.minX && hallX < seen.maxX && hallY > seen.minY && hallY < seen.maxY;
      const [x, y] = [hallX * camera.k + camera.x, hallY * camera.k + camera.y];
      if (isNear) {
        if (isSeen) context.roundRect(x - half, y - half, half * 2, half * 2, half * 0.4);
      } else if (id === first) {
        context.moveTo(x - half * 0.6, y);
        context.lineTo(x + half * 0.6, y);
        context.moveTo(x, y);
      } else if (id === first + count - 1 || id % 4 === 0) context.lineTo(x, y);
    }
  }
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = palette.ink;
  if (isNear) {
    context.strokeStyle = palette.ground;
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = palette.ink;
    context.lineWidth = 2.5;
  } else {
    context.globalAlpha = 0.55;
    context.lineWidth = Math.max(2.5, pitchPx);
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** The line that is being drawn around seats, in pixels of the screen. */
export function drawLasso(
  context: CanvasRenderingContext2D,
  palette: Palette,
  points: readonly Point[],
): void {
  if (points.length < 2) return;
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  context.closePath();
  context.globalAlpha = 0.14;
  context.fillStyle = palette.accent;
  context.fill();
  context.globalAlpha = 1;
  context.setLineDash([6, 5]);
  context.lineWidth = 2;
  context.strokeStyle = palette.focus;
  context.stroke();
  context.setLineDash([]);
}

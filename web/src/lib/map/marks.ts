import { comfortableZoom, type Camera } from './camera.ts';
import type { Marked } from './map-view.ts';
import type { Scene } from './painter.ts';

/** A ring around seats whose answer is awaited. */
export function drawPending(
  context: CanvasRenderingContext2D,
  { model, palette }: Scene,
  camera: Camera,
  pending: readonly number[],
): void {
  context.lineWidth = 2;
  context.strokeStyle = palette.accentHigh;
  context.setLineDash([4, 4]);
  for (const id of pending) {
    const radius = Math.max(6, model.pitch * camera.k * 0.52);
    context.beginPath();
    context.arc(
      (model.x[id - 1] ?? 0) * camera.k + camera.x,
      (model.y[id - 1] ?? 0) * camera.k + camera.y,
      radius,
      0,
      Math.PI * 2,
    );
    context.stroke();
  }
  context.setLineDash([]);
}

/** Where the keyboard is: on a seat, or on a row or section as a whole. */
export function drawFocus(
  context: CanvasRenderingContext2D,
  { model, palette }: Scene,
  camera: Camera,
  { focused, focusedBox }: Marked,
): void {
  if (focused === undefined && !focusedBox) return;
  const at = focused === undefined ? undefined : focused - 1;
  const box =
    at === undefined
      ? focusedBox
      : { minX: model.x[at] ?? 0, maxX: model.x[at] ?? 0, minY: model.y[at] ?? 0, maxY: model.y[at] ?? 0 };
  if (!box) return;
  const pad = Math.max(6, (model.pitch * camera.k) / 2 + 1);
  const left = box.minX * camera.k + camera.x - pad;
  const top = box.minY * camera.k + camera.y - pad;
  const width = (box.maxX - box.minX) * camera.k + 2 * pad;
  const height = (box.maxY - box.minY) * camera.k + 2 * pad;
  const radius = Math.min(10, (camera.k / comfortableZoom(model.pitch)) * 12 + 4);
  // Two lines, so that one of them differs from whatever is below.
  context.lineWidth = 6;
  context.strokeStyle = palette.ground;
  context.beginPath();
  context.roundRect(left, top, width, height, radius);
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = palette.focus;
  context.stroke();
}

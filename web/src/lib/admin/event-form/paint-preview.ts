import type { HallModel } from '#lib/map/hall-model.ts';

/** What a small picture of a hall is painted with, and on. */
export interface PreviewCanvas {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Of what is no seat: the stage, walls, the outlines of standing areas. */
  readonly lineColor: string;
}

/** Paints all of a hall: its shapes as outlines, each seat as a dot in the colour of its category. */
export function paintPreview(model: HallModel, { context, width, height, lineColor }: PreviewCanvas): void {
  const { box, pitch } = model;
  const [spanX, spanY] = [box.maxX - box.minX + pitch * 2, box.maxY - box.minY + pitch * 2];
  const scale = Math.min(width / spanX, height / spanY, 24 / pitch);
  const left = (width - (box.maxX - box.minX) * scale) / 2 - box.minX * scale;
  const top = (height - (box.maxY - box.minY) * scale) / 2 - box.minY * scale;
  const at = (x: number, y: number) => [x * scale + left, y * scale + top] as const;

  context.clearRect(0, 0, width, height);
  context.strokeStyle = lineColor;
  context.lineWidth = 1.5;
  for (const { shape, x, y, width: w = 0, height: h = 0, points, radius_x, radius_y } of model.areas) {
    context.beginPath();
    if (shape === 'rectangle') context.rect(...at(x, y), w * scale, h * scale);
    else if (points) for (const point of points) context.lineTo(...at(x + point.x, y + point.y));
    else if (radius_x !== undefined) {
      const rx = radius_x * scale;
      context.ellipse(...at(x, y), rx, (radius_y ?? radius_x) * scale, 0, 0, Math.PI * 2);
    }
    context.closePath();
    context.stroke();
  }
  const size = Math.max(1, pitch * scale * 0.72);
  for (const section of model.sections) {
    if (section.outline) {
      context.beginPath();
      for (let i = 0; i + 1 < section.outline.length; i += 2) {
        context.lineTo(...at(section.outline[i] ?? 0, section.outline[i + 1] ?? 0));
      }
      context.closePath();
      context.fillStyle = model.categories[model.category[section.firstSeat - 1] ?? 0]?.color ?? lineColor;
      context.globalAlpha = 0.4;
      context.fill();
      context.globalAlpha = 1;
      continue;
    }
    for (let index = section.firstSeat - 1; index < section.firstSeat - 1 + section.seatCount; index++) {
      context.fillStyle = model.categories[model.category[index] ?? 0]?.color ?? lineColor;
      const [x, y] = at(model.x[index] ?? 0, model.y[index] ?? 0);
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  }
}

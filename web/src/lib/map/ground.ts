import type { PlanArea } from '@jari/contract';
import { overlaps, type Box } from './box.ts';
import { AREA_TEXT_MIN_PX } from './camera.ts';
import { areaBox, type HallModel } from './hall-model.ts';
import type { Scene } from './painter.ts';
import type { Palette } from './palette.ts';

interface Frame {
  readonly scale: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly left: number;
  readonly top: number;
}

/** What lies under the seats: the light that falls from the stage, the plan's own shapes, and standing areas. */
export function drawGround(context: CanvasRenderingContext2D, scene: Scene, frame: Frame, box: Box): void {
  const { model, palette } = scene;
  context.globalAlpha = 1;
  context.fillStyle = palette.ground;
  context.fillRect(
    Math.floor(box.minX * frame.scale - frame.left),
    Math.floor(box.minY * frame.scale - frame.top),
    Math.ceil((box.maxX - box.minX) * frame.scale) + 1,
    Math.ceil((box.maxY - box.minY) * frame.scale) + 1,
  );
  if (palette.glow) drawGlow(context, model, palette, frame, box);
  for (const area of model.areas) if (overlaps(areaBox(area), box)) drawArea(context, area, palette, frame);
  for (const [index, section] of model.sections.entries()) {
    if (!section.outline || !overlaps(section.box, box)) continue;
    const category = model.category[section.firstSeat - 1] ?? 0;
    const isFree = scene.isStandingFree(index);
    trace(context, section.outline, frame);
    const look = palette.categories[category];
    context.globalAlpha = scene.isDimmed(category) ? 0.08 : isFree ? 0.32 : 0.12;
    context.fillStyle = isFree ? (look?.fill ?? palette.edge) : palette.gone;
    if (!palette.forced) context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.setLineDash([6, 4]);
    context.strokeStyle = look?.fill ?? palette.edge;
    context.stroke();
    context.setLineDash([]);
  }
}

/** Light from where everybody looks, fading over half of the hall. */
function drawGlow(
  context: CanvasRenderingContext2D,
  model: HallModel,
  palette: Palette,
  { scale, left, top }: Frame,
  box: Box,
): void {
  const { focus } = model;
  const radius = 0.62 * Math.max(model.box.maxX - model.box.minX, model.box.maxY - model.box.minY);
  const lit = {
    minX: focus.x - radius,
    minY: focus.y - radius,
    maxX: focus.x + radius,
    maxY: focus.y + radius,
  };
  if (radius <= 0 || !overlaps(lit, box)) return;
  const [x, y] = [focus.x * scale - left, focus.y * scale - top];
  const glow = context.createRadialGradient(x, y, 0, x, y, radius * scale);
  glow.addColorStop(0, `rgb(${palette.glow} / 0.3)`);
  glow.addColorStop(0.35, `rgb(${palette.glow} / 0.12)`);
  glow.addColorStop(1, `rgb(${palette.glow} / 0)`);
  context.fillStyle = glow;
  context.fillRect(
    box.minX * scale - left,
    box.minY * scale - top,
    (box.maxX - box.minX) * scale,
    (box.maxY - box.minY) * scale,
  );
}

export function drawArea(
  context: CanvasRenderingContext2D,
  area: PlanArea,
  palette: Palette,
  frame: Frame,
): void {
  context.save();
  context.translate(area.x * frame.scale - frame.left, area.y * frame.scale - frame.top);
  if (area.rotation) context.rotate((area.rotation * Math.PI) / 180);
  context.scale(frame.scale, frame.scale);
  outlineOf(context, area);
  if (area.shape !== 'text') {
    // The plan's colours are made for white paper; here they only tint.
    context.globalAlpha = palette.forced ? 0 : 0.34;
    context.fillStyle = area.color ?? palette.edge;
    context.fill();
    context.globalAlpha = palette.forced ? 1 : 0.7;
    context.strokeStyle = palette.forced ? palette.line : (area.border_color ?? area.color ?? palette.edge);
    context.lineWidth = 1.25 / frame.scale;
    context.stroke();
  }
  drawAreaText(context, area, palette, frame.scale, frame.ratio);
  context.restore();
}

function outlineOf(context: CanvasRenderingContext2D, area: PlanArea): void {
  context.beginPath();
  if (area.points) {
    for (const [index, point] of area.points.entries()) {
      if (index === 0) context.moveTo(point.x, point.y);
      else context.lineTo(point.x, point.y);
    }
    context.closePath();
  } else if (area.shape === 'rectangle') {
    context.rect(0, 0, area.width ?? 0, area.height ?? 0);
  } else if (area.shape !== 'text') {
    const radius = area.radius_x ?? 0;
    context.ellipse(0, 0, radius, area.radius_y ?? radius, 0, 0, Math.PI * 2);
  }
}

function drawAreaText(
  context: CanvasRenderingContext2D,
  area: PlanArea,
  palette: Palette,
  scale: number,
  ratio: number,
): void {
  const { text } = area;
  const size = text?.size ?? 16;
  if (!text?.content || size * scale < AREA_TEXT_MIN_PX * ratio) return;
  context.globalAlpha = 1;
  context.fillStyle = palette.ink;
  context.font = `600 ${size}px ${palette.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text.content, text.x ?? 0, text.y ?? 0);
}

function trace(context: CanvasRenderingContext2D, outline: ArrayLike<number>, frame: Frame): void {
  context.beginPath();
  for (let index = 0; index + 1 < outline.length; index += 2) {
    const x = (outline[index] ?? 0) * frame.scale - frame.left;
    const y = (outline[index + 1] ?? 0) * frame.scale - frame.top;
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

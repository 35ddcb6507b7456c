import { AREA_TEXT_MIN_PX, detailFor, seenBy, type Camera, type Size } from './camera.ts';
import { overlaps, type Box } from './box.ts';
import { areaBox, type HallModel, type MapRow } from './hall-model.ts';
import type { Scene } from './painter.ts';

export interface LabelWords {
  /** "12 left" under a section's name; empty when nothing is known yet. */
  readonly freeIn: (section: number) => string;
}

const NAME_PX = 12;
const COUNT_PX = 11;
const AREA_PX = 12;
const ROW_PX = 12;
const LABELS_MAX = 120;
const ROW_NAMES_FROM_PX = 11;

/** What is written over the seats, always in the same size: sections with their free seats, and names of rows. */
export class Labels {
  private readonly widths = new Map<string, number>();
  private order: number[] | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly words: LabelWords,
  ) {}

  /** The context must be scaled to CSS pixels. */
  draw(context: CanvasRenderingContext2D, camera: Camera, size: Size): void {
    const { model } = this.scene;
    const pitchPx = model.pitch * camera.k;
    const seen = seenBy(camera, size);
    const detail = detailFor(pitchPx);
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    const taken: Box[] = [];
    this.drawAreaNames(context, camera, seen, taken);
    for (const index of this.bySize()) {
      if (taken.length >= LABELS_MAX) break;
      const section = model.sections[index];
      if (!section || !overlaps(section.box, seen)) continue;
      if (!section.outline && (detail === 'near' || model.sections.length === 1)) continue;
      const above = detail === 'middle' && !section.outline;
      const x = (above ? (section.box.minX + section.box.maxX) / 2 : section.middle.x) * camera.k + camera.x;
      const y = above
        ? section.box.minY * camera.k + camera.y - pitchPx / 2 - NAME_PX
        : section.middle.y * camera.k + camera.y;
      const room = {
        width: (section.box.maxX - section.box.minX) * camera.k + pitchPx,
        height: (section.box.maxY - section.box.minY) * camera.k + pitchPx,
      };
      const label = { name: section.name, count: above ? '' : this.words.freeIn(index), x, y };
      this.drawSection(context, label, room, taken);
    }
    if (pitchPx >= ROW_NAMES_FROM_PX) this.drawRowNames(context, camera, seen, size, pitchPx);
  }

  /** Large sections first: where there is no room for all names, theirs are shown. */
  private bySize(): readonly number[] {
    const { sections } = this.scene.model;
    this.order ??= sections
      .map((_, index) => index)
      .sort((a, b) => (sections[b]?.seatCount ?? 0) - (sections[a]?.seatCount ?? 0));
    return this.order;
  }

  /** With the number of free seats where there is room for it, else the name alone, else nothing. */
  private drawSection(
    context: CanvasRenderingContext2D,
    label: { readonly name: string; readonly count: string; readonly x: number; readonly y: number },
    room: { readonly width: number; readonly height: number },
    taken: Box[],
  ): void {
    const { palette } = this.scene;
    const { x, y } = label;
    const nameFont = `700 ${NAME_PX}px ${palette.sans}`;
    const countFont = `500 ${COUNT_PX}px ${palette.sans}`;
    const nameWidth = this.widthOf(context, nameFont, label.name);
    const countWidth = label.count ? this.widthOf(context, countFont, label.count) : 0;
    const hasCount = label.count !== '' && room.width > countWidth * 0.95 && room.height > NAME_PX * 2.6;
    if (!hasCount && room.width < nameWidth * 0.8) return;
    const width = hasCount ? Math.max(nameWidth, countWidth) : nameWidth;
    const height = hasCount ? NAME_PX + COUNT_PX + 10 : NAME_PX + 6;
    const box = {
      minX: x - width / 2 - 6,
      maxX: x + width / 2 + 6,
      minY: y - height / 2,
      maxY: y + height / 2,
    };
    if (taken.some((other) => overlaps(other, box))) return;
    taken.push(box);
    context.globalAlpha = 0.82;
    context.fillStyle = palette.surface;
    context.beginPath();
    context.roundRect(box.minX, box.minY, box.maxX - box.minX, height, 8);
    context.fill();
    context.globalAlpha = 1;
    if (palette.forced) {
      context.strokeStyle = palette.line;
      context.lineWidth = 1;
      context.stroke();
    }
    context.font = nameFont;
    context.fillStyle = palette.ink;
    context.fillText(label.name, x, hasCount ? y - COUNT_PX / 2 - 1 : y + 0.5);
    if (!hasCount) return;
    context.font = countFont;
    context.fillStyle = palette.inkSoft;
    context.fillText(label.count, x, y + NAME_PX / 2 + 1);
  }

  /**
   * The plan's own words, such as "Stage", where they would be too small to read as they are drawn. Where they are not,
   * nothing else is written over them.
   */
  private drawAreaNames(context: CanvasRenderingContext2D, camera: Camera, seen: Box, taken: Box[]): void {
    const { model, palette } = this.scene;
    for (const area of model.areas) {
      const { text } = area;
      if (!text?.content) continue;
      const ownPx = (text.size ?? 16) * camera.k;
      const isDrawn = ownPx >= AREA_TEXT_MIN_PX;
      const font = `600 ${AREA_PX}px ${palette.sans}`;
      const width = this.widthOf(context, font, text.content) * (isDrawn ? ownPx / AREA_PX : 1);
      const box = areaBox(area);
      if (!isDrawn && (!overlaps(box, seen) || (box.maxX - box.minX) * camera.k < width)) continue;
      const x = (area.x + (text.x ?? 0)) * camera.k + camera.x;
      const y = (area.y + (text.y ?? 0)) * camera.k + camera.y;
      const halfHeight = isDrawn ? ownPx * 0.65 : 8;
      const place = { minX: x - width / 2, maxX: x + width / 2, minY: y - halfHeight, maxY: y + halfHeight };
      if (isDrawn) {
        taken.push(place);
        continue;
      }
      if (taken.some((other) => overlaps(other, place))) continue;
      taken.push(place);
      context.font = font;
      context.fillStyle = palette.ink;
      context.fillText(text.content, x, y);
    }
  }

  private drawRowNames(
    context: CanvasRenderingContext2D,
    camera: Camera,
    seen: Box,
    size: Size,
    pitchPx: number,
  ): void {
    const { model } = this.scene;
    for (const row of model.rows) {
      if (row.name === '' || !overlaps(row.box, seen)) continue;
      const place = firstSeen(model, row, camera, size);
      if (!place) continue;
      this.drawRowName(context, row.name, place.x, place.y, place.isFirst ? pitchPx * 0.95 : 0);
    }
  }

  private drawRowName(
    context: CanvasRenderingContext2D,
    name: string,
    x: number,
    y: number,
    before: number,
  ): void {
    const { palette } = this.scene;
    const font = `700 ${ROW_PX}px ${palette.sans}`;
    const width = Math.max(18, this.widthOf(context, font, name) + 8);
    const at = Math.max(before === 0 ? width / 2 + 3 : x - before, width / 2 + 3);
    context.globalAlpha = before === 0 ? 0.94 : 0.72;
    context.fillStyle = palette.surface;
    context.beginPath();
    context.roundRect(at - width / 2, y - 9, width, 18, 9);
    context.fill();
    context.globalAlpha = 1;
    context.font = font;
    context.fillStyle = palette.inkSoft;
    context.fillText(name, at, y + 0.5);
  }

  private widthOf(context: CanvasRenderingContext2D, font: string, text: string): number {
    const key = font + text;
    let width = this.widths.get(key);
    if (width === undefined) {
      context.font = font;
      width = context.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }
}

/** Where a row comes into view from the left: at its end, or where the screen cuts it. */
function firstSeen(model: HallModel, row: MapRow, camera: Camera, size: Size) {
  const last = row.seatCount - 1;
  const isForward = (model.x[row.firstSeat - 1] ?? 0) <= (model.x[row.firstSeat - 1 + last] ?? 0);
  for (let step = 0; step <= last; step++) {
    const index = row.firstSeat - 1 + (isForward ? step : last - step);
    const x = (model.x[index] ?? 0) * camera.k + camera.x;
    const y = (model.y[index] ?? 0) * camera.k + camera.y;
    if (x < 0 || x > size.width) continue;
    return y < 8 || y > size.height - 8 ? undefined : { x, y, isFirst: step === 0 && x > 24 };
  }
  return undefined;
}

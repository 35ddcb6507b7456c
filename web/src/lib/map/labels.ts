import { detailFor, seenBy, type Camera, type Size } from './camera.ts';
import { overlaps, type Box } from './box.ts';
import type { HallModel, MapRow } from './hall-model.ts';
import type { Scene } from './painter.ts';

export interface LabelWords {
  /** "12 left" under a section's name; empty when nothing is known yet. */
  readonly freeIn: (section: number) => string;
}

const NAME_PX = 13;
const COUNT_PX = 12;
const ROW_PX = 12;
const LABELS_MAX = 120;
const ROW_NAMES_FROM_PX = 11;

/** What is written over the seats, always in the same size: sections with their free seats, and names of rows. */
export class Labels {
  private readonly widths = new Map<string, number>();

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
      this.drawSection(context, section.name, above ? '' : this.words.freeIn(index), x, y, taken);
    }
    if (pitchPx >= ROW_NAMES_FROM_PX) this.drawRowNames(context, camera, seen, size, pitchPx);
  }

  private order: number[] | undefined;
  /** Large sections first: where there is no room for all names, theirs are shown. */
  private bySize(): readonly number[] {
    const { sections } = this.scene.model;
    this.order ??= sections
      .map((_, index) => index)
      .sort((a, b) => (sections[b]?.seatCount ?? 0) - (sections[a]?.seatCount ?? 0));
    return this.order;
  }

  private drawSection(
    context: CanvasRenderingContext2D,
    name: string,
    count: string,
    x: number,
    y: number,
    taken: Box[],
  ): void {
    const { palette } = this.scene;
    const nameFont = `700 ${NAME_PX}px ${palette.sans}`;
    const countFont = `500 ${COUNT_PX}px ${palette.sans}`;
    const width = Math.max(
      this.widthOf(context, nameFont, name),
      count ? this.widthOf(context, countFont, count) : 0,
    );
    const height = count ? NAME_PX + COUNT_PX + 12 : NAME_PX + 9;
    const box = {
      minX: x - width / 2 - 8,
      maxX: x + width / 2 + 8,
      minY: y - height / 2,
      maxY: y + height / 2,
    };
    if (taken.some((other) => overlaps(other, box))) return;
    taken.push(box);
    context.globalAlpha = 0.86;
    context.fillStyle = palette.surface;
    context.beginPath();
    context.roundRect(box.minX, box.minY, box.maxX - box.minX, height, 10);
    context.fill();
    context.globalAlpha = 1;
    if (palette.forced) {
      context.strokeStyle = palette.line;
      context.lineWidth = 1;
      context.stroke();
    }
    context.font = nameFont;
    context.fillStyle = palette.ink;
    context.fillText(name, x, count ? y - COUNT_PX / 2 - 1 : y + 0.5);
    if (!count) return;
    context.font = countFont;
    context.fillStyle = palette.inkSoft;
    context.fillText(count, x, y + NAME_PX / 2 + 2);
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
    const key = `${font}|${text}`;
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

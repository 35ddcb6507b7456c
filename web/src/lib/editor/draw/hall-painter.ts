import type { SeatMark } from '@jari/contract';
import { around, overlaps, widen, type Box } from '#lib/map/box.ts';
import { detailFor, type Camera } from '#lib/map/camera.ts';
import { drawArea } from '#lib/map/ground.ts';
import type { Palette } from '#lib/map/palette.ts';
import { Sprites } from '#lib/map/sprites.ts';
import { boxOfArea, boxOfRow, boxOfSection, boxOfSpots, isEmptyBox, middleOfBox } from '../core/geometry.ts';
import type { Hall, Id, Row, Seat, Section, Selection } from '../core/hall.ts';

export interface Scene {
  readonly hall: Hall;
  readonly selection: Selection;
  readonly palette: Palette;
  /** The usual distance between neighbours. */
  readonly step: number;
  readonly words: { readonly standing: (capacity: number) => string };
}

const SEAT_SHARE = 0.84;
const DOT_SHARE = 0.7;
const NAME_FROM_PX = 11;
/** A wheelchair has a sign of its own, and an aisle is seen. */
const TOLD_OTHERWISE: ReadonlySet<SeatMark> = new Set(['wheelchair', 'aisle']);

/** Draws a hall that is being edited: every seat on the screen, in every frame. */
export class HallPainter {
  private sprites: Sprites | undefined;
  private spritesOf: Palette | undefined;

  constructor(private readonly context: CanvasRenderingContext2D) {}

  draw(scene: Scene, camera: Camera, ratio: number, seen: Box): void {
    const { hall, palette, step } = scene;
    const scale = camera.k * ratio;
    const frame = { scale, ratio, left: -camera.x * ratio, top: -camera.y * ratio };
    for (const area of hall.areas)
      if (overlaps(boxOfArea(area), seen)) drawArea(this.context, area, palette, frame);
    const pitchPx = step * scale;
    const px = Math.max(3, Math.round(pitchPx * SEAT_SHARE));
    if (this.spritesOf !== palette || this.sprites?.px !== px) {
      this.sprites = new Sprites(palette, px);
      this.spritesOf = palette;
    }
    const detail = detailFor(pitchPx / ratio);
    const indexes = new Map<Id | undefined, number>(hall.categories.map(({ id }, index) => [id, index]));
    const reached = widen(seen, step);
    const place = (seat: Seat): [number, number] => [
      (seat.x * camera.k + camera.x) * ratio,
      (seat.y * camera.k + camera.y) * ratio,
    ];
    for (const section of hall.sections) {
      if (section.standing) this.drawStanding(scene, section, camera, ratio);
      for (const row of section.rows) {
        if (!overlaps(boxOfRow(row), reached)) continue;
        if (detail === 'far') this.drawDots(row, scene, indexes, place, Math.max(pitchPx * DOT_SHARE, 1));
        else this.drawSeats(row, scene, indexes, place, detail === 'near');
        if (pitchPx / ratio >= NAME_FROM_PX) this.drawRowName(row, scene, place, pitchPx);
      }
    }
    for (const section of hall.sections)
      this.drawSectionName(section, scene, camera, ratio, detail === 'far');
  }

  private drawDots(
    { seats }: Row,
    { palette, selection }: Scene,
    indexes: ReadonlyMap<Id | undefined, number>,
    place: (seat: Seat) => [number, number],
    px: number,
  ): void {
    const { context } = this;
    for (const seat of seats) {
      const [x, y] = place(seat);
      const look = palette.categories[indexes.get(seat.category) ?? -1];
      const isSelected = selection.has(seat.id);
      context.fillStyle = isSelected ? palette.focus : (look?.fill ?? palette.edge);
      const side = isSelected ? px * 1.3 : look ? px : px * 0.6;
      context.fillRect(x - side / 2, y - side / 2, side, side);
    }
  }

  private drawSeats(
    { seats }: Row,
    { palette, selection }: Scene,
    indexes: ReadonlyMap<Id | undefined, number>,
    place: (seat: Seat) => [number, number],
    isNear: boolean,
  ): void {
    const { context, sprites } = this;
    if (!sprites) return;
    const { px } = sprites;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const seat of seats) {
      const [x, y] = place(seat);
      const category = indexes.get(seat.category);
      const isWheelchair = seat.marks.includes('wheelchair');
      // Without a category it is not on sale: an outline, as of a seat that is held.
      const look =
        category === undefined
          ? ({ view: 'held', category: 0, dimmed: false, lettered: false } as const)
          : ({ view: 'available', category, dimmed: false, lettered: !isNear, isWheelchair } as const);
      context.drawImage(sprites.get(look), Math.round(x - px / 2) - 1, Math.round(y - px / 2) - 1);
      if (isNear && seat.number !== '') {
        const { length } = seat.number;
        context.font = `700 ${Math.round(px * (length > 3 ? 0.28 : length > 2 ? 0.37 : 0.45))}px ${palette.sans}`;
        context.fillStyle =
          category === undefined ? palette.ink : (palette.categories[category]?.ink ?? palette.ink);
        context.fillText(seat.number, x, y + px * 0.12, px);
      }
      if (seat.marks.some((mark) => !TOLD_OTHERWISE.has(mark))) {
        context.fillStyle = palette.accent;
        context.beginPath();
        context.arc(x + px * 0.42, y - px * 0.42, Math.max(2, px * 0.13), 0, 2 * Math.PI);
        context.fill();
      }
      if (selection.has(seat.id)) {
        context.strokeStyle = palette.focus;
        context.lineWidth = Math.max(1.5, px * 0.055);
        context.beginPath();
        context.roundRect(x - px / 2 - 1, y - px / 2 - 1, px + 2, px + 2, px * 0.26);
        context.stroke();
      }
    }
  }

  /** Before the first seat, in the direction in which the row begins. */
  private drawRowName(
    { name, seats }: Row,
    { palette }: Scene,
    place: (seat: Seat) => [number, number],
    pitchPx: number,
  ): void {
    const [first, second] = [seats[0], seats[1]];
    if (name === '' || !first) return;
    const [x, y] = place(first);
    const [nextX, nextY] = second ? place(second) : [x + pitchPx, y];
    const far = Math.hypot(nextX - x, nextY - y) || 1;
    const { context } = this;
    context.font = `600 ${Math.round(Math.min(pitchPx * 0.5, 26))}px ${palette.sans}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = palette.inkSoft;
    context.fillText(
      name,
      x - ((nextX - x) / far) * pitchPx * 0.95,
      y - ((nextY - y) / far) * pitchPx * 0.95,
    );
  }

  private drawStanding(
    { palette, hall, selection, words }: Scene,
    section: Section,
    camera: Camera,
    ratio: number,
  ): void {
    const { standing } = section;
    if (!standing) return;
    const { context } = this;
    const look = palette.categories[hall.categories.findIndex(({ id }) => id === standing.category)];
    context.beginPath();
    for (const { x, y } of standing.outline)
      context.lineTo((x * camera.k + camera.x) * ratio, (y * camera.k + camera.y) * ratio);
    context.closePath();
    context.globalAlpha = 0.3;
    context.fillStyle = look?.fill ?? palette.edge;
    if (!palette.forced) context.fill();
    context.globalAlpha = 1;
    const isSelected = selection.has(section.id);
    context.lineWidth = (isSelected ? 3 : 1.5) * ratio;
    context.setLineDash(isSelected ? [] : [6 * ratio, 4 * ratio]);
    context.strokeStyle = isSelected ? palette.focus : (look?.fill ?? palette.edge);
    context.stroke();
    context.setLineDash([]);
    const { x, y } = middleOfBox(boxOfSpots(standing.outline));
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = palette.ink;
    context.font = `600 ${13 * ratio}px ${palette.sans}`;
    const [left, top] = [(x * camera.k + camera.x) * ratio, (y * camera.k + camera.y) * ratio];
    context.fillText(section.name, left, top - 9 * ratio);
    context.fillStyle = palette.inkSoft;
    context.font = `500 ${12 * ratio}px ${palette.sans}`;
    context.fillText(words.standing(standing.capacity), left, top + 9 * ratio);
  }

  /** From far away over its seats, which are dots there; else below them. */
  private drawSectionName(
    section: Section,
    { palette, hall, step }: Scene,
    camera: Camera,
    ratio: number,
    isFar: boolean,
  ): void {
    // A hall of one section is that section.
    if (section.rows.length === 0 || hall.sections.length < 2) return;
    const box = boxOfSection(section);
    if (isEmptyBox(box)) return;
    const { context } = this;
    const middle = middleOfBox(box);
    const x = (middle.x * camera.k + camera.x) * ratio;
    const y = ((isFar ? middle.y : box.maxY + step * 1.1) * camera.k + camera.y) * ratio;
    context.font = `600 ${13 * ratio}px ${palette.sans}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 4 * ratio;
    context.strokeStyle = palette.ground;
    context.strokeText(section.name, x, y);
    context.fillStyle = isFar ? palette.ink : palette.inkSoft;
    context.fillText(section.name, x, y);
  }
}

/** The part of the hall that one sees from far away. */
export function wholeOf(hall: Hall): Box {
  let box: Box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const section of hall.sections) box = around(box, boxOfSection(section));
  for (const area of hall.areas) box = around(box, boxOfArea(area));
  return isEmptyBox(box) ? { minX: -300, minY: -60, maxX: 300, maxY: 340 } : box;
}

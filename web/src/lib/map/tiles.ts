import { widen, type Box } from './box.ts';
import type { Camera, Size } from './camera.ts';
import type { Painter } from './painter.ts';

/** Where more than this has changed in a tile, painting it once is less work than mending it place by place. */
const MENDS_MAX = 120;
/** In device pixels. Large enough that a screen takes a dozen, small enough that one is painted in a blink. */
const TILE_PX = 512;

interface Tile {
  readonly left: number;
  readonly top: number;
  readonly box: Box;
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** The painting that is under way; undefined when the tile is finished. */
  painting: Generator<void> | undefined;
  usedAt: number;
}

/** The hall at one scale, in tiles that are painted when they are first needed and mended when a seat changes. */
export class TileLayer {
  private readonly tiles = new Map<string, Tile>();
  private clock = 0;

  constructor(
    readonly painter: Painter,
    private readonly bounds: Box,
    private readonly tilesMax: number,
  ) {}

  get scale(): number {
    return this.painter.scale;
  }

  /** The part of the hall that is on the screen, as tile numbers. */
  private *numbersIn(box: Box): Generator<[number, number]> {
    const number = (value: number) => Math.floor((value * this.scale) / TILE_PX);
    const [fromX, toX] = [Math.max(box.minX, this.bounds.minX), Math.min(box.maxX, this.bounds.maxX)];
    const [fromY, toY] = [Math.max(box.minY, this.bounds.minY), Math.min(box.maxY, this.bounds.maxY)];
    for (let y = number(fromY); y <= number(toY); y++)
      for (let x = number(fromX); x <= number(toX); x++) yield [x, y];
  }

  /** Paints missing tiles of the box until the time is up; true when nothing is missing. */
  paintUntil(box: Box, deadline: number): boolean {
    for (const [x, y] of this.numbersIn(box)) {
      const tile = this.tileAt(x, y);
      tile.usedAt = ++this.clock;
      while (tile.painting) {
        if (performance.now() >= deadline) return false;
        if (tile.painting.next().done) tile.painting = undefined;
      }
    }
    return true;
  }

  isComplete(box: Box): boolean {
    for (const [x, y] of this.numbersIn(box)) {
      const tile = this.tiles.get(`${x},${y}`);
      if (!tile || tile.painting) return false;
    }
    return true;
  }

  /**
   * Copies the finished tiles onto the screen. Edges are put on whole pixels, so that no seam shows between tiles
   * that are shown larger or smaller than they were painted. Gives the boxes of tiles that are missing.
   */
  draw(context: CanvasRenderingContext2D, box: Box, camera: Camera, ratio: number): Box[] {
    const missing: Box[] = [];
    for (const [x, y] of this.numbersIn(box)) {
      const tile = this.tiles.get(`${x},${y}`);
      if (!tile || tile.painting) {
        missing.push(this.boxOf(x, y));
        continue;
      }
      tile.usedAt = ++this.clock;
      const to = onScreen(tile.box, camera, ratio);
      context.drawImage(tile.canvas, to.left, to.top, to.width, to.height);
    }
    return missing;
  }

  /** Copies what this layer has of `part` of the hall. */
  drawPart(context: CanvasRenderingContext2D, part: Box, camera: Camera, ratio: number): void {
    const clip = onScreen(part, camera, ratio);
    context.save();
    context.beginPath();
    context.rect(clip.left, clip.top, clip.width, clip.height);
    context.clip();
    this.draw(context, part, camera, ratio);
    context.restore();
  }

  /** Paints these parts and their surroundings again, in every tile that shows them. */
  mend(parts: readonly Box[]): void {
    const { reach } = this.painter;
    const mends = new Map<Tile, Box[]>();
    for (const part of parts) {
      const box = widen(part, reach);
      for (const [tileX, tileY] of this.numbersIn(box)) {
        const tile = this.tiles.get(`${tileX},${tileY}`);
        if (!tile) continue;
        const boxes = mends.get(tile) ?? [];
        boxes.push(box);
        mends.set(tile, boxes);
      }
    }
    for (const [tile, boxes] of mends) {
      // Half painted: whether the seat was already drawn can't be told, so it begins anew.
      if (tile.painting) tile.painting = this.painter.paint(tile.context, tile.box, tile.left, tile.top);
      else if (boxes.length > MENDS_MAX) this.mendIn(tile, tile.box);
      else for (const box of boxes) this.mendIn(tile, cut(box, tile.box));
    }
  }

  private mendIn(tile: Tile, box: Box): void {
    const { context, left, top } = tile;
    const fromX = Math.floor(box.minX * this.scale - left);
    const fromY = Math.floor(box.minY * this.scale - top);
    const toX = Math.ceil(box.maxX * this.scale - left);
    const toY = Math.ceil(box.maxY * this.scale - top);
    context.save();
    context.beginPath();
    context.rect(fromX, fromY, toX - fromX, toY - fromY);
    context.clip();
    const painting = this.painter.paint(context, box, left, top);
    while (painting.next().done !== true);
    context.restore();
  }

  private tileAt(x: number, y: number): Tile {
    const key = `${x},${y}`;
    const known = this.tiles.get(key);
    if (known) return known;
    const canvas = this.tiles.size >= this.tilesMax ? this.takeOldest() : document.createElement('canvas');
    canvas.width = canvas.height = TILE_PX;
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser gives no more canvases.');
    const box = this.boxOf(x, y);
    const [left, top] = [x * TILE_PX, y * TILE_PX];
    const painting = this.painter.paint(context, box, left, top);
    const tile = { left, top, box, canvas, context, painting, usedAt: ++this.clock };
    this.tiles.set(key, tile);
    return tile;
  }

  private takeOldest(): HTMLCanvasElement {
    let oldest: [string, Tile] | undefined;
    for (const entry of this.tiles) if (!oldest || entry[1].usedAt < oldest[1].usedAt) oldest = entry;
    if (!oldest) return document.createElement('canvas');
    this.tiles.delete(oldest[0]);
    return oldest[1].canvas;
  }

  private boxOf(x: number, y: number): Box {
    const side = TILE_PX / this.scale;
    return { minX: x * side, minY: y * side, maxX: (x + 1) * side, maxY: (y + 1) * side };
  }
}

/** As much of one box as lies in another. */
function cut(one: Box, other: Box): Box {
  return {
    minX: Math.max(one.minX, other.minX),
    minY: Math.max(one.minY, other.minY),
    maxX: Math.min(one.maxX, other.maxX),
    maxY: Math.min(one.maxY, other.maxY),
  };
}

/** How many tiles a screen of this size takes at most, with one to spare at each side. */
export function tilesFor(size: Size, ratio: number): number {
  const along = (length: number) => Math.ceil((length * ratio) / TILE_PX) + 2;
  return along(size.width) * along(size.height);
}

function onScreen(box: Box, camera: Camera, ratio: number) {
  const left = Math.round((box.minX * camera.k + camera.x) * ratio);
  const top = Math.round((box.minY * camera.k + camera.y) * ratio);
  const right = Math.round((box.maxX * camera.k + camera.x) * ratio);
  const bottom = Math.round((box.maxY * camera.k + camera.y) * ratio);
  return { left, top, width: right - left, height: bottom - top };
}

import Flatbush from 'flatbush';
import { overlaps, widen, type Box } from './box.ts';
import { isStanding, type HallModel } from './hall-model.ts';

/** Seats that follow each other stand near each other, so blocks of them are indexed by themselves, in slices. */
const SEATS_PER_BLOCK = 512;

interface Block {
  readonly ids: readonly number[];
  readonly box: Box;
  readonly index: Flatbush;
}

/** Which seat, or which standing area, is at a place of the hall. */
export class HitTest {
  private constructor(
    private readonly model: HallModel,
    private readonly blocks: readonly Block[],
  ) {}

  static async build(
    model: HallModel,
    pause: () => Promise<void> = () => Promise.resolve(),
  ): Promise<HitTest> {
    const blocks: Block[] = [];
    for (let first = 1; first <= model.seatCount; first += SEATS_PER_BLOCK) {
      const ids: number[] = [];
      await pause();
      const end = Math.min(first + SEATS_PER_BLOCK, model.seatCount + 1);
      for (let id = first; id < end; id++) if (!isStanding(model, id)) ids.push(id);
      const block = buildBlock(model, ids);
      if (block) blocks.push(block);
    }
    return new HitTest(model, blocks);
  }

  /** The seat nearest to the place, not farther than `reach`; undefined when there is none. */
  seatAt(x: number, y: number, reach: number): number | undefined {
    const place = widen({ minX: x, minY: y, maxX: x, maxY: y }, reach);
    let best: { readonly id: number; readonly far: number } | undefined;
    for (const { ids, box, index } of this.blocks) {
      if (!overlaps(box, place)) continue;
      const id = ids[index.neighbors(x, y, 1, reach)[0] ?? -1];
      if (id === undefined) continue;
      const far = Math.hypot((this.model.x[id - 1] ?? 0) - x, (this.model.y[id - 1] ?? 0) - y);
      if (!best || far < best.far) best = { id, far };
    }
    return best?.id;
  }

  /** The section whose standing area the place is in. */
  standingAt(x: number, y: number): number | undefined {
    const at = this.model.sections.findIndex(({ outline }) => outline && isInside(outline, x, y));
    return at === -1 ? undefined : at;
  }
}

function buildBlock(model: HallModel, ids: readonly number[]): Block | undefined {
  if (ids.length === 0) return undefined;
  const index = new Flatbush(ids.length, 16, Float32Array);
  for (const id of ids) {
    const [x, y] = [model.x[id - 1] ?? 0, model.y[id - 1] ?? 0];
    index.add(x, y, x, y);
  }
  index.finish();
  const { minX, minY, maxX, maxY } = index;
  return { ids, box: { minX, minY, maxX, maxY }, index };
}

/** Counts how often a line to the right leaves the outline. */
export function isInside(outline: ArrayLike<number>, x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = outline.length - 2; at + 1 < outline.length; before = at, at += 2) {
    const [ax, ay] = [outline[at] ?? 0, outline[at + 1] ?? 0];
    const [bx, by] = [outline[before] ?? 0, outline[before + 1] ?? 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

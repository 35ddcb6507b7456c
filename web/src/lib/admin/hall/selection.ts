import { around, widen, type Box } from '#lib/map/box.ts';
import { NO_ROW, type HallModel } from '#lib/map/hall-model.ts';
import { seatsInBox } from './lasso.ts';

/** The seats that the organiser is about to do something with. A value: each step gives a new one. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** The seat chosen last by itself: where a range begins. */
  readonly anchor: number | undefined;
}

export const NOTHING: Selection = { ids: new Set(), anchor: undefined };

export function toggled({ ids }: Selection, seatId: number): Selection {
  const next = new Set(ids);
  if (!next.delete(seatId)) next.add(seatId);
  return { ids: next, anchor: seatId };
}

export function added({ ids, anchor }: Selection, seatIds: Iterable<number>): Selection {
  const next = new Set(ids);
  for (const id of seatIds) next.add(id);
  return { ids: next, anchor };
}

export function removed({ ids, anchor }: Selection, seatIds: Iterable<number>): Selection {
  const next = new Set(ids);
  for (const id of seatIds) next.delete(id);
  return { ids: next, anchor };
}

export function narrowed({ ids, anchor }: Selection, keeps: (seatId: number) => boolean): Selection {
  return { ids: new Set([...ids].filter(keeps)), anchor };
}

/** Takes a whole group in, or, where all of it is chosen already, out again. */
export function groupToggled(selection: Selection, seatIds: readonly number[]): Selection {
  const hasAll = seatIds.length > 0 && seatIds.every((id) => selection.ids.has(id));
  return hasAll ? removed(selection, seatIds) : added(selection, seatIds);
}

/** From the anchor to this seat: along their row, or, where they sit in different rows, all in the box they span. */
export function extended(model: HallModel, selection: Selection, seatId: number): Selection {
  const { anchor } = selection;
  if (anchor === undefined || anchor === seatId) return toggled(selection, seatId);
  const row = rowOf(model, seatId);
  const range =
    row !== undefined && row === rowOf(model, anchor)
      ? between(anchor, seatId)
      : seatsInBox(model, widen(around(placeOf(model, anchor), placeOf(model, seatId)), model.pitch * 0.1));
  return added(selection, range);
}

export function seatsOfRow(model: HallModel, row: number): readonly number[] {
  const { firstSeat, seatCount } = model.rows[row] ?? { firstSeat: 1, seatCount: 0 };
  return idsFrom(firstSeat, seatCount);
}

export function seatsOfSection(model: HallModel, section: number): readonly number[] {
  const { firstSeat, seatCount } = model.sections[section] ?? { firstSeat: 1, seatCount: 0 };
  return idsFrom(firstSeat, seatCount);
}

export function seatsThat(model: HallModel, fits: (seatId: number) => boolean): readonly number[] {
  return idsFrom(1, model.seatCount).filter(fits);
}

/** Chosen seats side by side in one row, for whatever draws or tells them together. */
export interface Run {
  readonly first: number;
  readonly count: number;
}

export function runsOf(model: HallModel, ids: ReadonlySet<number>): readonly Run[] {
  const runs: { first: number; count: number }[] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    const follows = last !== undefined && id === last.first + last.count;
    if (follows && model.row[id - 1] === model.row[last.first - 1]) last.count += 1;
    else runs.push({ first: id, count: 1 });
  }
  return runs;
}

function rowOf(model: HallModel, seatId: number): number | undefined {
  const row = model.row[seatId - 1];
  return row === NO_ROW ? undefined : row;
}

function between(one: number, other: number): readonly number[] {
  const first = Math.min(one, other);
  return idsFrom(first, Math.max(one, other) - first + 1);
}

function placeOf(model: HallModel, seatId: number): Box {
  const [x, y] = [model.x[seatId - 1] ?? 0, model.y[seatId - 1] ?? 0];
  return { minX: x, minY: y, maxX: x, maxY: y };
}

function idsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

import type { PlanDocument, PlanRow, PlanStanding, SeatMark } from '@jari/contract';
import { runsOfRow } from '@jari/contract/neighbours';
import { markBits } from '@jari/contract/plan-decoder';
import { besideIn, NO_MARKS, type Hall, type HallSection, type SeatRun } from './hall.ts';
import { allAtOnce } from './in-steps.ts';
import { ranksByDistance } from './ranks.ts';

/** A mark is a bit of a seat's byte. */
const RESTRICTED_VIEW = 1 << markBits.indexOf('restricted_view');
/** Every set of marks there can be, made once: seats share them. */
const markSets: readonly (readonly SeatMark[])[] = Array.from({ length: 1 << markBits.length }, (_, bits) =>
  bits === 0 ? NO_MARKS : markBits.filter((_mark, i) => (bits & (1 << i)) !== 0),
);

/** Builds the hall row by row, so that others can have a turn in between. */
export function* buildPlanHall(plan: PlanDocument): Generator<void, PlanHall> {
  return new PlanHall(plan, yield* columnsOf(plan));
}

function* columnsOf(plan: PlanDocument): Generator<void, Columns> {
  const columns = new Columns(plan);
  for (const { name, rows, standing } of plan.sections) {
    columns.beginSection(name, standing !== undefined);
    if (standing !== undefined) columns.addStanding(standing);
    for (const row of rows ?? []) {
      columns.addRow(row);
      yield;
    }
  }
  return columns;
}

/**
 * A hall as its plan draws it, in columns: 14 bytes a seat, and each text once. Seats have the plan's order,
 * so that those side by side have consecutive numbers. It answers for the numbers 1…n only.
 */
export class PlanHall implements Hall {
  readonly seatCount: number;
  readonly sections: readonly HallSection[];
  readonly categories: readonly string[];
  /** Of each run the first seat; one more entry ends the last. A standing area is one run here. */
  private readonly runFirst: Uint32Array;
  private readonly runSection: Uint16Array;
  private readonly runRow: readonly string[];
  private readonly runOf: Uint32Array;
  private readonly category: Uint8Array;
  private readonly marks: Uint8Array;
  /** An index into `numbers`; nothing in a standing area, whose places count from 1. */
  private readonly number: Uint32Array;
  private readonly numbers: readonly string[];
  private readonly ranks: Uint32Array;

  constructor(plan: PlanDocument, columns = allAtOnce(columnsOf(plan))) {
    const n = columns.seatCount;
    this.seatCount = n;
    this.sections = columns.sections;
    this.categories = plan.categories.map(({ name }) => name);
    this.runFirst = Uint32Array.from([...columns.runFirst, n + 1]);
    this.runSection = Uint16Array.from(columns.runSection);
    this.runRow = columns.runRow;
    this.category = columns.category;
    this.marks = columns.marks;
    this.number = columns.number;
    this.numbers = [...columns.numbers.keys()];
    this.runOf = new Uint32Array(n);
    for (let run = 0; run < this.runRow.length; run++) {
      this.runOf.fill(run, at(this.runFirst, run) - 1, at(this.runFirst, run + 1) - 1);
    }
    this.ranks = columns.ranks();
  }

  label(seatId: number): string {
    const run = at(this.runOf, seatId - 1);
    const section = this.sections[at(this.runSection, run)];
    const number =
      section?.standing === true
        ? String(seatId - section.firstSeat + 1)
        : (this.numbers[at(this.number, seatId - 1)] ?? '');
    const row = this.runRow[run] ?? '';
    const name = this.sections.length > 1 ? (section?.name ?? '') : '';
    return [name, row, number].filter((part) => part !== '').join(' · ');
  }

  neighbours(seatId: number): readonly number[] {
    return besideIn(this.rowOf(seatId), seatId);
  }

  rowOf(seatId: number): SeatRun {
    const run = at(this.runOf, seatId - 1);
    if (this.sections[at(this.runSection, run)]?.standing === true) return { first: seatId, count: 1 };
    const first = at(this.runFirst, run);
    return { first, count: at(this.runFirst, run + 1) - first };
  }

  rank(seatId: number): number {
    return this.ranks[seatId - 1] ?? Infinity;
  }

  sectionOf(seatId: number): number {
    return at(this.runSection, at(this.runOf, seatId - 1));
  }

  categoryOf(seatId: number): number {
    return at(this.category, seatId - 1);
  }

  marksOf(seatId: number): readonly SeatMark[] {
    return markSets[at(this.marks, seatId - 1)] ?? NO_MARKS;
  }
}

/** Collects a plan's seats, section after section, row after row. */
class Columns {
  readonly sections: HallSection[] = [];
  readonly runFirst: number[] = [];
  readonly runSection: number[] = [];
  readonly runRow: string[] = [];
  readonly category: Uint8Array;
  readonly marks: Uint8Array;
  readonly number: Uint32Array;
  readonly numbers = new Map<string, number>();
  seatCount = 0;
  private readonly categoryIndex: ReadonlyMap<string, number>;
  private readonly x: Float64Array;
  private readonly y: Float64Array;

  constructor(private readonly plan: PlanDocument) {
    const total = seatCountOf(plan);
    this.category = new Uint8Array(total);
    this.marks = new Uint8Array(total);
    this.number = new Uint32Array(total);
    this.x = new Float64Array(total);
    this.y = new Float64Array(total);
    this.categoryIndex = new Map(plan.categories.map(({ name }, i) => [name, i]));
  }

  beginSection(name: string, standing: boolean): void {
    this.sections.push({ name, firstSeat: this.seatCount + 1, seatCount: 0, standing });
  }

  addRow(row: PlanRow): void {
    for (const count of runsOfRow(row.seats)) {
      this.beginRun(row.name);
      this.grow(count);
    }
    let i = this.seatCount - row.seats.length;
    for (const { number, x, y, category, marks } of row.seats) {
      this.category[i] = this.indexOf(category ?? row.category);
      for (const mark of marks ?? NO_MARKS) this.marks[i] = at(this.marks, i) | (1 << markBits.indexOf(mark));
      this.number[i] = this.textIndex(number);
      this.x[i] = x;
      this.y[i] = y;
      i++;
    }
  }

  /** Its places are all equally far: in the middle of the outline. */
  addStanding({ capacity, category, outline }: PlanStanding): void {
    const from = this.seatCount;
    this.beginRun('');
    this.grow(capacity);
    this.category.fill(this.indexOf(category), from, this.seatCount);
    this.x.fill(mean(outline.map(({ x }) => x)), from, this.seatCount);
    this.y.fill(mean(outline.map(({ y }) => y)), from, this.seatCount);
  }

  /** Nearest to where everybody looks first; a seat that sees less comes after all that see. */
  ranks(): Uint32Array {
    const focus = this.plan.focus ?? this.topCentre();
    return ranksByDistance(
      this.seatCount,
      (id) => {
        const [x, y] = [at(this.x, id - 1) - focus.x, at(this.y, id - 1) - focus.y];
        return Math.sqrt(x * x + y * y);
      },
      (id) => (at(this.marks, id - 1) & RESTRICTED_VIEW) !== 0,
    );
  }

  private beginRun(row: string): void {
    this.runFirst.push(this.seatCount + 1);
    this.runSection.push(this.sections.length - 1);
    this.runRow.push(row);
  }

  private grow(count: number): void {
    this.seatCount += count;
    const section = this.sections.at(-1);
    if (section === undefined) throw new Error('a row stands in a section');
    this.sections[this.sections.length - 1] = { ...section, seatCount: section.seatCount + count };
  }

  private indexOf(category: string | undefined): number {
    const index = category === undefined ? 0 : this.categoryIndex.get(category);
    if (index === undefined) throw new Error(`the plan has no category ${category}`);
    return index;
  }

  private textIndex(number: string): number {
    const known = this.numbers.get(number);
    if (known !== undefined) return known;
    this.numbers.set(number, this.numbers.size);
    return this.numbers.size - 1;
  }

  /** The middle of the top edge of all that has a place. */
  private topCentre(): { readonly x: number; readonly y: number } {
    let [left, right, top] = [Infinity, -Infinity, Infinity];
    for (let i = 0; i < this.seatCount; i++) {
      left = Math.min(left, at(this.x, i));
      right = Math.max(right, at(this.x, i));
      top = Math.min(top, at(this.y, i));
    }
    return { x: (left + right) / 2, y: top };
  }
}

function seatCountOf({ sections }: PlanDocument): number {
  let count = 0;
  for (const { rows, standing } of sections) {
    count += standing?.capacity ?? 0;
    for (const { seats } of rows ?? []) count += seats.length;
  }
  return count;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** An element of a column. Only numbers of the hall's own seats are asked for. */
function at(column: ArrayLike<number>, index: number): number {
  return column[index] ?? 0;
}

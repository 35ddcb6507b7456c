import type { PlanCategory, PlanDocument, PlanSection } from '@jari/contract';
import { paletteColor } from '../colors.ts';
import { markBits, type SeatMark } from '@jari/contract';
import type { Findings } from '../findings.ts';
import { conclude, refusal, type Reading } from '../reading.ts';
import { tidyForeign, tidyLine } from '../tidy.ts';
import { unguardCell } from './columns.ts';
import { layOut, squareAround, type Unplaced } from './lay-out.ts';
import { readTable, type Line } from './table.ts';

const DEFAULT_SECTION = 'Hall';
const DEFAULT_CATEGORY = 'Standard';

/**
 * Reads a table of seats: `section,row,number,category,x,y,marks`, and `guid` and `capacity` where there are
 * any. Only the number is needed; seats without positions are laid out row by row.
 */
export function readCsv(text: string, name: string, findings: Findings): Reading {
  const table = readTable(text, findings);
  if (table === undefined) return refusal(findings);
  const reader = new SeatReader(table.hasDecimalComma, findings);
  for (const line of table.lines) reader.read(line);
  if (reader.isEmpty && findings.isFaultless) findings.problem('line 1', 'is followed by no seats');
  if (!findings.isFaultless) return refusal(findings);
  const document: PlanDocument = {
    format: 'jari-plan',
    version: 1,
    name,
    categories: [...reader.categories.values()],
    sections: reader.sections(),
  };
  return conclude(document, findings, reader.placeInFile);
}

interface SectionLines {
  readonly name: string;
  readonly rows: Map<string, { seats: Unplaced[]; lines: number[] }>;
  standing: { capacity: number; category: string; x: number; y: number } | undefined;
  readonly line: number;
}

class SeatReader {
  readonly categories = new Map<string, PlanCategory>();
  private readonly byName = new Map<string, SectionLines>();
  private placed: number | undefined;
  private unplaced: number | undefined;

  constructor(
    private readonly hasDecimalComma: boolean,
    private readonly findings: Findings,
  ) {}

  get isEmpty(): boolean {
    return this.byName.size === 0;
  }

  read(line: Line): void {
    const { findings } = this;
    const place = `line ${line.number}`;
    const cell = (column: Parameters<Line['cell']>[0]) => tidyLine(unguardCell(line.cell(column)));
    const sectionName = cell('section') || DEFAULT_SECTION;
    const category = this.categoryNamed(cell('category') || DEFAULT_CATEGORY);
    const [x, y] = [this.coordinate(line, 'x'), this.coordinate(line, 'y')];
    const section = this.sectionNamed(sectionName, line.number);

    const capacity = cell('capacity');
    if (capacity !== '') {
      if (!/^[1-9]\d{0,6}$/.test(capacity)) {
        findings.problem(`${place}, capacity`, 'must be a whole number above zero');
      } else if (section.standing !== undefined || section.rows.size > 0) {
        findings.problem(`${place}, section`, `“${sectionName}” has seats or a capacity already`);
      } else section.standing = { capacity: Number(capacity), category, x: x ?? 0, y: y ?? 0 };
      return;
    }
    if (section.standing !== undefined) {
      findings.problem(`${place}, section`, `“${sectionName}” is an area to stand in already`);
    }
    const number = cell('number');
    if (number === '') findings.problem(`${place}, number`, 'is empty');
    if ((x === undefined) !== (y === undefined)) {
      findings.problem(`${place}, ${x === undefined ? 'x' : 'y'}`, 'is empty, though the other one is not');
    }
    if (x === undefined) this.unplaced ??= line.number;
    else this.placed ??= line.number;
    if (
      this.placed !== undefined &&
      this.unplaced !== undefined &&
      Math.max(this.placed, this.unplaced) === line.number
    ) {
      findings.problem(
        place,
        x === undefined
          ? `has no position, but line ${this.placed} has one; either all seats have one or none`
          : `has a position, but line ${this.unplaced} has none; either all seats have one or none`,
      );
    }
    const marks = this.marks(line);
    const guid = tidyForeign(unguardCell(line.cell('guid')));
    const rowName = cell('row');
    const row = section.rows.get(rowName) ?? { seats: [], lines: [] };
    section.rows.set(rowName, row);
    row.lines.push(line.number);
    row.seats.push({
      number,
      category,
      ...(x === undefined ? {} : { x }),
      ...(y === undefined ? {} : { y }),
      ...(marks.length === 0 ? {} : { marks }),
      ...(guid === '' ? {} : { guid }),
    });
  }

  sections(): PlanSection[] {
    const sections = [...this.byName.values()];
    const rowsOf = (rows: SectionLines['rows']) => Array.from(rows, ([name, { seats }]) => ({ name, seats }));
    const placed = layOut(sections.map(({ rows }) => rowsOf(rows)));
    return sections.map(({ name, standing }, i): PlanSection => {
      if (standing === undefined) return { name, rows: placed[i] ?? [] };
      const { capacity, category } = standing;
      return { name, standing: { capacity, category, outline: squareAround(standing, capacity) } };
    });
  }

  /** A place of the plan as a line of the table. */
  readonly placeInFile = (place: string): string => {
    const [, i, j, k] = /^\/sections\/(\d+)(?:\/rows\/(\d+)(?:\/seats\/(\d+))?)?/.exec(place) ?? [];
    if (i === undefined) return place === '/name' ? 'name' : place;
    const section = [...this.byName.values()][Number(i)];
    if (j === undefined) return `line ${section?.line ?? 1}`;
    const lines = [...(section?.rows.values() ?? [])][Number(j)]?.lines ?? [];
    return `line ${lines[Number(k ?? 0)] ?? 1}`;
  };

  private sectionNamed(name: string, line: number): SectionLines {
    let section = this.byName.get(name);
    if (section === undefined) {
      section = { name, rows: new Map(), standing: undefined, line };
      this.byName.set(name, section);
    }
    return section;
  }

  private categoryNamed(name: string): string {
    if (!this.categories.has(name)) {
      this.categories.set(name, { name, color: paletteColor(this.categories.size) });
    }
    return name;
  }

  private coordinate(line: Line, column: 'x' | 'y'): number | undefined {
    const text = unguardCell(line.cell(column)).trim();
    if (text === '') return undefined;
    const value = this.hasDecimalComma ? text.replace(',', '.') : text;
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) && Number.isFinite(Number(value)))
      return Number(value);
    this.findings.problem(`line ${line.number}, ${column}`, `must be a number, not “${text.slice(0, 40)}”`);
    return 0;
  }

  private marks(line: Line): SeatMark[] {
    const words = unguardCell(line.cell('marks'))
      .toLowerCase()
      .split(/[\s,;|]+/)
      .filter((word) => word !== '');
    return words.flatMap((word) => {
      const mark = markBits.find((each) => each === word);
      if (mark !== undefined) return [mark];
      this.findings.problem(
        `line ${line.number}, marks`,
        `has “${word.slice(0, 40)}”; a mark is one of ${markBits.join(', ')}`,
      );
      return [];
    });
  }
}

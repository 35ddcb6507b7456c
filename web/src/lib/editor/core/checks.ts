import { LABEL_SEPARATOR } from '@jari/contract/seat-words';
import { writtenSections } from './flatten.ts';
import { seatStepOf } from './geometry.ts';
import { rowsOf, SEAT_STEP, seatCountOf, type Hall, type Id, type Row, type Seat } from './hall.ts';

/** What the server would refuse, and what merely looks like a mistake. */
export type Weight = 'problem' | 'remark';

export interface Finding {
  readonly code: FindingCode;
  readonly weight: Weight;
  /** What it is about, to be selected; of the categories and the hall itself there is nothing on the map. */
  readonly ids: readonly Id[];
  /** The name that it is about, and how many there are. */
  readonly name: string;
  readonly count: number;
}

export type FindingCode =
  | 'hall_without_seats'
  | 'hall_too_large'
  | 'too_many_things'
  | 'name_empty'
  | 'name_too_long'
  | 'category_twice'
  | 'section_twice'
  | 'label_twice'
  | 'seat_without_number'
  | 'without_category'
  | 'capacity_wrong'
  | 'outline_wrong'
  | 'far_away'
  | 'seats_overlap'
  | 'section_empty'
  | 'category_unused';

/** The bounds of the contract's PlanDocument; a test compares them. The schema itself is too heavy for a page. */
const PLAN_SEATS_MAX = 200_000;
const NAME_MAX = 100;
const NUMBER_MAX = 40;
const HALL_NAME_MAX = 200;
const TEXT_MAX = 200;
const SECTIONS_MAX = 2_000;
const AREAS_MAX = 2_000;
const CATEGORIES_MAX = 100;
const COORDINATE_MAX = 1_000_000;
const OUTLINE_MAX = 200;
const POINTS_MAX = 1_000;
/** Nearer to each other than this share of the usual step, two seats stand in each other. */
const OVERLAP_SHARE = 0.6;

/** Everything that is wrong with the hall, in the order in which it is worth mending. */
export function check(hall: Hall): Finding[] {
  const found: Finding[] = [];
  const add = (code: FindingCode, ids: readonly Id[], name = '', count = ids.length) =>
    found.push({ code, weight: REMARKS.has(code) ? 'remark' : 'problem', ids, name, count });
  const count = seatCountOf(hall);
  if (count === 0) add('hall_without_seats', []);
  if (count > PLAN_SEATS_MAX) add('hall_too_large', [], '', count);
  checkAmounts(hall, add);
  checkNames(hall, add);
  checkSeats(hall, add);
  checkStandings(hall, add);
  checkAreas(hall, add);
  checkOverlaps(hall, add);
  for (const { id, name, rows, standing } of hall.sections)
    if (rows.length === 0 && !standing) add('section_empty', [id], name);
  const used = new Set<Id | undefined>(hall.sections.map(({ standing }) => standing?.category));
  for (const { seats } of rowsOf(hall)) for (const { category } of seats) used.add(category);
  if (count > 0) {
    for (const { id, name } of hall.categories) if (!used.has(id)) add('category_unused', [], name);
  }
  return found.sort((one, other) => Number(one.weight === 'remark') - Number(other.weight === 'remark'));
}

const REMARKS: ReadonlySet<FindingCode> = new Set(['seats_overlap', 'section_empty', 'category_unused']);

/** Whether the server would take it. */
export function isAcceptable(findings: readonly Finding[]): boolean {
  return findings.every(({ weight }) => weight === 'remark');
}

type Add = (code: FindingCode, ids: readonly Id[], name?: string, count?: number) => void;

/** As the server compares names: blanks and the spelling of Hangul make no difference. */
export function tidied(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** As the server counts: a sign that takes two of a string's places is one. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function checkAmounts(hall: Hall, add: Add): void {
  const { areas, categories } = hall;
  const sections = writtenSections(hall);
  if (sections.length > SECTIONS_MAX) add('too_many_things', [], '', sections.length);
  if (areas.length > AREAS_MAX) add('too_many_things', [], '', areas.length);
  if (categories.length > CATEGORIES_MAX) add('too_many_things', [], '', categories.length);
}

function checkNames(hall: Hall, add: Add): void {
  const checkName = (name: string, ids: readonly Id[], max: number, mayBeEmpty = false) => {
    if (!mayBeEmpty && tidied(name) === '') add('name_empty', ids, name, 1);
    if (lengthOf(name) > max) add('name_too_long', ids, name, max);
  };
  checkName(hall.name, [], HALL_NAME_MAX);
  const categories = new Set<string>();
  for (const { name } of hall.categories) {
    checkName(name, [], NAME_MAX);
    if (categories.has(tidied(name)) && tidied(name) !== '') add('category_twice', [], name);
    categories.add(tidied(name));
  }
  const sections = new Set<string>();
  for (const section of writtenSections(hall)) {
    const { id, name } = section;
    checkName(name, [id], NAME_MAX);
    if (sections.has(tidied(name)) && tidied(name) !== '') add('section_twice', [id], name);
    sections.add(tidied(name));
    for (const row of section.rows) checkName(row.name, idsOf(row), NAME_MAX, true);
  }
}

function checkSeats(hall: Hall, add: Add): void {
  const labels = new Set<string>();
  const sections = writtenSections(hall);
  for (const section of sections) {
    const sectionName = sections.length > 1 ? tidied(section.name) : '';
    for (const row of section.rows) {
      const start = [sectionName, tidied(row.name)].filter((part) => part !== '').join(LABEL_SEPARATOR);
      const rowName = start || section.name;
      const twice: Seat[] = [];
      const [unnumbered, long, uncategorised, far]: [Id[], Id[], Id[], Id[]] = [[], [], [], []];
      for (const seat of row.seats) {
        const number = tidied(seat.number);
        if (number === '') unnumbered.push(seat.id);
        else if (lengthOf(seat.number) > NUMBER_MAX) long.push(seat.id);
        if (seat.category === undefined) uncategorised.push(seat.id);
        if (isFar(seat.x) || isFar(seat.y)) far.push(seat.id);
        const label = start === '' ? number : start + LABEL_SEPARATOR + number;
        if (labels.has(label) && number !== '') twice.push(seat);
        labels.add(label);
      }
      if (unnumbered.length > 0) add('seat_without_number', unnumbered, rowName);
      if (long.length > 0) add('name_too_long', long, rowName, NUMBER_MAX);
      if (uncategorised.length > 0) add('without_category', uncategorised, rowName);
      if (far.length > 0) add('far_away', far, rowName);
      const [first] = twice;
      if (first)
        add(
          'label_twice',
          twice.map(({ id }) => id),
          [start, first.number].filter(Boolean).join(LABEL_SEPARATOR),
        );
    }
  }
}

function isFar(value: number): boolean {
  return !(Math.abs(value) <= COORDINATE_MAX);
}

function checkStandings(hall: Hall, add: Add): void {
  for (const { id, name, standing } of hall.sections) {
    if (!standing) continue;
    const { capacity, category, outline } = standing;
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > PLAN_SEATS_MAX)
      add('capacity_wrong', [id], name);
    if (category === undefined) add('without_category', [id], name);
    if (outline.length < 3 || outline.length > OUTLINE_MAX) add('outline_wrong', [id], name);
    if (outline.some(({ x, y }) => isFar(x) || isFar(y))) add('far_away', [id], name);
  }
}

function checkAreas(hall: Hall, add: Add): void {
  for (const area of hall.areas) {
    const words = area.text?.content ?? '';
    if (lengthOf(words) > TEXT_MAX) add('name_too_long', [area.id], words, TEXT_MAX);
    const measures = [
      area.x,
      area.y,
      area.width,
      area.height,
      area.radius_x,
      area.radius_y,
      area.text?.x,
      area.text?.y,
    ];
    const points = area.points ?? [];
    if (
      measures.some((value) => value !== undefined && isFar(value)) ||
      points.some(({ x, y }) => isFar(x) || isFar(y))
    )
      add('far_away', [area.id], words);
    if (area.shape === 'polygon' && (points.length < 3 || points.length > POINTS_MAX))
      add('outline_wrong', [area.id], words);
  }
}

/** Finds seats that stand in each other by cells as large as the distance that matters. */
function checkOverlaps(hall: Hall, add: Add): void {
  const near = seatStepOf(hall, SEAT_STEP) * OVERLAP_SHARE;
  const cells = new Map<number, Seat[]>();
  const cellOf = (column: number, row: number) => column * 4_000_003 + row;
  for (const row of rowsOf(hall)) {
    const overlapping: Id[] = [];
    for (const seat of row.seats) {
      const [column, line] = [Math.floor(seat.x / near), Math.floor(seat.y / near)];
      search: for (let c = column - 1; c <= column + 1; c++) {
        for (let l = line - 1; l <= line + 1; l++) {
          for (const other of cells.get(cellOf(c, l)) ?? []) {
            if (Math.hypot(other.x - seat.x, other.y - seat.y) >= near) continue;
            overlapping.push(seat.id);
            break search;
          }
        }
      }
      const cell = cells.get(cellOf(column, line));
      if (cell) cell.push(seat);
      else cells.set(cellOf(column, line), [seat]);
    }
    if (overlapping.length > 0) add('seats_overlap', overlapping, row.name);
  }
}

function idsOf({ seats }: Row): Id[] {
  return seats.map(({ id }) => id);
}

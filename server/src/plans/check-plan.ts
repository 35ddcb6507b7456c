import {
  LABEL_SEPARATOR,
  PLAN_SEATS_MAX,
  type PlanDocument,
  type PlanSeat,
  type PlanSection,
} from '@jari/contract';
import { seatCountOf } from './draw-plan.ts';
import type { Findings } from './findings.ts';

/** Says where in the given file a place of the document comes from, e.g. which line of a table. */
export type PlaceInFile = (place: string) => string;

/**
 * What a schema cannot say of a plan: names that occur once, categories that exist, numbers that are numbers.
 * The document is tidied already, and is a plan by its schema but for names that were nothing but blanks.
 */
export function checkPlan(document: PlanDocument, findings: Findings, placeInFile: PlaceInFile): void {
  const problem = (place: string, message: string) => findings.problem(placeInFile(place), message);
  const count = seatCountOf(document);
  if (count > PLAN_SEATS_MAX) {
    findings.problem('body', `has ${grouped(count)} seats; a plan may have ${grouped(PLAN_SEATS_MAX)}`);
    return;
  }
  if (document.name === '') problem('/name', 'is empty');
  if (document.focus !== undefined) checkNumbers(document.focus, '/focus', problem);
  const categories = new Set<string>();
  for (const [i, { name }] of document.categories.entries()) {
    const place = `/categories/${i}/name`;
    if (name === '') problem(place, 'is empty');
    else if (categories.has(name)) problem(place, `names the category ${quoted(name)} a second time`);
    categories.add(name);
  }
  for (const [i, area] of (document.areas ?? []).entries()) checkNumbers(area, `/areas/${i}`, problem);
  checkSections(document, categories, problem);
  checkSeats(document, categories, findings, placeInFile);
}

type Problem = (place: string, message: string) => void;

function checkSections({ sections }: PlanDocument, categories: ReadonlySet<string>, problem: Problem): void {
  const names = new Map<string, number>();
  for (const [i, { name, rows, standing }] of sections.entries()) {
    const place = `/sections/${i}`;
    const other = names.get(name);
    if (name === '') problem(`${place}/name`, 'is empty');
    else if (other !== undefined) problem(`${place}/name`, `names the section ${quoted(name)} a second time`);
    names.set(name, i);
    if (rows !== undefined && standing !== undefined) problem(place, 'has both rows and standing');
    if (rows === undefined && standing === undefined) problem(place, 'has neither rows nor standing');
    if (standing === undefined) continue;
    if (!categories.has(standing.category)) {
      problem(`${place}/standing/category`, unknownCategory(standing.category));
    }
    for (const [k, point] of standing.outline.entries()) {
      checkNumbers(point, `${place}/standing/outline/${k}`, problem);
    }
  }
}

/** Places are put into words only where something is wrong: there may be 200,000 of them. */
function checkSeats(
  { sections }: PlanDocument,
  categories: ReadonlySet<string>,
  findings: Findings,
  placeInFile: PlaceInFile,
): void {
  const labels = new Map<string, number>();
  const guids = new Map<string, number>();
  const spots = new Map<number, PlanSeat>();
  const placeOf = (index: number) => placeOfSeat(sections, index);
  let next = 0;
  let doubles = 0;
  let firstDouble: number | undefined;
  for (const section of sections) {
    const sectionName = sections.length > 1 ? section.name : '';
    for (const row of section.rows ?? []) {
      for (const seat of row.seats) {
        const index = next++;
        const { number, x, y, guid } = seat;
        const problem = (member: string, message: string | (() => string)) =>
          findings.problemIf(() => ({
            field: placeInFile(`${placeOf(index)}${member}`),
            message: typeof message === 'string' ? message : message(),
          }));
        if (number === '') problem('/number', 'is empty');
        if (!Number.isFinite(x)) problem('/x', 'must be a finite number');
        if (!Number.isFinite(y)) problem('/y', 'must be a finite number');
        const category = seat.category ?? row.category;
        if (category === undefined) problem('/category', 'is missing, and the row has none either');
        else if (!categories.has(category)) problem('/category', unknownCategory(category));

        const label = labelOf(sectionName, row.name, number);
        const sameLabel = labels.get(label);
        if (sameLabel === undefined) labels.set(label, index);
        else {
          problem(
            '',
            () => `is a second seat ${quoted(label)}; the first is ${placeInFile(placeOf(sameLabel))}`,
          );
        }
        const sameGuid = guid === undefined ? undefined : guids.get(guid);
        if (guid !== undefined && sameGuid !== undefined) {
          problem(
            '/guid',
            () => `is a second ${quoted(guid)}; the first is ${placeInFile(placeOf(sameGuid))}`,
          );
        } else if (guid !== undefined) guids.set(guid, index);

        // Different spots that share a key by chance are told apart by what is kept there.
        const key = x * 1_000_003 + y;
        const there = spots.get(key);
        if (there === undefined) spots.set(key, seat);
        else if (there.x === x && there.y === y) {
          firstDouble ??= index;
          doubles++;
        }
      }
    }
  }
  if (firstDouble !== undefined) {
    findings.note(placeInFile(placeOf(firstDouble)), 'stands where another seat stands', doubles);
  }
}

/** Of the seats in rows, counted from 0. */
function placeOfSeat(sections: readonly PlanSection[], index: number): string {
  let left = index;
  for (const [i, { rows }] of sections.entries()) {
    for (const [j, { seats }] of (rows ?? []).entries()) {
      if (left < seats.length) return `/sections/${i}/rows/${j}/seats/${left}`;
      left -= seats.length;
    }
  }
  return '';
}

function checkNumbers(object: object, place: string, problem: Problem): void {
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      problem(`${place}/${name}`, 'must be a finite number');
    }
  }
}

function labelOf(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(LABEL_SEPARATOR);
}

function unknownCategory(name: string): string {
  return name === '' ? 'is empty' : `names the category ${quoted(name)}, which the plan does not have`;
}

function quoted(text: string): string {
  return `“${text}”`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}

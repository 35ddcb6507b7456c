import { LABEL_SEPARATOR, PLAN_SEATS_MAX, type PlanDocument, type PlanSection } from '@jari/contract';
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
    problem('', `has ${grouped(count)} seats; a plan may have ${grouped(PLAN_SEATS_MAX)}`);
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

function checkSeats(
  { sections }: PlanDocument,
  categories: ReadonlySet<string>,
  findings: Findings,
  placeInFile: PlaceInFile,
): void {
  const problem = (place: string, message: string) => findings.problem(placeInFile(place), message);
  const labels = new Map<string, string>();
  const guids = new Map<string, string>();
  const spots = new Set<string>();
  for (const [place, section, row, seat] of seatsOf(sections)) {
    const { number, x, y, guid } = seat;
    const category = seat.category ?? row.category;
    if (number === '') problem(`${place}/number`, 'is empty');
    checkNumbers(seat, place, problem);
    if (category === undefined) problem(`${place}/category`, 'is missing, and the row has none either');
    else if (!categories.has(category)) problem(`${place}/category`, unknownCategory(category));

    const label = labelOf(sections.length > 1 ? section.name : '', row.name, number);
    const sameLabel = labels.get(label);
    if (sameLabel !== undefined) {
      problem(place, `is a second seat ${quoted(label)}; the first is ${placeInFile(sameLabel)}`);
    } else labels.set(label, place);

    const sameGuid = guid === undefined ? undefined : guids.get(guid);
    if (sameGuid !== undefined) {
      problem(`${place}/guid`, `is a second ${quoted(guid ?? '')}; the first is ${placeInFile(sameGuid)}`);
    } else if (guid !== undefined) guids.set(guid, place);

    const spot = `${x} ${y}`;
    if (spots.has(spot)) findings.note(placeInFile(place), 'stands where another seat stands');
    else spots.add(spot);
  }
}

function* seatsOf(sections: readonly PlanSection[]) {
  for (const [i, section] of sections.entries()) {
    for (const [j, row] of (section.rows ?? []).entries()) {
      for (const [k, seat] of row.seats.entries()) {
        yield [`/sections/${i}/rows/${j}/seats/${k}`, section, row, seat] as const;
      }
    }
  }
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

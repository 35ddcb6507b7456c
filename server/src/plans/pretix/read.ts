import type { PlanArea, PlanCategory, PlanDocument, PlanRow, PlanSeat, PlanSection } from '@jari/contract';
import { paletteColor, readColor } from '../colors.ts';
import type { Findings } from '../findings.ts';
import type { Members } from '../members.ts';
import { conclude, refusal, type Reading } from '../reading.ts';
import { tidyForeign, tidyLine } from '../tidy.ts';
import { findFocus } from './focus.ts';
import { impliedGuid, impliedSize, ROW_NUMBER_POSITION, STANDING_ZONE } from './implied.ts';
import { readAreas } from './read-areas.ts';
import { SeatPlaces, type RowPlaces } from './seat-places.ts';

/** The category of seats that name none. */
const UNNAMED_CATEGORY = 'Standard';
const ORIGIN = { x: 0, y: 0 };

/**
 * Reads a seating plan as pretix's editor writes it, in any of the versions of that format. Real files are not
 * always what the format says; what can be understood is, with a note, and the rest is a problem with its place.
 */
export function readPretix(file: Members, findings: Findings): Reading {
  const categories = readCategories(file, findings);
  const reader = new ZoneReader(categories, findings);
  const zones = file.list('zones');
  const sections = zones.flatMap((zone, i) => reader.read(zone, i));
  if (sections.length === 0 && findings.isFaultless) findings.problem(file.at('zones'), 'has no seats');
  const name = tidyLine(file.text('name'));
  if (name === '') findings.note(file.at('name'), 'is missing; the plan is called “Plan”');
  const size = file.object('size')?.kept('width', 'height');
  file.ignoreRest();
  if (sections.length === 0 || !findings.isFaultless) return refusal(findings);
  const focus = findFocus(reader.areas);
  const document: PlanDocument = {
    format: 'jari-plan',
    version: 1,
    name: name === '' ? 'Plan' : name,
    categories: [...categories.values()],
    sections,
    areas: reader.areas,
    ...(focus === undefined ? {} : { focus }),
  };
  const implied = impliedSize(document);
  const isImplied = size?.kept?.['width'] === implied.width && size.kept['height'] === implied.height;
  return conclude(isImplied ? document : { ...document, ...size }, findings, reader.places.inFile);
}

function readCategories(file: Members, findings: Findings): Map<string, PlanCategory> {
  const categories = new Map<string, PlanCategory>();
  for (const [i, category] of file.list('categories').entries()) {
    const name = tidyLine(category.text('name')) || UNNAMED_CATEGORY;
    const given = category.text('color');
    const color = readColor(given);
    category.ignoreRest();
    if (categories.has(name)) {
      findings.note(category.at('name'), `names “${name}” a second time, and was left out`);
      continue;
    }
    if (color === undefined) {
      findings.note(
        category.at('color'),
        given === '' ? 'is missing; it got one' : 'is no colour known here; it got one',
      );
    }
    categories.set(name, { name, color: color ?? paletteColor(i) });
  }
  return categories;
}

/** Turns zones into sections, and collects the areas of all zones on the way. */
class ZoneReader {
  readonly areas: PlanArea[] = [];
  readonly places = new SeatPlaces();
  private readonly names = new Set<string>();

  constructor(
    private readonly categories: Map<string, PlanCategory>,
    private readonly findings: Findings,
  ) {}

  read(zone: Members, index: number): PlanSection[] {
    const { findings } = this;
    const offset = zone.point('position') ?? ORIGIN;
    const isStanding = zone.text('zone_id') === STANDING_ZONE;
    const areas = readAreas(zone, offset, findings);
    const sources = zone.list('rows');
    const name = this.nameOf(zone, index);
    const kept = zone.kept('uuid', ...(isStanding ? [] : ['zone_id']));
    zone.ignoreRest();
    const outline = isStanding ? areas.shift() : undefined;
    for (const { area, place } of areas) {
      this.areas.push(area);
      this.places.addArea(place);
    }

    const rows: PlanRow[] = [];
    const rowPlaces: RowPlaces[] = [];
    for (const source of sources) {
      const seats = source.list('seats');
      if (seats.length === 0) findings.note(source.place, 'has no seats, and was left out');
      const row = this.readRow(source, seats, offset, name);
      if (seats.length === 0) continue;
      rows.push(row);
      rowPlaces.push({ row: source.place, seats: seats.map(({ place }) => place) });
    }
    if (rows.length === 0) {
      if (areas.length === 0) findings.note(zone.place, 'has neither seats nor areas, and was left out');
      return [];
    }
    this.places.addSection(zone.place, rowPlaces);
    const [crowd] = rows;
    const [first] = crowd?.seats ?? [];
    if (crowd !== undefined && first !== undefined && outline?.area.points !== undefined) {
      const { x, y, points } = outline.area;
      const standing = {
        capacity: crowd.seats.length,
        category: first.category ?? '',
        outline: points.map((point) => ({ x: point.x + x, y: point.y + y })),
      };
      return [{ name, ...kept, standing }];
    }
    return [{ name, ...kept, rows: withDistinctRows(rows, rowPlaces, findings) }];
  }

  private nameOf(zone: Members, index: number): string {
    const given = tidyLine(zone.text('name')) || tidyLine(zone.text('zone_id'));
    const wanted = given || `Zone ${index + 1}`;
    if (given === '') this.findings.note(zone.at('name'), `is missing; the section is called “${wanted}”`);
    const name = firstFree(wanted, (each) => !this.names.has(each));
    if (name !== wanted)
      this.findings.note(zone.at('name'), `was “${wanted}” again; the section is called “${name}”`);
    this.names.add(name);
    return name;
  }

  private readRow(
    source: Members,
    members: readonly Members[],
    zoneOffset: { x: number; y: number },
    section: string,
  ): PlanRow {
    const position = source.point('position') ?? ORIGIN;
    const offset = { x: position.x + zoneOffset.x, y: position.y + zoneOffset.y };
    const name = tidyLine(source.text('row_number'));
    const seats = members.map((seat) => this.readSeat(seat, offset));
    numberTheUnnumbered(seats, members, this.findings);
    // Only now the seats have their numbers.
    for (const seat of seats) if (seat.guid === impliedGuid(section, name, seat.number)) delete seat.guid;
    const kept: PlanRow['kept'] = {
      row_number_position: null,
      ...source.kept('uuid', 'row_label', 'seat_label', 'row_number_position').kept,
    };
    if (kept['row_number_position'] === ROW_NUMBER_POSITION) delete kept['row_number_position'];
    source.ignoreRest();
    return { name, seats, ...(Object.keys(kept).length === 0 ? {} : { kept }) };
  }

  private readSeat(seat: Members, offset: { x: number; y: number }): PlanSeat {
    const position = seat.point('position');
    if (position === undefined && seat.any('position') === undefined) {
      this.findings.problem(seat.at('position'), 'is missing');
    }
    const guid = tidyForeign(seat.text('seat_guid'));
    const read: PlanSeat = {
      number: tidyLine(seat.text('seat_number')),
      x: (position?.x ?? 0) + offset.x,
      y: (position?.y ?? 0) + offset.y,
      category: this.categoryOf(seat),
      ...(guid === '' ? {} : { guid }),
      ...seat.kept('uuid', 'radius', 'start_direction'),
    };
    seat.ignoreRest();
    return read;
  }

  private categoryOf(seat: Members): string {
    const name = tidyLine(seat.text('category'));
    if (name !== '') return name;
    this.findings.note(seat.at('category'), `is empty; the seat is in the category “${UNNAMED_CATEGORY}”`);
    if (!this.categories.has(UNNAMED_CATEGORY)) {
      const color = paletteColor(this.categories.size);
      this.categories.set(UNNAMED_CATEGORY, { name: UNNAMED_CATEGORY, color });
    }
    return UNNAMED_CATEGORY;
  }
}

/** A seat without a number gets its place in the row, or the next number that nobody there has. */
function numberTheUnnumbered(seats: PlanSeat[], members: readonly Members[], findings: Findings): void {
  const taken = new Set(seats.map(({ number }) => number));
  for (const [i, seat] of seats.entries()) {
    if (seat.number !== '') continue;
    let number = i + 1;
    while (taken.has(String(number))) number++;
    taken.add(String(number));
    seat.number = String(number);
    findings.note(
      members[i]?.at('seat_number') ?? '',
      'is empty; the seat is numbered by its place in the row',
    );
  }
}

/**
 * In some plans a zone has several rows of one number: halves left and right of an aisle, which go on counting,
 * or tables that all start from 1. The latter could not be told apart on a ticket, so they get another name.
 */
function withDistinctRows(
  rows: readonly PlanRow[],
  places: readonly RowPlaces[],
  findings: Findings,
): PlanRow[] {
  const numbers = new Map<string, Set<string>>();
  return rows.map((row, i) => {
    const isFree = (name: string) => {
      const taken = numbers.get(name);
      return taken === undefined || !row.seats.some(({ number }) => taken.has(number));
    };
    const name = firstFree(row.name, isFree);
    if (name !== row.name) {
      const place = `${places[i]?.row ?? ''}/row_number`;
      findings.note(place, `was “${row.name}” again, with the same seats; the row is called “${name}”`);
    }
    const known = numbers.get(name) ?? new Set();
    for (const { number } of row.seats) known.add(number);
    numbers.set(name, known);
    return { ...row, name };
  });
}

function firstFree(name: string, isFree: (name: string) => boolean): string {
  let candidate = name;
  for (let i = 2; !isFree(candidate); i++) candidate = name === '' ? `(${i})` : `${name} (${i})`;
  return candidate;
}

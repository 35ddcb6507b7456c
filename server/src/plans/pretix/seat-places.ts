/** Where a row and its seats stand in the file. */
export interface RowPlaces {
  readonly row: string;
  readonly seats: readonly string[];
}

/** How pretix calls what our plans call otherwise. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(.*\/rows\/\d+)\/name$/, '$1/row_number'],
  [/^(.*\/seats\/\d+)\/number$/, '$1/seat_number'],
  [/^(.*\/seats\/\d+)\/guid$/, '$1/seat_guid'],
  [/^(.*\/seats\/\d+)\/([xy])$/, '$1/position/$2'],
];

/** Translates places of the plan into places of the file it came from: empty zones and rows are counted there. */
export class SeatPlaces {
  private readonly sections: { readonly zone: string; readonly rows: readonly RowPlaces[] }[] = [];
  private readonly areas: string[] = [];

  addSection(zone: string, rows: readonly RowPlaces[]): void {
    this.sections.push({ zone, rows });
  }

  addArea(place: string): void {
    this.areas.push(place);
  }

  readonly inFile = (place: string): string => {
    const [, area, restOfArea = ''] = /^\/areas\/(\d+)(.*)$/.exec(place) ?? [];
    if (area !== undefined) return `${this.areas[Number(area)] ?? ''}${restOfArea}`;
    const [, section, row, seat, rest = ''] =
      /^\/sections\/(\d+)(?:\/rows\/(\d+)(?:\/seats\/(\d+))?)?(.*)$/.exec(place) ?? [];
    if (section === undefined) return place;
    const places = this.sections[Number(section)];
    const rowPlaces = row === undefined ? undefined : places?.rows[Number(row)];
    const seatPlace = seat === undefined ? undefined : rowPlaces?.seats[Number(seat)];
    const found = `${seatPlace ?? rowPlaces?.row ?? places?.zone ?? ''}${rest}`;
    return NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name), found);
  };
}

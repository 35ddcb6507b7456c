/** As much of a hall as the tree needs: which rows a section has, and which seats a row. */
export interface TreeModel {
  readonly sections: readonly {
    readonly firstRow: number;
    readonly rowCount: number;
    /** Of standing areas only, which have nothing to open. */
    readonly outline: object | undefined;
  }[];
  readonly rows: readonly {
    readonly section: number;
    readonly firstSeat: number;
    readonly seatCount: number;
  }[];
  /** The row of each seat, by its id less one. */
  readonly row: ArrayLike<number>;
}

/** A place in the tree: a section, a row of it, or a seat. Indexes begin at 0, seat ids at 1. */
export type TreeItem =
  | { readonly is: 'section'; readonly section: number }
  | { readonly is: 'row'; readonly row: number }
  | { readonly is: 'seat'; readonly seat: number };

export interface PlacedItem {
  readonly item: TreeItem;
  readonly level: number;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  /** Undefined for what can't be opened. */
  readonly isOpen: boolean | undefined;
}

export interface Opened {
  readonly section: number | undefined;
  readonly row: number | undefined;
}

/**
 * The hall as a list to walk along: sections, and in place the rows of the one that is open, and the seats of the
 * one row that is open. Computed by place, never as a whole, so that a stadium needs no more than a chamber hall.
 */
export class Tree {
  private readonly rows: { readonly first: number; readonly count: number };
  private readonly seats: { readonly first: number; readonly count: number };

  constructor(
    private readonly model: TreeModel,
    readonly opened: Opened,
  ) {
    const section = model.sections[this.onlySection ? 0 : (opened.section ?? -1)];
    this.rows = { first: section?.firstRow ?? 0, count: section?.rowCount ?? 0 };
    const row = opened.row === undefined ? undefined : model.rows[opened.row];
    const isShown = opened.row !== undefined && this.hasRow(opened.row);
    this.seats = { first: row?.firstSeat ?? 1, count: isShown ? (row?.seatCount ?? 0) : 0 };
  }

  /** A hall of one section begins with its rows. */
  private get onlySection(): boolean {
    return this.model.sections.length === 1 && this.model.sections[0]?.outline === undefined;
  }

  get length(): number {
    return (this.onlySection ? 0 : this.model.sections.length) + this.rows.count + this.seats.count;
  }

  at(place: number): PlacedItem | undefined {
    if (place < 0 || place >= this.length) return undefined;
    if (this.onlySection) return this.within(place);
    const open = this.opened.section;
    const inside = this.rows.count + this.seats.count;
    if (open === undefined || place <= open) return this.section(place);
    return place <= open + inside ? this.within(place - open - 1) : this.section(place - inside);
  }

  placeOf(item: TreeItem): number {
    const open = this.opened.section ?? Infinity;
    const inside = this.rows.count + this.seats.count;
    if (item.is === 'section') return item.section <= open ? item.section : item.section + inside;
    const before = this.onlySection ? 0 : open + 1;
    if (item.is === 'row') {
      const behind = this.seats.count > 0 && item.row > (this.opened.row ?? Infinity);
      return before + item.row - this.rows.first + (behind ? this.seats.count : 0);
    }
    return before + (this.opened.row ?? 0) - this.rows.first + 1 + item.seat - this.seats.first;
  }

  /** What a place is part of. */
  parentOf(item: TreeItem): TreeItem | undefined {
    if (item.is === 'seat') return { is: 'row', row: this.model.row[item.seat - 1] ?? 0 };
    if (item.is === 'row' && !this.onlySection)
      return { is: 'section', section: this.model.rows[item.row]?.section ?? 0 };
    return undefined;
  }

  private within(place: number): PlacedItem {
    const open = this.seats.count > 0 ? (this.opened.row ?? 0) - this.rows.first : Infinity;
    if (place <= open) return this.row(this.rows.first + place);
    if (place > open + this.seats.count) return this.row(this.rows.first + place - this.seats.count);
    const position = place - open;
    return {
      item: { is: 'seat', seat: this.seats.first + position - 1 },
      level: this.onlySection ? 2 : 3,
      position,
      siblings: this.seats.count,
      isOpen: undefined,
    };
  }

  private row(row: number): PlacedItem {
    return {
      item: { is: 'row', row },
      level: this.onlySection ? 1 : 2,
      position: row - this.rows.first + 1,
      siblings: this.rows.count,
      isOpen: this.seats.count > 0 && row === this.opened.row,
    };
  }

  private section(section: number): PlacedItem {
    const isStanding = this.model.sections[section]?.outline !== undefined;
    return {
      item: { is: 'section', section },
      level: 1,
      position: section + 1,
      siblings: this.model.sections.length,
      isOpen: isStanding ? undefined : section === this.opened.section,
    };
  }

  private hasRow(row: number): boolean {
    return row >= this.rows.first && row < this.rows.first + this.rows.count;
  }
}

export function sameItem(one: TreeItem, other: TreeItem): boolean {
  return keyOf(one) === keyOf(other);
}

export function keyOf(item: TreeItem): string {
  return item.is === 'seat'
    ? `seat-${item.seat}`
    : item.is === 'row'
      ? `row-${item.row}`
      : `section-${item.section}`;
}

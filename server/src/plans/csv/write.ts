import type { PlanDocument } from '@jari/contract';
import { stringify } from 'csv-stringify/sync';
import { middleOf } from '@jari/contract';
import { tidyNumber } from '../tidy.ts';
import { COLUMNS, FURTHER_COLUMNS, guardCell, type Column } from './columns.ts';

type Line = Partial<Record<Column, string | number>>;

/**
 * Writes a plan as a table, a line a seat, as spreadsheets like it. Colours, areas, the focus and the outlines
 * of standing areas have no place in a table.
 */
export function writeCsv({ sections }: PlanDocument): string {
  const lines = sections.flatMap(({ name: section, rows, standing }): Line[] => {
    if (standing !== undefined) {
      const { capacity, category, outline } = standing;
      const { x, y } = middleOf(outline.flatMap((point) => [point.x, point.y]));
      return [
        {
          section: guardCell(section),
          category: guardCell(category),
          x: tidyNumber(x),
          y: tidyNumber(y),
          capacity,
        },
      ];
    }
    return (rows ?? []).flatMap((row) =>
      row.seats.map((seat) => ({
        section: guardCell(section),
        row: guardCell(row.name),
        number: guardCell(seat.number),
        category: guardCell(seat.category ?? row.category ?? ''),
        x: seat.x,
        y: seat.y,
        marks: seat.marks?.join(' ') ?? '',
        ...(seat.guid === undefined ? {} : { guid: guardCell(seat.guid) }),
      })),
    );
  });
  const further = FURTHER_COLUMNS.filter((column) => lines.some((line) => line[column] !== undefined));
  // With a byte order mark: without one, Excel takes UTF-8 for something else.
  return stringify(lines, {
    bom: true,
    header: true,
    columns: [...COLUMNS, ...further],
    record_delimiter: '\r\n',
  });
}

import type { PlanArea, PlanDocument, PlanRow, PlanSection } from '@jari/contract';
import { boundsOf } from '../measure.ts';
import { tidyNumber } from '../tidy.ts';
import { impliedGuid, impliedSize, ROW_NUMBER_POSITION, STANDING_ZONE } from './implied.ts';

type Json = Record<string, unknown>;
const ORIGIN = { x: 0, y: 0 };

/**
 * Writes a plan as pretix's editor reads it. All areas go into the first zone, which is drawn first; marks and
 * the focus have no place in the format.
 */
export function writePretix(plan: PlanDocument): string {
  const size = impliedSize(plan);
  return JSON.stringify({
    name: plan.name,
    categories: plan.categories.map(({ name, color }) => ({ name, color })),
    zones: plan.sections.map((section, i) => writeZone(section, i === 0 ? (plan.areas ?? []) : [])),
    size: { ...size, ...keptOf(plan, 'width', 'height') },
  });
}

function writeZone(section: PlanSection, areas: readonly PlanArea[]): Json {
  const { name, rows, standing } = section;
  if (standing !== undefined) {
    return {
      name,
      ...keptOf(section, 'uuid'),
      zone_id: STANDING_ZONE,
      position: ORIGIN,
      rows: [writeRow(crowdOf(section), name)],
      areas: [
        {
          shape: 'polygon',
          color: '#ececf0',
          border_color: '#a39fb3',
          rotation: 0,
          position: ORIGIN,
          polygon: { points: standing.outline },
        },
        ...areas.map(writeArea),
      ],
    };
  }
  return {
    name,
    ...keptOf(section, 'uuid', 'zone_id'),
    position: ORIGIN,
    rows: (rows ?? []).map((row) => writeRow(row, name)),
    areas: areas.map(writeArea),
  };
}

/** pretix sells seats only, so whoever stands gets a spot; one row of them, spread over the area. */
function crowdOf({ standing, ...section }: PlanSection): PlanRow {
  const { capacity = 1, category = '' } = standing ?? {};
  const { left, top, right, bottom } = boundsOf({
    sections: [{ ...section, ...(standing && { standing }) }],
  });
  const columns = Math.max(1, Math.round(Math.sqrt((capacity * (right - left)) / (bottom - top || 1))));
  const lines = Math.ceil(capacity / Math.min(columns, capacity));
  const seats = Array.from({ length: capacity }, (_, i) => ({
    number: String(i + 1),
    x: tidyNumber(left + ((right - left) * ((i % columns) + 0.5)) / columns),
    y: tidyNumber(top + ((bottom - top) * (Math.floor(i / columns) + 0.5)) / lines),
  }));
  return { name: '', category, seats };
}

function writeRow(row: PlanRow, section: string): Json {
  const { x = 0, y = 0 } = row.seats[0] ?? {};
  return {
    row_number: row.name,
    row_number_position: ROW_NUMBER_POSITION,
    ...keptOf(row, 'uuid', 'row_label', 'seat_label', 'row_number_position'),
    position: { x, y },
    seats: row.seats.map((seat) => ({
      seat_number: seat.number,
      seat_guid: seat.guid ?? impliedGuid(section, row.name, seat.number),
      ...keptOf(seat, 'uuid', 'radius', 'start_direction'),
      // Exact once it is rounded again, as on import.
      position: { x: tidyNumber(seat.x - x), y: tidyNumber(seat.y - y) },
      category: seat.category ?? row.category ?? '',
    })),
  };
}

function writeArea(area: PlanArea): Json {
  const { shape, x, y, text } = area;
  return {
    ...keptOf(area, 'uuid'),
    shape,
    ...(area.color === undefined ? {} : { color: area.color }),
    ...(area.border_color === undefined ? {} : { border_color: area.border_color }),
    rotation: area.rotation ?? 0,
    position: { x, y },
    ...writeShape(area),
    ...(text === undefined
      ? {}
      : {
          text: {
            text: text.content,
            ...(text.color === undefined ? {} : { color: text.color }),
            ...(text.size === undefined ? {} : { size: text.size }),
            position: { x: text.x ?? 0, y: text.y ?? 0 },
          },
        }),
  };
}

function writeShape({ shape, width, height, radius_x: rx = 0, radius_y: ry = rx, points }: PlanArea): Json {
  switch (shape) {
    case 'rectangle':
      return { rectangle: { width: width ?? 0, height: height ?? 0 } };
    case 'circle':
      return { circle: { radius: rx } };
    case 'ellipse':
      return { ellipse: { radius: { x: rx, y: ry } } };
    case 'polygon':
      return { polygon: { points: points ?? [] } };
    case 'text':
      return {};
  }
}

function keptOf({ kept }: Pick<PlanRow, 'kept'>, ...names: readonly string[]): Json {
  const own = kept ?? {};
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(own, name)).map((name) => [name, own[name]]),
  );
}

import {
  mapRows,
  type Hall,
  type Id,
  type NameRule,
  type NameStyle,
  type Row,
  type SeatRule,
} from './hall.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const HANGUL = '가나다라마바사아자차카타파하';

export const ROW_LETTERS: NameRule = { style: 'letters', start: 1, step: 1, skipIO: false, reverse: false };
export const SEAT_DIGITS: SeatRule = { ...ROW_LETTERS, style: 'digits', goesOn: false };

function signsOf(style: NameStyle, skipIO: boolean): string {
  if (style === 'hangul') return HANGUL;
  return skipIO ? ALPHABET.replace(/[IO]/g, '') : ALPHABET;
}

/** The n-th name, from 1: A…Z, then AA, AB…; 가…하, then 가가. */
export function nameAt(n: number, { style, skipIO }: Pick<NameRule, 'style' | 'skipIO'>): string {
  if (style === 'none') return '';
  if (style === 'digits' || n < 1) return String(n);
  const signs = signsOf(style, skipIO);
  let name = '';
  for (let left = n; left > 0; left = Math.floor((left - 1) / signs.length)) {
    name = (signs[(left - 1) % signs.length] ?? '') + name;
  }
  return name;
}

/** Which name it is, from 1; undefined when it is none of that style. */
export function placeOfName(
  name: string,
  { style, skipIO }: Pick<NameRule, 'style' | 'skipIO'>,
): number | undefined {
  if (style === 'none') return undefined;
  if (style === 'digits') return /^\d{1,9}$/.test(name) ? Number(name) : undefined;
  const signs = signsOf(style, skipIO);
  let place = 0;
  for (const sign of name.toUpperCase()) {
    const at = signs.indexOf(sign);
    if (at === -1 || place > 1_000_000) return undefined;
    place = place * signs.length + at + 1;
  }
  return place === 0 ? undefined : place;
}

/** Reads what somebody typed as the first name: "C", "5", "나". Gives the style along with the place. */
export function readStart(text: string, rule: NameRule): NameRule | undefined {
  const name = text.trim();
  for (const style of [rule.style, 'digits', 'letters', 'hangul'] as const) {
    const start = placeOfName(name, { style, skipIO: rule.skipIO });
    if (start !== undefined) return { ...rule, style, start };
  }
  return undefined;
}

/** As many names as wished, in the order of places. */
export function namesOf(count: number, rule: NameRule): string[] {
  const names = Array.from({ length: count }, (_, i) => nameAt(rule.start + i * rule.step, rule));
  return rule.reverse ? names.reverse() : names;
}

/**
 * Names rows, and numbers their seats. Rows are taken in the order in which they stand in the hall. Without rules for
 * names, names stay.
 */
export function numberRows(
  hall: Hall,
  rowIds: ReadonlySet<Id>,
  names: NameRule | undefined,
  numbers: SeatRule | undefined,
): Hall {
  const rows = hall.sections.flatMap((section) => section.rows.filter(({ id }) => rowIds.has(id)));
  const change = new Map<Id, Row>();
  const newNames = names && namesOf(rows.length, names);
  let start = numbers?.start ?? 1;
  for (const [i, row] of rows.entries()) {
    let changed = row;
    if (newNames) changed = { ...changed, name: newNames[i] ?? '' };
    if (numbers) {
      changed = numberSeats(changed, { ...numbers, start });
      if (numbers.goesOn) start += row.seats.length * numbers.step;
    }
    change.set(row.id, changed);
  }
  const changed = mapRows(hall, (row) => change.get(row.id) ?? row);
  return remember(changed, rowIds, names, numbers);
}

/** From the left, whatever the order in which the seats stand in their row; from the right when reversed. */
function numberSeats(row: Row, rule: SeatRule): Row {
  const [first, last] = [row.seats[0], row.seats.at(-1)];
  const leftwards = first && last && (first.x > last.x || (first.x === last.x && first.y > last.y));
  const numbers = namesOf(row.seats.length, { ...rule, reverse: rule.reverse !== Boolean(leftwards) });
  return { ...row, seats: row.seats.map((seat, i) => ({ ...seat, number: numbers[i] ?? '' })) };
}

/** A block that is numbered as a whole goes on so when it gets more rows or seats. */
function remember(
  hall: Hall,
  rowIds: ReadonlySet<Id>,
  names: NameRule | undefined,
  numbers: SeatRule | undefined,
): Hall {
  const partly = new Set<Id | undefined>();
  const touched = new Set<Id | undefined>();
  for (const { rows } of hall.sections)
    for (const row of rows) (rowIds.has(row.id) ? touched : partly).add(row.block);
  if (!hall.blocks.some(({ id }) => touched.has(id) && !partly.has(id))) return hall;
  // Of several blocks at once none knows where the next one goes on: each remembers what its own rows begin with.
  const blocks = hall.blocks.map((block) => {
    if (!touched.has(block.id) || partly.has(block.id)) return block;
    const own = hall.sections.flatMap(({ rows }) => rows.filter((row) => row.block === block.id));
    return {
      ...block,
      ...(names
        ? {
            rowNames: {
              ...names,
              start: startOf(
                own.map(({ name }) => name),
                names,
              ),
            },
          }
        : {}),
      ...(numbers
        ? {
            seatNumbers: {
              ...numbers,
              start: startOf(own[0]?.seats.map(({ number }) => number) ?? [], numbers),
            },
          }
        : {}),
    };
  });
  return { ...hall, blocks };
}

function startOf(names: readonly string[], rule: NameRule): number {
  const places = names.map((name) => placeOfName(name, rule)).filter((place) => place !== undefined);
  return places.length === 0 ? rule.start : Math.min(...places);
}

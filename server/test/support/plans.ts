import type { PlanDocument, PlanSeat, PlanSection } from '@jari/contract';

/** `count` seats side by side, one step apart, numbered from 1; an aisle after the seats named. */
export function seatsInRow(
  count: number,
  y: number,
  { aislesAfter = [], category }: { aislesAfter?: readonly number[]; category?: string } = {},
): PlanSeat[] {
  let x = 0;
  return Array.from({ length: count }, (_, i) => {
    const seat = { number: String(i + 1), x, y, ...(category === undefined ? {} : { category }) };
    x += aislesAfter.includes(i + 1) ? 3 : 1;
    return seat;
  });
}

/** A plan with two categories; everything in it that is not said is in "Stalls". */
export function planOf(sections: readonly PlanSection[], more: Partial<PlanDocument> = {}): PlanDocument {
  return {
    format: 'jari-plan',
    version: 1,
    name: 'A hall',
    categories: [
      { name: 'Stalls', color: '#112233' },
      { name: 'Balcony', color: '#445566' },
    ],
    sections: [...sections],
    ...more,
  };
}

/** Rows of equal length in one section each, behind one another, with an aisle in the middle if wanted. */
export function rowsPlan(
  sections: number,
  rows: number,
  seatsPerRow: number,
  aislesAfter: readonly number[] = [],
): PlanDocument {
  let y = 0;
  const all = Array.from({ length: sections }, (_, s) => ({
    name: `Block ${s + 1}`,
    rows: Array.from({ length: rows }, (__, r) => ({
      name: String(r + 1),
      category: s % 2 === 0 ? 'Stalls' : 'Balcony',
      seats: seatsInRow(seatsPerRow, ++y, { aislesAfter }),
    })),
  }));
  const width = seatsPerRow + 2 * aislesAfter.length;
  return planOf(all, { focus: { x: (width - 1) / 2, y: 0 } });
}

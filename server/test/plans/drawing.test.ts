import { decodePlan, LABEL_SEPARATOR, type PlanDocument } from '@jari/contract';
import fc from 'fast-check';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canonicalPlan } from '../../src/plans/canonical.ts';
import { drawPlan } from '../../src/plans/draw-plan.ts';
import { pitchOf } from '../../src/plans/measure.ts';
import { stadiumPlan } from '../../src/plans/templates/index.ts';
import { seededDraw } from '../../../tools/rig/seeded-draw.ts';
import { oddPlan } from './odd-plan.ts';

describe('a drawing', () => {
  it('says of every seat what the plan says', () => {
    fc.assert(
      fc.property(oddPlan({ hasMarks: true, hasStanding: true, hasAreas: true }), (given) => {
        const plan = canonicalPlan(given);
        // Over the wire, as pages get it.
        const drawn = decodePlan(JSON.parse(JSON.stringify(drawPlan(plan))) as ReturnType<typeof drawPlan>);
        const seats = seatsOf(plan.document);
        expect(drawn.seatCount).toBe(seats.length);
        const tolerance = drawn.pitch / 30;
        for (const [i, seat] of seats.entries()) {
          const id = i + 1;
          expect(drawn.labelOf(id)).toBe(seat.label);
          expect(drawn.categories[drawn.category[i] ?? -1]?.name).toBe(seat.category);
          expect(drawn.marksOf(id)).toHaveLength(seat.marks.length);
          expect([...drawn.marksOf(id)].sort()).toEqual(seat.marks);
          if (seat.x === undefined || seat.y === undefined) continue;
          // Single precision, as canvases have it.
          expect(Math.abs((drawn.x[i] ?? NaN) - seat.x)).toBeLessThan(tolerance + Math.abs(seat.x) * 1e-6);
          expect(Math.abs((drawn.y[i] ?? NaN) - seat.y)).toBeLessThan(tolerance + Math.abs(seat.y) * 1e-6);
        }
        expect(drawn.sections.map(({ name }) => name)).toEqual(
          plan.document.sections.map(({ name }) => name),
        );
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [['1', '2', '3']],
    [['9', '7', '5']],
    [['01', '02', '03']],
    [['0', '1', '2']],
    [['1', '1', '1']],
    [['1', '2', '4']],
    [['1.0', '2.0', '3.0']],
    [['12', '8A', '']],
    [['7']],
    [['007']],
  ])('says numbers as they are written on the seats: %j', (numbers) => {
    const seats = numbers.map((number, i) => ({ number, x: i, y: 0 }));
    const sections = [{ name: 'Hall', rows: [{ name: 'A', category: 'R', seats }] }];
    const categories = [{ name: 'R', color: '#000000' }];
    const document = {
      format: 'jari-plan' as const,
      version: 1 as const,
      name: 'Hall',
      categories,
      sections,
    };
    const drawn = decodePlan(drawPlan({ planId: 'a'.repeat(32), document }));
    expect(numbers.map((_, i) => drawn.numberOf(i + 1))).toEqual(numbers);
  });

  it('of a stadium takes less than 40 KB of the wire with its seats half sold', () => {
    const drawing = Buffer.from(JSON.stringify(drawPlan(canonicalPlan(stadiumPlan()))));
    const random = seededDraw(7);
    const states = Array.from({ length: 50_000 }, () => (random() < 0.5 ? 'a' : 'r')).join('');
    expect(brotliCompressSync(drawing).length + brotliCompressSync(states).length).toBeLessThan(40_000);
  });

  it('has the distance of neighbours, also where most seats stand in each other', () => {
    const seats = [0, 0, 0, 25, 25, 25].map((x, i) => ({ number: String(i), x, y: 0 }));
    expect(pitchOf({ sections: [{ name: 'Hall', rows: [{ name: 'A', category: 'R', seats }] }] })).toBe(25);
  });

  it('of a plan on whole numbers is exact', () => {
    const seats = Array.from({ length: 40 }, (_, i) => ({ number: String(i + 1), x: 10 + i * 25, y: 30 }));
    const plan = canonicalPlan({
      format: 'jari-plan',
      version: 1,
      name: 'Hall',
      categories: [{ name: 'All', color: '#112233' }],
      sections: [{ name: 'Stalls', rows: [{ name: 'A', category: 'All', seats }] }],
    });
    const drawing = drawPlan(plan);
    expect(drawing.sections[0]?.rows).toEqual([
      { name: 'A', numbers: '1-40', x: [10, 25], y: [30, 0], category: 0 },
    ]);
    expect([...decodePlan(drawing).x.slice(0, 3)]).toEqual([10, 35, 60]);
    expect(drawing).toMatchObject({ scale: 1, pitch: 25, focus: { x: 497.5, y: 30 } });
  });
});

interface PlainSeat {
  readonly label: string;
  readonly category: string;
  readonly marks: readonly string[];
  readonly x?: number;
  readonly y?: number;
}

/** The same again, as plainly as it can be said. */
function seatsOf({ sections }: PlanDocument): PlainSeat[] {
  const join = (...parts: string[]) => parts.filter((part) => part !== '').join(LABEL_SEPARATOR);
  return sections.flatMap(({ name, rows, standing }) => {
    const section = sections.length > 1 ? name : '';
    const seats: PlainSeat[] = (rows ?? []).flatMap((row) =>
      row.seats.map((seat) => ({
        label: join(section, row.name, seat.number),
        category: seat.category ?? row.category ?? '',
        marks: seat.marks ?? [],
        x: seat.x,
        y: seat.y,
      })),
    );
    for (let i = 1; i <= (standing?.capacity ?? 0); i++) {
      seats.push({ label: join(section, String(i)), category: standing?.category ?? '', marks: [] });
    }
    return seats;
  });
}

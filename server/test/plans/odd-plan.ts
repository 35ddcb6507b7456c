import type { PlanArea, PlanDocument, PlanRow, PlanSection } from '@jari/contract';
import fc from 'fast-check';

/**
 * Plans as no architect draws them: rows of one seat, numbers that are words, everything at one spot, names in
 * every script. Labels are unique, because a plan in which they are not is refused.
 */

const word = (max: number) =>
  fc.oneof(
    fc.constantFrom('가나다', 'Ränge', 'A"B', 'x,y;z', 'é', '1-3', 'Row 1', '🎭', '-', '__proto__', '=1+1'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }),
  );
const coordinate = fc.oneof(
  fc.integer({ min: -500, max: 500 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, -0, 15.000000000000002, 0.1 + 0.2),
);
const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const mark = fc.constantFrom('wheelchair', 'companion', 'restricted_view', 'aisle', 'easy_access');

interface Options {
  readonly hasMarks: boolean;
  readonly hasStanding: boolean;
  readonly hasAreas: boolean;
}

export function oddPlan({ hasMarks, hasStanding, hasAreas }: Options): fc.Arbitrary<PlanDocument> {
  return fc.uniqueArray(word(12), { minLength: 1, maxLength: 4, selector: simple }).chain((names) => {
    const category = fc.constantFrom(...names);
    const seat = fc.record(
      {
        number: word(5),
        x: coordinate,
        y: coordinate,
        category,
        ...(hasMarks ? { marks: fc.uniqueArray(mark, { minLength: 1 }) } : {}),
      },
      { requiredKeys: ['number', 'x', 'y', 'category'] },
    );
    const row: fc.Arbitrary<PlanRow> = fc.record({
      name: fc.oneof(fc.constant(''), word(8)),
      seats: fc.uniqueArray(seat, { minLength: 1, maxLength: 9, selector: ({ number }) => simple(number) }),
    });
    const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 5, selector: ({ name }) => simple(name) });
    const standing = fc.record({
      capacity: fc.integer({ min: 1, max: 30 }),
      category,
      outline: fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 6 }),
    });
    const section: fc.Arbitrary<PlanSection> = fc.oneof(
      fc.record({ name: word(12), rows }),
      ...(hasStanding ? [fc.record({ name: word(12), standing })] : []),
    );
    return fc.record(
      {
        format: fc.constant('jari-plan' as const),
        version: fc.constant(1 as const),
        name: word(20),
        categories: fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), color }))),
        sections: fc.uniqueArray(section, {
          minLength: 1,
          maxLength: 4,
          selector: ({ name }) => simple(name),
        }),
        ...(hasAreas ? { areas: fc.array(area, { maxLength: 5 }) } : {}),
      },
      { requiredKeys: ['format', 'version', 'name', 'categories', 'sections'] },
    );
  });
}

const length = fc.integer({ min: 0, max: 900 });
const text = fc.record(
  { content: word(30), x: coordinate, y: coordinate, size: fc.integer({ min: 1, max: 99 }), color },
  { requiredKeys: ['content'] },
);
const look = {
  x: coordinate,
  y: coordinate,
  color,
  border_color: color,
  rotation: fc.integer({ min: -360, max: 360 }),
  text,
};
const requiredKeys = ['shape', 'x', 'y'] as const;
const area: fc.Arbitrary<PlanArea> = fc.oneof(
  fc.record(
    { shape: fc.constant('rectangle' as const), width: length, height: length, ...look },
    { requiredKeys: [...requiredKeys, 'width', 'height'] },
  ),
  fc.record(
    { shape: fc.constant('circle' as const), radius_x: length, ...look },
    { requiredKeys: [...requiredKeys, 'radius_x'] },
  ),
  fc.record(
    { shape: fc.constant('ellipse' as const), radius_x: length, radius_y: length, ...look },
    { requiredKeys: [...requiredKeys, 'radius_x', 'radius_y'] },
  ),
  fc.record(
    {
      shape: fc.constant('polygon' as const),
      points: fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 6 }),
      ...look,
    },
    { requiredKeys: [...requiredKeys, 'points'] },
  ),
  fc.record({ shape: fc.constant('text' as const), ...look }, { requiredKeys: [...requiredKeys, 'text'] }),
);

/** Two names that differ only so would be one after tidying. Never empty, so that such a name is kept. */
function simple(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

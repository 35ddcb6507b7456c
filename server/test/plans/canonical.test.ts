import type { PlanDocument } from '@jari/contract';
import { PlanDocument as PlanSchema } from '@jari/contract';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { canonicalPlan } from '../../src/plans/canonical.ts';
import { oddPlan } from './odd-plan.ts';

const plain: PlanDocument = {
  format: 'jari-plan',
  version: 1,
  name: 'Kleines Haus',
  categories: [{ name: 'Parkett', color: '#aa0000' }],
  sections: [
    {
      name: '가',
      rows: [
        {
          name: 'A',
          category: 'Parkett',
          seats: [
            { number: '1', x: 0, y: 0, marks: ['wheelchair', 'aisle'] },
            { number: '2', x: 15, y: 0 },
          ],
        },
      ],
    },
  ],
};
const idOf = (document: PlanDocument) => canonicalPlan(document).planId;

describe('a plan’s id', () => {
  it('is half a SHA-256 of the canonical text', () => {
    expect(idOf(plain)).toMatch(/^[0-9a-f]{32}$/);
    expect(canonicalPlan(plain).text).toBe(
      '{"categories":[{"color":"#aa0000","name":"Parkett"}],"format":"jari-plan","name":"Kleines Haus",' +
        '"sections":[{"name":"가","rows":[{"category":"Parkett","name":"A","seats":[' +
        '{"marks":["aisle","wheelchair"],"number":"1","x":0,"y":0},{"number":"2","x":15,"y":0}]}]}],"version":1}',
    );
  });

  it('is the same however the same hall is written', () => {
    expect(
      idOf({
        version: 1,
        format: 'jari-plan',
        areas: [],
        name: ' Kleines\tHaus ',
        categories: [{ color: '#aa0000', name: 'Parkett' }],
        sections: [
          {
            name: '가'.normalize('NFD'),
            rows: [
              {
                name: 'A',
                seats: [
                  { number: '1', x: -0, y: 0, category: 'Parkett', marks: ['aisle', 'wheelchair'] },
                  { number: '2', x: 15.000000000000002, y: 0, category: 'Parkett' },
                ],
              },
            ],
          },
        ],
      }),
    ).toBe(idOf(plain));
  });

  it.each<[string, (plan: PlanDocument) => void]>([
    ['a name', (plan) => (plan.name = 'Grosses Haus')],
    ['a colour', (plan) => plan.categories.splice(0, 1, { name: 'Parkett', color: '#aa0001' })],
    [
      'a position',
      (plan) => plan.sections[0]?.rows?.[0]?.seats.splice(1, 1, { number: '2', x: 15.001, y: 0 }),
    ],
    ['a mark', (plan) => delete plan.sections[0]?.rows?.[0]?.seats[0]?.marks],
    ['the focus', (plan) => (plan.focus = { x: 0, y: 0 })],
  ])('differs when %s differs', (_what, change) => {
    const other = structuredClone(plain);
    change(other);
    expect(idOf(other)).not.toBe(idOf(plain));
  });

  it('survives being written and read, and what was written is a plan', () => {
    const schema = Compile(PlanSchema);
    fc.assert(
      fc.property(oddPlan({ hasMarks: true, hasStanding: true, hasAreas: true }), (given) => {
        const { planId, text } = canonicalPlan(given);
        const read = JSON.parse(text) as PlanDocument;
        expect(canonicalPlan(read)).toMatchObject({ planId, text });
        // What is left of a name that was nothing but blanks is refused later, by name.
        if (!text.includes('""')) expect([...schema.Errors(read)]).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

import Type, { type Static } from 'typebox';
import { PlanArea, PlanCategory, PlanId } from './plans.ts';

/**
 * A plan as it is drawn: what pages load. Columns instead of objects, whole numbers instead of fractions, and
 * differences instead of coordinates, because that is what compresses; 50,000 seats take some 50 KB.
 *
 * Positions are in `1/scale` of the plan's own unit and rounded, so a drawing is for looking at; the plan itself
 * is had from the organiser's export.
 */
export const DrawnRow = Type.Object({
  name: Type.String(),
  /** A run such as "1-24" or "24-1" (step 1) or "1-47/2" (step 2), or each number by itself. */
  numbers: Type.Union([Type.String(), Type.Array(Type.String())]),
  /** The first position, then the step from each seat to the next; steps that are all equal stand there once. */
  x: Type.Array(Type.Integer()),
  y: Type.Array(Type.Integer()),
  /** A category for all by its index, or runs: index, how many seats, index, how many seats… */
  category: Type.Union([Type.Integer(), Type.Array(Type.Integer())]),
  /** For each mark the places in the row, from 0, that have it. */
  marks: Type.Optional(Type.Record(Type.String(), Type.Array(Type.Integer()))),
});
export type DrawnRow = Static<typeof DrawnRow>;

export const DrawnSection = Type.Object({
  name: Type.String(),
  rows: Type.Optional(Type.Array(DrawnRow)),
  standing: Type.Optional(
    Type.Object({
      capacity: Type.Integer(),
      category: Type.Integer(),
      /** x, y, x, y… in 1/scale. */
      outline: Type.Array(Type.Integer()),
    }),
  ),
});
export type DrawnSection = Static<typeof DrawnSection>;

export const PlanDrawing = Type.Object({
  id: PlanId,
  name: Type.String(),
  seat_count: Type.Integer({ minimum: 1 }),
  /** How many parts the plan's unit is divided into here. */
  scale: Type.Number({ exclusiveMinimum: 0 }),
  /** The usual distance between neighbouring seats, in the plan's unit. */
  pitch: Type.Number({ exclusiveMinimum: 0 }),
  /** Where everybody looks, in the plan's unit. */
  focus: Type.Object({ x: Type.Number(), y: Type.Number() }),
  categories: Type.Array(PlanCategory),
  sections: Type.Array(DrawnSection),
  /** In the plan's unit. */
  areas: Type.Array(PlanArea),
});
export type PlanDrawing = Static<typeof PlanDrawing>;

import Type, { type Static } from 'typebox';
import { SeatMark } from './plans.ts';
import { EventId, SEAT_IDS_MAX, SeatIds } from './seats.ts';

/** What somebody wants who leaves the choice of seats to the box office. */
export const BestAvailable = Type.Object(
  {
    quantity: Type.Integer({ minimum: 1, maximum: SEAT_IDS_MAX }),
    category: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'Only of this category, by its name.' }),
    ),
    section: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'Only in this section, by its name.' }),
    ),
    together: Type.Optional(
      Type.Boolean({
        default: true,
        description:
          'true: side by side or not at all; `not_together` then names the seats that there are. false: in as few pieces as possible.',
      }),
    ),
    marks: Type.Optional(
      Type.Array(SeatMark, {
        uniqueItems: true,
        minItems: 1,
        description:
          'At least one of the seats has each of these. Seats for wheelchairs and companions are kept for those who ask for them, unless nothing else is left.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type BestAvailable = Static<typeof BestAvailable>;

/** My choice, or my wish. */
export const HoldInput = Type.Object(
  { seat_ids: Type.Optional(SeatIds), best_available: Type.Optional(BestAvailable) },
  { additionalProperties: false, description: 'Exactly one of seat_ids and best_available.' },
);
export type HoldInput = Static<typeof HoldInput>;

export const Hold = Type.Object({
  success: Type.Literal(true),
  seat_ids: Type.Array(Type.Integer()),
  expires_at: Type.String({ format: 'date-time' }),
  expires_in_ms: Type.Integer({
    minimum: 0,
    description: 'Time left when the answer was written. Count down from this; clocks may differ.',
  }),
  extensions_left: Type.Integer({ minimum: 0 }),
});
export type Hold = Static<typeof Hold>;

/** A hold of mine, or some of its seats, that an organiser has ended. */
export const EndedHold = Type.Object({
  event: EventId,
  seat_ids: Type.Array(Type.Integer()),
  ended_at: Type.String({ format: 'date-time' }),
  ended_ms_ago: Type.Integer({
    minimum: 0,
    description: 'Time since then when the answer was written; clocks may differ.',
  }),
  reason: Type.String({ description: 'In the organiser’s own words.' }),
});
export type EndedHold = Static<typeof EndedHold>;

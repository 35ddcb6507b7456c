import Type, { type Static } from 'typebox';
import { SEAT_IDS_MAX, EventId, SeatId } from './seats.ts';

const WaitedForBest = Type.Object(
  {
    quantity: Type.Integer({ minimum: 1, maximum: SEAT_IDS_MAX }),
    category: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'Only of this category, by its name.' }),
    ),
    together: Type.Optional(
      Type.Boolean({ default: true, description: 'false: seats that are apart will do, too.' }),
    ),
  },
  { additionalProperties: false },
);

/** What I would wait for: one seat that is taken, or the best of some kind once there are enough. */
export const LineInput = Type.Object(
  {
    seat_ids: Type.Optional(Type.Array(SeatId, { minItems: 1, maxItems: 1 })),
    best_available: Type.Optional(WaitedForBest),
  },
  { additionalProperties: false, description: 'Exactly one of seat_ids and best_available.' },
);
export type LineInput = Static<typeof LineInput>;

const placeInLine = {
  entry: Type.Integer({ minimum: 1, description: 'Names the place; give it to leave only this one.' }),
  seat_ids: Type.Union([Type.Array(SeatId), Type.Null()]),
  best_available: Type.Union([WaitedForBest, Type.Null()]),
  place: Type.Integer({ minimum: 1, description: '1: nobody is before you.' }),
};
/** Exactly one of `seat_ids` and `best_available` is not null. */
export const PlaceInLine = Type.Object(placeInLine);
export type PlaceInLine = Static<typeof PlaceInLine>;

export const StoodInLine = Type.Object({ success: Type.Literal(true), event: EventId, ...placeInLine });
export type StoodInLine = Static<typeof StoodInLine>;

export const MyLine = Type.Object({
  event: EventId,
  line_length: Type.Integer({ minimum: 0, description: 'How many places there are in the event’s line.' }),
  places: Type.Array(PlaceInLine, { description: 'Mine, the oldest first.' }),
});
export type MyLine = Static<typeof MyLine>;

const Moment = Type.String({ format: 'date-time' });
const TimeLeft = Type.Integer({
  minimum: 0,
  description: 'Time left when this was written. Count down from this; clocks may differ.',
});

/** `offered`: seats that came free are held for me, because I was the first in line. */
export const SeatsOffered = Type.Object({
  event: EventId,
  sequence: Type.Integer({ minimum: 1 }),
  seat_ids: Type.Array(SeatId),
  expires_at: Moment,
  expires_in_ms: TimeLeft,
});
export type SeatsOffered = Static<typeof SeatsOffered>;

/** `hold_ended_by_organiser`: what I held is mine no more. */
export const HoldEndedByOrganiser = Type.Object({
  event: EventId,
  sequence: Type.Integer({ minimum: 1 }),
  seat_ids: Type.Array(SeatId),
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'In the organiser’s own words; null where none was given.',
  }),
});
export type HoldEndedByOrganiser = Static<typeof HoldEndedByOrganiser>;

/** `reservation_cancelled_by_organiser`: seats that I had reserved are mine no more. */
export const ReservationCancelledByOrganiser = Type.Object({
  event: EventId,
  sequence: Type.Integer({ minimum: 1 }),
  reservation: Type.String({ description: 'The id of the reservation.' }),
  seat_ids: Type.Array(SeatId),
  reason: Type.Union([Type.String(), Type.Null()], { description: 'In the organiser’s own words.' }),
});
export type ReservationCancelledByOrganiser = Static<typeof ReservationCancelledByOrganiser>;

/** `turn_has_come`: the waiting room lets me in; `POST /fcfs/pass` gives the pass. */
export const TurnHasCome = Type.Object({
  event: EventId,
  queue_number: Type.Integer({ minimum: 1 }),
  expires_at: Moment,
  expires_in_ms: TimeLeft,
});
export type TurnHasCome = Static<typeof TurnHasCome>;

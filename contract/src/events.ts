import Type, { type Static } from 'typebox';
import { EventId } from './seats.ts';

/** How the hall is drawn. Seats are numbered row by row, left to right, from the stage. */
export const Hall = Type.Object(
  {
    rows: Type.Integer({ minimum: 1, maximum: 500 }),
    seats_per_row: Type.Integer({ minimum: 1, maximum: 500 }),
  },
  { additionalProperties: false },
);
export type Hall = Static<typeof Hall>;

/** What one person may do in an event. */
export const EventRules = Type.Object(
  {
    hold_ttl_seconds: Type.Integer({ minimum: 1, maximum: 86_400 }),
    hold_extensions: Type.Integer({ minimum: 0, maximum: 100 }),
    max_seats_per_user: Type.Integer({ minimum: 1, maximum: 100 }),
  },
  { additionalProperties: false },
);
export type EventRules = Static<typeof EventRules>;

export const EventDetails = Type.Object({
  id: EventId,
  title: Type.String(),
  venue: Type.String(),
  starts_at: Type.String({ format: 'date-time' }),
  time_zone: Type.String({ description: 'IANA name of the zone in which the venue’s clocks run.' }),
  sale_opens_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  hall: Hall,
  rules: EventRules,
});
export type EventDetails = Static<typeof EventDetails>;

export const EventList = Type.Object({ events: Type.Array(EventDetails) });
export type EventList = Static<typeof EventList>;

/** Body of the organiser's `PUT /events/{event}`; rules that are left out are the server's defaults. */
export const EventInput = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    venue: Type.String({ minLength: 1, maxLength: 200 }),
    starts_at: Type.String({ format: 'date-time' }),
    sale_opens_at: Type.Optional(Type.Union([Type.String({ format: 'date-time' }), Type.Null()])),
    hall: Hall,
    rules: Type.Optional(Type.Partial(EventRules, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type EventInput = Static<typeof EventInput>;

import Type, { type Static } from 'typebox';
import { WaitingRoomInput } from './admission.ts';
import { LocalText } from './local-text.ts';
import { PlanId, PLAN_SEATS_MAX } from './plans.ts';
import { EventId } from './seats.ts';

/** A hall of equal rows. Seats are numbered row by row, left to right, from the stage. */
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
    no_single_seats: Type.Boolean({
      description: 'true: nobody may leave one seat alone between two taken ones where it can be avoided',
    }),
    personal_data_days: Type.Integer({
      minimum: 0,
      maximum: 3_650,
      description: 'How long after the event names and phones are kept',
    }),
    is_rehearsal: Type.Optional(
      Type.Boolean({
        description:
          'true: nothing here is meant. Said when the event is made, whose id then begins with `rehearsal-`, and never changed; such an event is in no list. Left out for every other event.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type EventRules = Static<typeof EventRules>;

/** In minor units of its currency (won, cents). A hundred seats at the highest price still add up exactly. */
export const PRICE_MAX = 1_000_000_000_000;
export const Price = Type.Integer({
  minimum: 0,
  maximum: PRICE_MAX,
  description: 'In minor units of the currency: 55000 won, 5500 for 55.00 euros.',
});

export const Prices = Type.Record(Type.String({ minLength: 1, maxLength: 100 }), Price, {
  description: 'By category of the plan; a hall of equal rows has only `standard`.',
});
export type Prices = Static<typeof Prices>;

export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, e.g. "KRW".' });

/** Whether seats can be had now; `paused` by the organiser: not for the moment. */
export const SaleStatus = Type.Enum(['before', 'open', 'paused', 'closed']);
export type SaleStatus = Static<typeof SaleStatus>;

const Moment = Type.String({ format: 'date-time' });
const MomentOrNull = Type.Union([Moment, Type.Null()]);

const eventDetails = {
  id: EventId,
  title: LocalText,
  venue: LocalText,
  starts_at: Moment,
  ends_at: MomentOrNull,
  time_zone: Type.String({ description: 'IANA name of the zone in which the venue’s clocks run.' }),
  sale_opens_at: MomentOrNull,
  sale_closes_at: MomentOrNull,
  server_time: Moment,
  sale: SaleStatus,
  hall: Type.Union([Hall, Type.Null()], { description: 'A hall of equal rows; null: it has a plan.' }),
  plan: Type.Union([
    Type.Object({ id: PlanId, seat_count: Type.Integer({ minimum: 1, maximum: PLAN_SEATS_MAX }) }),
    Type.Null(),
  ]),
  currency: Type.Union([Currency, Type.Null()]),
  prices: Prices,
  rules: EventRules,
  waiting_room: Type.Union([WaitingRoomInput, Type.Null()], {
    description: 'How people are let in; null: whoever comes may choose seats.',
  }),
};

/** Exactly one of `hall` and `plan` is not null. */
export const EventDetails = Type.Object(eventDetails);
export type EventDetails = Static<typeof EventDetails>;

/** An event as a list shows it. */
export const EventSummary = Type.Object({
  ...eventDetails,
  seat_count: Type.Integer({ minimum: 1 }),
  seats_left: Type.Integer({ minimum: 0, description: 'Seats that are available now.' }),
  price_from: Type.Union([Price, Type.Null()], { description: 'The lowest price; null: none is known.' }),
});
export type EventSummary = Static<typeof EventSummary>;

export const EventList = Type.Object({ events: Type.Array(EventSummary) });
export type EventList = Static<typeof EventList>;

/** Body of the organiser's `PUT /events/{event}`; rules that are left out are the server's defaults. */
export const EventInput = Type.Object(
  {
    title: LocalText,
    venue: LocalText,
    starts_at: Moment,
    ends_at: Type.Optional(MomentOrNull),
    sale_opens_at: Type.Optional(MomentOrNull),
    sale_closes_at: Type.Optional(MomentOrNull),
    sale_paused: Type.Optional(
      Type.Boolean({
        description:
          'true: nobody takes seats until the organiser opens the sale, whatever its times say. Left out: as it is now; a new event is not paused.',
      }),
    ),
    hall: Type.Optional(Hall),
    plan: Type.Optional(PlanId),
    currency: Type.Optional(Type.Union([Currency, Type.Null()])),
    prices: Type.Optional(Prices),
    rules: Type.Optional(Type.Partial(EventRules, { additionalProperties: false })),
    waiting_room: Type.Optional(
      Type.Union([WaitingRoomInput, Type.Null()], { description: 'null, or left out: none.' }),
    ),
  },
  { additionalProperties: false, description: 'Either `hall` or `plan`.' },
);
export type EventInput = Static<typeof EventInput>;

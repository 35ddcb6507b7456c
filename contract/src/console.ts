import Type, { type Static } from 'typebox';
import { LineStatus } from './admission.ts';
import { ChangeCause } from './changes.ts';
import { Currency, EventDetails, EventSummary } from './events.ts';
import { PersonInput, ReservationId } from './reservations.ts';
import { Epoch, EventId, Position, SeatId, SeatIds } from './seats.ts';

const Moment = Type.String({ format: 'date-time' });
const MomentOrNull = Type.Union([Moment, Type.Null()]);
const Count = Type.Integer({ minimum: 0 });
const Sequence = Type.Integer({ minimum: 0 });

/** How many seats are in which state. */
export const SeatCounts = Type.Object({
  total: Count,
  available: Count,
  held: Count,
  reserved: Count,
  blocked: Count,
});
export type SeatCounts = Static<typeof SeatCounts>;

const Revenue = Type.Union([Count, Type.Null()], {
  description: 'What the seats that are reserved now cost, in minor units; null: nothing has a price.',
});

/** An event as the console lists it. */
export const ConsoleEvent = Type.Object({ event: EventSummary, seats: SeatCounts, revenue: Revenue });
export type ConsoleEvent = Static<typeof ConsoleEvent>;

/** `GET /admin/events`, by id. */
export const ConsoleEventList = Type.Object({ server_time: Moment, events: Type.Array(ConsoleEvent) });
export type ConsoleEventList = Static<typeof ConsoleEventList>;

/** `GET /admin/events/{event}`: all there is to say about one event. */
export const ConsoleEventDetails = Type.Object({
  event: EventDetails,
  seats: SeatCounts,
  revenue: Revenue,
  sale_paused: Type.Boolean({ description: 'The organiser has paused the sale; its times go on.' }),
  doors_paused: Type.Boolean({ description: 'The organiser lets nobody in from the waiting room.' }),
  hall_can_change: Type.Boolean({
    description: 'Nothing is held, reserved, blocked or waited for, so hall or plan may be replaced.',
  }),
  line: Type.Union([LineStatus, Type.Null()], { description: 'How the waiting room stands; null: none.' }),
  people_waiting: Type.Integer({ minimum: 0, description: 'Places in the line for seats that come back.' }),
});
export type ConsoleEventDetails = Static<typeof ConsoleEventDetails>;

/** `POST /admin/events/{event}/copy`: the same hall, prices and rules under another id and at another time. */
export const EventCopy = Type.Object(
  {
    event: EventId,
    starts_at: Moment,
    ends_at: Type.Optional(MomentOrNull),
    sale_opens_at: Type.Optional(MomentOrNull),
    sale_closes_at: Type.Optional(MomentOrNull),
  },
  { additionalProperties: false, description: 'Times that are left out are null in the copy.' },
);
export type EventCopy = Static<typeof EventCopy>;

/** `POST /admin/events/{event}/sale`. */
export const SaleInput = Type.Object(
  {
    state: Type.Enum(['open', 'paused', 'closed'], {
      description:
        '`open`: now, whatever the times said. `paused`: nobody takes seats until `open`; what is held can be confirmed. `closed`: the sale ends now.',
    }),
  },
  { additionalProperties: false },
);
export type SaleInput = Static<typeof SaleInput>;

const MaskedUser = Type.String({
  pattern: '^[A-Za-z0-9_-]{10}$',
  description:
    'Tells users of this event apart and says nothing else about them; begins their mark in the log.',
});

export const ConsoleHold = Type.Object({
  user: MaskedUser,
  seat_ids: Type.Array(SeatId),
  since: Type.String({ format: 'date-time', description: 'When its time began to run.' }),
  expires_at: Moment,
  expires_in_ms: Count,
  extensions_used: Count,
});
export type ConsoleHold = Static<typeof ConsoleHold>;

export const ConsoleReservation = Type.Object({
  id: ReservationId,
  user: MaskedUser,
  seat_ids: Type.Array(SeatId),
  since: MomentOrNull,
  is_desk: Type.Boolean({ description: 'Sold at the desk.' }),
});
export type ConsoleReservation = Static<typeof ConsoleReservation>;

/** `GET /admin/events/{event}/seats`: who holds or has what; a seat that is in no list is as its letter says. */
export const ConsoleSeats = Type.Object({
  event: EventId,
  epoch: Epoch,
  position: Position,
  sequence: Sequence,
  server_time: Moment,
  states: Type.String({
    pattern: '^[ahrb]*$',
    description: 'A letter for each seat, the first for seat 1: a available, h held, r reserved, b blocked.',
  }),
  holds: Type.Array(ConsoleHold),
  reservations: Type.Array(ConsoleReservation),
});
export type ConsoleSeats = Static<typeof ConsoleSeats>;

/** Why an organiser took something from somebody. Told to whom it was taken from; names belong elsewhere. */
export const ReasonText = Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' });

/** `POST /admin/events/{event}/holds/release`: those of these seats, or one user's. */
export const HoldsRelease = Type.Object(
  { seat_ids: Type.Optional(SeatIds), user: Type.Optional(MaskedUser), reason: ReasonText },
  { additionalProperties: false, description: 'Exactly one of seat_ids and user.' },
);
export type HoldsRelease = Static<typeof HoldsRelease>;

/** `POST /admin/events/{event}/reservations`: sold at the desk; the limits for one person do not bind it. */
export const DeskSale = Type.Object({ ...PersonInput, seat_ids: SeatIds }, { additionalProperties: false });
export type DeskSale = Static<typeof DeskSale>;

/** Body of `DELETE /admin/events/{event}/reservations/{id}`. */
export const CancellationInput = Type.Object(
  {
    reason: ReasonText,
    seat_ids: Type.Optional(
      Type.Array(SeatId, { minItems: 1, uniqueItems: true, description: 'Left out: all.' }),
    ),
  },
  { additionalProperties: false },
);
export type CancellationInput = Static<typeof CancellationInput>;

/** What an intervention did. */
export const Intervention = Type.Object({
  success: Type.Literal(true),
  changes: Type.Integer({ minimum: 0, description: '0: it was so already.' }),
  seat_ids: Type.Array(SeatId, { description: 'The seats that were taken back.' }),
});
export type Intervention = Static<typeof Intervention>;

export const CategoryFigures = Type.Object({
  category: Type.Union([Type.String(), Type.Null()], { description: 'null: seats without a category.' }),
  seats: SeatCounts,
  revenue: Revenue,
});
export type CategoryFigures = Static<typeof CategoryFigures>;

export const SalesBucket = Type.Object({
  at: Type.String({ format: 'date-time', description: 'When it begins.' }),
  reservations: Count,
  seats: Count,
  revenue: Count,
});
export type SalesBucket = Static<typeof SalesBucket>;

export const AnswersBucket = Type.Object({
  at: Moment,
  held: Type.Integer({ minimum: 0, description: 'Holds given.' }),
  confirmed: Type.Integer({ minimum: 0, description: 'Reservations made.' }),
  refused: Count,
});
export type AnswersBucket = Static<typeof AnswersBucket>;

/** `GET /admin/events/{event}/figures`. */
export const Figures = Type.Object({
  event: EventId,
  sequence: Sequence,
  server_time: Moment,
  currency: Type.Union([Currency, Type.Null()]),
  seats: SeatCounts,
  revenue: Revenue,
  categories: Type.Array(CategoryFigures, { description: 'In the order of the plan.' }),
  sales: Type.Object(
    {
      bucket_seconds: Type.Integer({ minimum: 1 }),
      buckets: Type.Array(SalesBucket, { description: 'Oldest first; those without a sale are left out.' }),
    },
    { description: 'What is reserved now, by when it was sold.' },
  ),
  answers: Type.Object(
    {
      bucket_seconds: Type.Integer({ minimum: 1 }),
      since: Moment,
      buckets: Type.Array(AnswersBucket, { description: 'Oldest first; empty ones are left out.' }),
      refusals: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer({ minimum: 1 }) }), {
        description: 'The most frequent first.',
      }),
    },
    {
      description:
        'What this server alone has answered within the last hour; where there are several, each counts its own.',
    },
  ),
  queue: Type.Union(
    [
      Type.Object({
        state: LineStatus.properties.state,
        waiting: Count,
        active: Count,
        admitted: Type.Integer({ minimum: 0, description: 'Places whose turn has come so far.' }),
        confirmed: Type.Integer({ minimum: 0, description: 'Reservations made by visitors so far.' }),
        conversion: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
          description: 'confirmed per admitted; null: nobody was admitted yet.',
        }),
      }),
      Type.Null(),
    ],
    { description: 'null: the event has no waiting room.' },
  ),
});
export type Figures = Static<typeof Figures>;

/** One change of the log that an organiser made. */
export const OrganiserAction = Type.Object({
  sequence: Type.Integer({ minimum: 1 }),
  at: Moment,
  actor: Type.String({ description: '`organiser:<name>`' }),
  cause: ChangeCause,
  seat_ids: Type.Array(SeatId),
  user: Type.Union([MaskedUser, Type.Null()]),
  reservation: Type.Union([ReservationId, Type.Null()]),
});
export type OrganiserAction = Static<typeof OrganiserAction>;

/** `GET /admin/events/{event}/actions`, newest first. */
export const OrganiserActions = Type.Object({
  event: EventId,
  actions: Type.Array(OrganiserAction),
  next_before: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Pass it as `before` for older ones; null: there are none.',
  }),
});
export type OrganiserActions = Static<typeof OrganiserActions>;

/** `PUT /admin/demonstration`: how often a confirmation fails on purpose, at this server, until it starts again. */
export const Demonstration = Type.Object(
  { failure_rate: Type.Number({ minimum: 0, maximum: 1 }) },
  { additionalProperties: false },
);
export type Demonstration = Static<typeof Demonstration>;

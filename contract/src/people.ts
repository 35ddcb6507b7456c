import Type, { type Static } from 'typebox';
import { ChangeCause } from './changes.ts';
import { Phone, Reservation, ReservationId, ReservationStatus, ReservedSeat } from './reservations.ts';
import { EventId, SeatId } from './seats.ts';

/** What the organiser sees of people, and what somebody may have of themselves. */

/**
 * `kept`: name and phone are there. `removed`: they have been, or there never were any. `unreadable`: they are
 * encrypted by a key that this server does not have.
 */
export const PersonalDataState = Type.Enum(['kept', 'removed', 'unreadable']);
export type PersonalDataState = Static<typeof PersonalDataState>;

const Moment = Type.String({ format: 'date-time' });
const MomentOrNull = Type.Union([Moment, Type.Null()]);
const { id, code, event, seats, currency, total, sequence, created_at } = Reservation.properties;
const facts = {
  ...{ id, code, event, status: ReservationStatus, seats, currency, total, sequence, created_at },
  cancelled_at: MomentOrNull,
  personal_data: PersonalDataState,
};

/** A reservation in the organiser's list. */
export const ListedReservation = Type.Object({
  ...facts,
  seats: Type.Array(ReservedSeat),
  user_name: Type.String({ description: 'Masked ("김*수", "K** L**"); empty unless `kept`.' }),
  phone: Type.String({ description: 'Masked ("010-****-5678"); empty when there is none.' }),
});
export type ListedReservation = Static<typeof ListedReservation>;

export const RESERVATIONS_PER_PAGE_MAX = 200;

/** Query of `GET /admin/events/{event}/reservations`. */
export const ReservationsQuery = Type.Object(
  {
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'A whole code, phone number, seat or name. When no reservation has it: a part of a name, or the last digits of a phone.',
      }),
    ),
    after: Type.Optional(
      Type.String({ pattern: '^[ws][1-9][0-9]{0,14}$', description: '`next` of the page before.' }),
    ),
    state: Type.Optional(ReservationStatus),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: RESERVATIONS_PER_PAGE_MAX, description: '50 when left out.' }),
    ),
  },
  { additionalProperties: false },
);
export type ReservationsQuery = Static<typeof ReservationsQuery>;

/** The newest first. */
export const ReservationPage = Type.Object({
  event: EventId,
  reservations: Type.Array(ListedReservation),
  next: Type.Union([Type.String(), Type.Null()], {
    description:
      'Ask with `after` for what comes next; null: that was all. A search through parts of names looks at so many reservations at a time, so a page may be short, or empty, and have a next one.',
  }),
  searched: Type.Enum(['all', 'whole', 'parts'], {
    description:
      '`all`: nothing was searched for. `whole`: these have `q`. `parts`: these have it as a part.',
  }),
});
export type ReservationPage = Static<typeof ReservationPage>;

/** One reservation with all that is kept of its person. */
export const OpenedReservation = Type.Object({
  ...facts,
  user_name: Type.String(),
  phone: Type.String({ description: 'E.164' }),
  user: Type.String({ description: 'The user whose it is.' }),
});
export type OpenedReservation = Static<typeof OpenedReservation>;

export const OpenedResult = Type.Object({ success: Type.Literal(true), reservation: OpenedReservation });
export type OpenedResult = Static<typeof OpenedResult>;

/** Who is meant: either by phone or by user. */
const whose = {
  phone: Type.Optional(Phone),
  user: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
};

export const PersonQuery = Type.Object(whose, {
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  description: 'Either `phone` or `user`.',
});
export type PersonQuery = Static<typeof PersonQuery>;

/** An entry of an event's log about a user, without what everybody else's are chained by. */
export const PersonLogEntry = Type.Object({
  event: EventId,
  sequence: Type.Integer({ minimum: 1 }),
  at: Moment,
  cause: ChangeCause,
  seat_ids: Type.Array(SeatId),
  mark: Type.String({ description: 'How the user appears in an exported log.' }),
});
export type PersonLogEntry = Static<typeof PersonLogEntry>;

export const PersonExport = Type.Object({
  exported_at: Moment,
  users: Type.Array(Type.String()),
  reservations: Type.Array(OpenedReservation),
  log: Type.Array(PersonLogEntry),
});
export type PersonExport = Static<typeof PersonExport>;

export const EraseInput = Type.Object(
  {
    ...whose,
    reason: Type.String({ minLength: 1, maxLength: 500, description: 'For the trail; without names.' }),
  },
  { additionalProperties: false, minProperties: 2, maxProperties: 2 },
);
export type EraseInput = Static<typeof EraseInput>;

export const EraseResult = Type.Object({
  success: Type.Literal(true),
  erased: Type.Integer({
    minimum: 0,
    description: 'From how many reservations name and phone were removed. Their seats stay sold.',
  }),
});
export type EraseResult = Static<typeof EraseResult>;

/** What is kept about whoever asks. */
export const MyData = Type.Object({
  exported_at: Moment,
  user: Type.String(),
  reservations: Type.Array(OpenedReservation),
  holds: Type.Array(Type.Object({ event: EventId, seat_ids: Type.Array(SeatId), expires_at: Moment })),
  lines: Type.Array(
    Type.Object({
      event: EventId,
      seat_id: Type.Union([SeatId, Type.Null()], {
        description: 'The seat that is waited for; null: the best of some kind.',
      }),
    }),
  ),
});
export type MyData = Static<typeof MyData>;

export const ForgetMeResult = Type.Object({
  success: Type.Literal(true),
  erased: Type.Array(ReservationId, { description: 'Name and phone were removed from these.' }),
  kept: Type.Array(
    Type.Object({
      id: ReservationId,
      until: Type.String({ format: 'date-time', description: 'When they are removed by themselves.' }),
    }),
    { description: 'Needed at the door of an event that is still to come; cancel them first.' },
  ),
});
export type ForgetMeResult = Static<typeof ForgetMeResult>;

import Type, { type Static } from 'typebox';
import { Currency, Price } from './events.ts';
import { EventId, SeatId, SeatIds } from './seats.ts';

/** The name as typed; it is normalised (NFC, trimmed) and measured by the server. */
export const USER_NAME_CODE_POINTS_MAX = 50;
const UserName = Type.String({ minLength: 1, maxLength: 400, description: '1–50 characters after trimming' });
const Phone = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'Korean (010-1234-5678, 01012345678) or E.164 (+82…)',
});

/** Whose reservation it will be. */
export const PersonInput = { user_name: UserName, phone: Phone };

export const ReservationInput = Type.Object(
  { ...PersonInput, seat_ids: Type.Optional(SeatIds) },
  { additionalProperties: false },
);
export type ReservationInput = Static<typeof ReservationInput>;

/** What is asked for at `POST /reservations/find`; both as people type them. */
export const FindInput = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 40, description: 'As on the ticket, e.g. "7KQ4M-2XF8T"' }),
    phone: Phone,
  },
  { additionalProperties: false },
);
export type FindInput = Static<typeof FindInput>;

export const FcfsInput = Type.Object(PersonInput, { additionalProperties: false });
export type FcfsInput = Static<typeof FcfsInput>;

export const ReservationStatus = Type.Enum(['active', 'cancelled']);

/** Safe in an address as it is. New ids say where the reservation stands ("default.17"); old ones are UUIDs. */
export const RESERVATION_ID_PATTERN = '^[A-Za-z0-9_.~-]{1,100}$';
export const ReservationId = Type.String({
  pattern: RESERVATION_ID_PATTERN,
  description: 'Opaque, e.g. "default.17".',
});

const TextOrNull = Type.Union([Type.String(), Type.Null()]);

/** A seat as it was sold. */
export const ReservedSeat = Type.Object({
  id: SeatId,
  label: Type.String(),
  section: TextOrNull,
  category: TextOrNull,
  amount: Type.Union([Price, Type.Null()], { description: 'What it cost when it was sold; null: no price.' }),
});
export type ReservedSeat = Static<typeof ReservedSeat>;

/** A confirmed record, as its owner sees it. */
export const Reservation = Type.Object({
  id: ReservationId,
  code: Type.String({ description: 'Short enough to be read aloud at the door, e.g. "7KQ4M-2XF8T".' }),
  event: EventId,
  status: ReservationStatus,
  seats: Type.Array(ReservedSeat),
  currency: Type.Union([Currency, Type.Null()]),
  total: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'The sum of the amounts, in minor units; null: no seat had a price.',
  }),
  user_name: Type.String(),
  phone: Type.String({ description: 'E.164' }),
  sequence: Type.Integer({ minimum: 1 }),
  created_at: Type.String({ format: 'date-time' }),
  cancel_reason: Type.Optional(
    Type.String({
      description: 'Why the organiser cancelled it, whole or in part. Where one reservation is asked for.',
    }),
  ),
  proof: Type.Optional(
    Type.String({
      pattern: '^[0-9a-z]{1,32}\\.[0-9a-f]{64}:[0-9]{1,16}$',
      description:
        'By this anybody can check an exported log: whether history up to this reservation is still the same. Where one reservation is asked for.',
    }),
  ),
});
export type Reservation = Static<typeof Reservation>;

export const ReservationResult = Type.Object({ success: Type.Literal(true), reservation: Reservation });
export type ReservationResult = Static<typeof ReservationResult>;

export const ReservationList = Type.Object({ reservations: Type.Array(Reservation) });
export type ReservationList = Static<typeof ReservationList>;

export const FcfsResult = Type.Object({
  success: Type.Literal(true),
  seat: Type.Object({ id: SeatId, status: Type.Boolean(), label: Type.String() }),
  sequence: Type.Integer({ minimum: 1, description: 'Order of arrival at the box office.' }),
  remaining_seats: Type.Integer({ minimum: 0 }),
  reservation: Reservation,
});
export type FcfsResult = Static<typeof FcfsResult>;

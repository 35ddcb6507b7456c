import Type, { type Static } from 'typebox';
import { ReservationInput } from './reservations.ts';
import { EventId, SeatIds } from './seats.ts';

const Token = Type.String({
  minLength: 1,
  maxLength: 300,
  description: 'Opaque. Whoever has it can take the ticket, until it expires or the ticket is another’s.',
});

/** A ticket that is given away: what the link to it has to carry. */
export const TransferOffer = Type.Object({
  success: Type.Literal(true),
  token: Token,
  expires_at: Type.String({ format: 'date-time' }),
});
export type TransferOffer = Static<typeof TransferOffer>;

export const TransferToken = Type.Object({ token: Token }, { additionalProperties: false });
export type TransferToken = Static<typeof TransferToken>;

/** What somebody is offered, without a word of who offers it. */
export const OfferedTicket = Type.Object({
  event: EventId,
  seats: Type.Array(Type.Object({ label: Type.String(), section: Type.Union([Type.String(), Type.Null()]) })),
  expires_at: Type.String({ format: 'date-time' }),
  is_mine: Type.Boolean({
    description: 'true: it is my own. Accepting it voids the link and my old ticket.',
  }),
});
export type OfferedTicket = Static<typeof OfferedTicket>;

const { user_name, phone } = ReservationInput.properties;
export const TransferInput = Type.Object({ token: Token, user_name, phone }, { additionalProperties: false });
export type TransferInput = Static<typeof TransferInput>;

/** `reservation_given`: what I gave away is another’s now, and my ticket is void. */
export const ReservationGiven = Type.Object({
  event: EventId,
  sequence: Type.Integer({ minimum: 1 }),
  reservation: Type.String(),
  seat_ids: SeatIds,
});
export type ReservationGiven = Static<typeof ReservationGiven>;

import Type, { type Static } from 'typebox';
import { EventId } from './seats.ts';

export const JoinResult = Type.Object({
  success: Type.Literal(true),
  event: EventId,
  queue_number: Type.Integer({ minimum: 1, description: 'Order of admission, 1, 2, 3…' }),
  expires_in_ms: Type.Integer({ minimum: 0 }),
});
export type JoinResult = Static<typeof JoinResult>;

/** `GET /me`: the user as the server knows them. Issues a session where there is none. */
export const Me = Type.Object({
  user: Type.String(),
  source: Type.Enum(['header', 'session', 'gateway']),
  is_new: Type.Boolean({
    description: 'True when this answer made you known: then you have neither holds nor reservations yet.',
  }),
});
export type Me = Static<typeof Me>;

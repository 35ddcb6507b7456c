import Type, { type Static } from 'typebox';
import { SeatIds } from './seats.ts';

export const HoldInput = Type.Object({ seat_ids: SeatIds }, { additionalProperties: false });
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

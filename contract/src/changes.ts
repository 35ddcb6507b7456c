import Type, { type Static } from 'typebox';
import { Epoch, EventId, SeatId, SeatState } from './seats.ts';

/**
 * Why seats changed. One change has one cause and gives all its seats one state.
 * `extended` changes no seat's state, and `queued` and `left_line` name no seat; they have numbers because the log of
 * an event has no gaps.
 */
export const ChangeCause = Type.Enum([
  'held',
  'extended',
  'released',
  'expired',
  'reserved',
  'cancelled',
  'blocked',
  'unblocked',
  'queued',
  'left_line',
  'offered',
]);
export type ChangeCause = Static<typeof ChangeCause>;

export const SeatChange = Type.Object({
  sequence: Type.Integer({ minimum: 1 }),
  cause: ChangeCause,
  state: SeatState,
  seat_ids: Type.Array(SeatId),
  line: Type.Optional(
    Type.Object(
      {
        seat_id: Type.Union([SeatId, Type.Null()], {
          description: 'The seat that is waited for; null: the best of some kind.',
        }),
        change: Type.Enum([1, -1]),
      },
      { description: 'That a line became longer or shorter by one; `queued`, `left_line` and `offered` do.' },
    ),
  ),
});
export type SeatChange = Static<typeof SeatChange>;

export const ChangeList = Type.Object({
  event: EventId,
  epoch: Epoch,
  position: Type.String({
    description: 'The place of the last change given here, or, when there is none, the one you asked with.',
  }),
  sequence: Type.Integer({ minimum: 0, description: 'The last change the server knows of.' }),
  changes: Type.Array(SeatChange),
  has_more: Type.Boolean({ description: 'true: ask again after `position`' }),
  reload: Type.Boolean({ description: 'true: what you have cannot be continued; load the seats anew' }),
});
export type ChangeList = Static<typeof ChangeList>;

/** The name of the server-sent event for each cause. */
export const streamEventNames = {
  held: 'seat_held',
  extended: 'hold_extended',
  released: 'seat_released',
  expired: 'seat_released',
  reserved: 'seat_reserved',
  cancelled: 'seat_released',
  blocked: 'seat_blocked',
  unblocked: 'seat_released',
  queued: 'line_changed',
  left_line: 'line_changed',
  offered: 'seat_held',
} as const satisfies Record<ChangeCause, string>;

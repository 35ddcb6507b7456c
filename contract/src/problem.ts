import Type, { type Static } from 'typebox';
import { reasonsByPrecedence } from './reasons.ts';

export const FieldError = Type.Object({
  field: Type.String({ description: 'The member of the body, header or path that is wrong.' }),
  message: Type.String(),
});
export type FieldError = Static<typeof FieldError>;

/** How close it was for somebody who was too late for a seat. */
export const LostRace = Type.Object(
  {
    earlier_ms: Type.Integer({ minimum: 0, description: 'The seat was taken so long before you asked.' }),
    others: Type.Integer({
      minimum: 0,
      description: 'At least so many more wanted it lately, beside you and the one who has it.',
    }),
  },
  { description: 'Where the seat was taken within the last ten seconds.' },
);
export type LostRace = Static<typeof LostRace>;

/** Every error of the API: problem details (RFC 9457) with the brief's `success` and `reason`. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  success: Type.Literal(false),
  reason: Type.Enum([...reasonsByPrecedence]),
  request_id: Type.String(),
  retryable: Type.Boolean(),
  seat_ids: Type.Optional(
    Type.Array(Type.Integer(), { description: 'The seats that stood in the way, or that you already have.' }),
  ),
  lost_race: Type.Optional(LostRace),
  queue_number: Type.Optional(Type.Integer()),
  reservation_id: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(FieldError)),
  changed: Type.Optional(
    Type.Array(
      Type.Object({
        at: Type.String({ format: 'date-time' }),
        actor: Type.String({ description: 'As in the trail: `organiser:<name>`.' }),
        action: Type.String({ description: 'As in the trail, e.g. `event.changed`.' }),
      }),
      {
        description:
          'Who has changed it since the version that was named, the newest first; may lack the last.',
      },
    ),
  ),
});
export type Problem = Static<typeof Problem>;

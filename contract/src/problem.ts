import Type, { type Static } from 'typebox';
import { reasonsByPrecedence } from './reasons.ts';

export const FieldError = Type.Object({
  field: Type.String({ description: 'The member of the body, header or path that is wrong.' }),
  message: Type.String(),
});
export type FieldError = Static<typeof FieldError>;

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
  queue_number: Type.Optional(Type.Integer()),
  reservation_id: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(FieldError)),
});
export type Problem = Static<typeof Problem>;

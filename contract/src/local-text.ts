import Type, { type Static } from 'typebox';

const Line = Type.String({ minLength: 1, maxLength: 200 });

/** A line of text, the same for everybody or one for each language. */
export const LocalText = Type.Union([
  Line,
  Type.Object(
    { ko: Type.Optional(Line), en: Type.Optional(Line) },
    { additionalProperties: false, minProperties: 1 },
  ),
]);
export type LocalText = Static<typeof LocalText>;

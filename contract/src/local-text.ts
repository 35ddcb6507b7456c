import Type, { type Static } from 'typebox';

/** The languages of the web app. */
export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];

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

/** The text for a reader of `language`, or, when there is none, the one there is. */
export function textIn(text: LocalText, language: Language): string {
  if (typeof text === 'string') return text;
  return text[language] ?? text.ko ?? text.en ?? '';
}

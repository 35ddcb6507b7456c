/**
 * What a browser needs of texts in two languages. It imports nothing, so that a page does not pay for the
 * schemas beside it.
 */

/** The languages of the web app. */
export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];

/** The text for a reader of `language`, or, when there is none, the one there is. */
export function textIn(text: string | { readonly [L in Language]?: string }, language: Language): string {
  if (typeof text === 'string') return text;
  return text[language] ?? text.ko ?? text.en ?? '';
}

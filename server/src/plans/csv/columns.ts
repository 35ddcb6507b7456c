/** The columns of a table of seats. The first seven are always written. */
export const COLUMNS = ['section', 'row', 'number', 'category', 'x', 'y', 'marks'] as const;
/** Written where a plan has something to put there. */
export const FURTHER_COLUMNS = ['guid', 'capacity'] as const;
export type Column = (typeof COLUMNS)[number] | (typeof FURTHER_COLUMNS)[number];

/**
 * A cell that begins with one of these is a formula to a spreadsheet, so an apostrophe goes before it, and
 * before cells that have an apostrophe there already, so that it can be taken away again.
 */
const FORMULA = /^'*[=+\-@]/;

export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unguardCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/**
 * Reads JSON, and beyond it the NaN and Infinity that some programs write: the plan is refused for them all
 * the same, but by the place where they stand instead of by a position in the file.
 *
 * @throws SyntaxError when it is no JSON even so
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = withoutBareNumbers(text);
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}

/** Too large for a number, so that JSON.parse makes Infinity of it. */
const INFINITE = '1e999';

function withoutBareNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) =>
    token.startsWith('"') ? token : INFINITE,
  );
}

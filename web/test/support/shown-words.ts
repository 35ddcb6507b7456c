/** The words that a page shows, one after another. */
export const shownWords = (html: string): string[] =>
  html
    .replace(/<!--.*?-->/gs, '')
    .split(/<[^>]*>/)
    .map((words) => words.trim())
    .filter(Boolean);

/** What a problem must not show: how the server is made, and what went wrong inside. */
const LEAKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a stack', /\bat (?:async )?[\w.<>]+ \(|\bat file:|\.[cm]?[jt]s:\d+/],
  ['a file’s path', /node_modules|\/(?:home|root|tmp|usr|var|work|app)\/|file:\/\//],
  [
    'SQL',
    /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.+\b(?:FROM|VALUES|SET|WHERE)\b|clock_timestamp|::jsonb/,
  ],
  [
    'a database’s words',
    /violates|syntax error at|invalid byte sequence|null value in column|PGlite|SQLSTATE|out of range for type/,
  ],
  ['a connection', /ECONN|ENOENT|EPIPE|redis:\/\/|postgres(?:ql)?:\/\//],
  [
    'an object',
    /\[object Object\]|undefined is not|Cannot read propert|is not a function|Converting circular/,
  ],
];

/** What a text shows that it should not. */
export function findLeak(text: string): string | undefined {
  return LEAKS.find(([, pattern]) => pattern.test(text))?.[0];
}

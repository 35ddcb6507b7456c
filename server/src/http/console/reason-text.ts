import { invalid } from '../problem.ts';

/** Why an organiser does something, as one line. */
export function readReason(text: string): string {
  const line = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  if (line === '' || /[\p{Cc}\p{Cs}]/u.test(line)) throw invalid('reason', 'must be a line of text');
  return line;
}

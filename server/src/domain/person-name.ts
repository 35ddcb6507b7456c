/** A name as it is compared: people write theirs in capitals or not, with blanks or without, and mean the same. */
export function comparableName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}

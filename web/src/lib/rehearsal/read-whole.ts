/** A whole number from 1 to `max`, with or without the marks that people put between thousands; undefined for anything else. */
export function readWhole(text: string, max: number): number | undefined {
  const digits = text.normalize('NFKC').replace(/[\s,.'’_]/g, '');
  if (!/^\d{1,12}$/.test(digits)) return undefined;
  const value = Number(digits);
  return value >= 1 && value <= max ? value : undefined;
}

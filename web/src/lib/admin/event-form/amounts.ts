/** Prices as people type them ("55,000", "55.50"), and as the API counts them: in minor units. */

/** How many digits a currency has after the point: none for won, two for euros. */
export function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 0;
  } catch {
    return 0;
  }
}

/**
 * Minor units of what was typed; undefined when it is no amount of that currency. A comma stands before three digits each:
 * who types 12,50 for twelve and a half does not mean a thousand and more.
 */
export function toMinorUnits(typed: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const match = /^(\d{1,13}|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(typed.replace(/\s/g, ''));
  const [, whole = '', fraction = ''] = match ?? [];
  if (match === null || fraction.length > digits) return undefined;
  return Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0'));
}

/** What stands in the field for an amount: "55000", "55.50". */
export function toTyped(minorUnits: number, currency: string): string {
  const digits = digitsOf(currency);
  return (minorUnits / 10 ** digits).toFixed(Number.isInteger(minorUnits / 10 ** digits) ? 0 : digits);
}

export interface Limits {
  readonly min: number;
  readonly max: number;
}

/**
 * The number that can be used of what is in a field; undefined: none. What is on its way to another number is left alone
 * where it is too small or too large: 10 is 1 first, and a field that made 5 of it would end as 50.
 */
export function whileTyped(value: number, { min, max }: Limits): number | undefined {
  return value >= min && value <= max ? value : undefined;
}

/** Once it is typed, what is too small or too large gives way to what is nearest. */
export function onceTyped(value: number, { min, max }: Limits): number | undefined {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : undefined;
}

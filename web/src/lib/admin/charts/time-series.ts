/** Values over time, as a chart and its table show them. */
export interface TimeSeries {
  /** Seconds since 1970, in order. */
  readonly times: readonly number[];
  readonly lines: readonly SeriesLine[];
}

export interface SeriesLine {
  readonly name: string;
  /** The page's variable for its colour, such as `--good`. */
  readonly color: string;
  /** Told apart without colours: full, or broken as told. */
  readonly dash?: readonly number[];
  readonly values: readonly (number | null)[];
}

/** The sum, the highest value with its time, and the newest one: what a chart says in words. */
export interface LineSummary {
  readonly total: number;
  readonly peak: { readonly value: number; readonly at: number } | undefined;
  readonly last: number | undefined;
}

export function summaryOf({ times }: TimeSeries, { values }: SeriesLine): LineSummary {
  let total = 0;
  let peak: LineSummary['peak'];
  let last: number | undefined;
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    total += value;
    last = value;
    if (peak === undefined || value > peak.value) peak = { value, at: times[index] ?? 0 };
  }
  return { total, peak, last };
}

/** The newest rows first, for the table beside a chart: nobody reads four hours of minutes. */
export function tableRows(
  { times, lines }: TimeSeries,
  rowsMax: number,
): readonly { readonly at: number; readonly values: readonly (number | null)[] }[] {
  const from = Math.max(0, times.length - rowsMax);
  return times
    .slice(from)
    .map((at, index) => ({ at, values: lines.map(({ values }) => values[from + index] ?? null) }))
    .reverse();
}

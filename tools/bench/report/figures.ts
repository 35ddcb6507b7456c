/** What one run of one scenario came to. */
export interface Rate {
  readonly perSecond: number;
  readonly latencyMsP50?: number;
  readonly latencyMsP99?: number;
  /** CPU per request, of the node process that answers and of PostgreSQL with all its processes. */
  readonly nodeMicros?: number;
  readonly postgresMicros?: number;
  /** Commands that were recorded together. */
  readonly batch?: number;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** All that was measured: a rate per scenario and round, and series of single figures by name. */
export class Figures {
  private readonly rates = new Map<string, Rate[]>();
  private readonly series = new Map<string, number[]>();

  addRate(name: string, rate: Rate): void {
    this.rates.set(name, [...this.ratesOf(name), rate]);
  }

  ratesOf(name: string): readonly Rate[] {
    return this.rates.get(name) ?? [];
  }

  add(name: string, value: number): void {
    this.series.set(name, [...this.seriesOf(name), value]);
  }

  set(name: string, values: readonly number[]): void {
    this.series.set(name, [...values]);
  }

  seriesOf(name: string): readonly number[] {
    return this.series.get(name) ?? [];
  }

  /** Of one member of a rate over the rounds; NaN where it was not measured. */
  spreadOf(name: string, member: keyof Rate): Spread {
    return spread(this.ratesOf(name).map((rate) => rate[member] ?? NaN));
  }

  /** Round by round, because what disturbs the machine disturbs both of a round, but not all rounds alike. */
  ratio(name: string, reference: string): readonly number[] {
    const references = this.ratesOf(reference);
    return this.ratesOf(name).flatMap(({ perSecond }, round) => {
      const other = references[round];
      return other === undefined ? [] : [perSecond / other.perSecond];
    });
  }

  describeLastRate(name: string): string {
    const rate = this.ratesOf(name).at(-1);
    if (rate === undefined) return '';
    const { perSecond, latencyMsP50, latencyMsP99, nodeMicros, postgresMicros, batch } = rate;
    const parts = [
      `${Math.round(perSecond)}/s`.padStart(9),
      latencyMsP50 === undefined ? '' : `p50 ${latencyMsP50.toFixed(1)} ms`,
      latencyMsP99 === undefined ? '' : `p99 ${latencyMsP99.toFixed(1)} ms`,
      nodeMicros === undefined ? '' : `node ${nodeMicros.toFixed(0)} µs`,
      postgresMicros === undefined ? '' : `PostgreSQL ${postgresMicros.toFixed(0)} µs`,
      batch === undefined ? '' : `batch ${batch.toFixed(0)}`,
    ];
    return `  ${name.padEnd(15)} ${parts.filter((part) => part !== '').join('  ')}`;
  }
}

export function spread(values: readonly number[]): Spread {
  return {
    min: percentile(values, 0),
    median: percentile(values, 0.5),
    max: percentile(values, 1),
  };
}

/** The smallest value that so large a share of all does not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

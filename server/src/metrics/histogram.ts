import { Histogram, type HistogramConfiguration, type LabelValues } from 'prom-client';

/** What was measured under one set of labels: plain numbers, so that measuring costs next to nothing. */
export class Measurements {
  private readonly counts: number[];
  private sum = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let bucket = 0;
    while (value > (bounds[bucket] ?? Infinity)) bucket++;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    this.sum += value;
  }

  /** In the form in which prom-client shows them, where each bucket also counts what is in the smaller ones. */
  *shown<L extends string>(name: string, sharedLabels: LabelValues<L>) {
    let count = 0;
    for (const [i, inBucket] of this.counts.entries()) {
      count += inBucket;
      const le = this.bounds[i] ?? '+Inf';
      yield { labels: { le }, sharedLabels, value: count, metricName: `${name}_bucket` };
    }
    yield { labels: {}, sharedLabels, value: this.sum, metricName: `${name}_sum` };
    yield { labels: {}, sharedLabels, value: count, metricName: `${name}_count` };
  }
}

type Configuration<L extends string> = Required<
  Pick<HistogramConfiguration<L>, 'name' | 'help' | 'registers'> & { buckets: number[] }
>;

/**
 * A histogram that prom-client only shows. Its own hashes the labels at every measurement, which costs more
 * than the rest of a request's bookkeeping; here whoever measures keeps the `Measurements` of its labels.
 */
export class CountedHistogram<L extends string = never> extends Histogram<L> {
  private readonly all: { readonly labels: LabelValues<L>; readonly measurements: Measurements }[] = [];

  constructor(private readonly configuration: Configuration<L>) {
    super(configuration);
  }

  /** To be asked for once per set of labels, and kept. */
  measurements(labels: LabelValues<L>): Measurements {
    const measurements = new Measurements(this.configuration.buckets);
    this.all.push({ labels, measurements });
    return measurements;
  }

  /** Where prom-client's registry, and its own `get`, take the values from. */
  getForPromString() {
    const { name, help } = this.configuration;
    const values = this.all.flatMap(({ labels, measurements }) => [...measurements.shown(name, labels)]);
    return Promise.resolve({ name, help, type: 'histogram', values, aggregator: 'sum' });
  }
}

import type { Figures } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { summaryOf, tableRows } from '#lib/admin/charts/time-series.ts';
import {
  answerColumns,
  COLUMNS_MAX,
  salesColumns,
  withSample,
  type QueueSample,
} from '#lib/admin/hall/figure-series.ts';

const START_S = Date.parse('2031-06-21T10:00:00Z') / 1_000;
const at = (minute: number) => new Date((START_S + minute * 60) * 1_000).toISOString();

function sales(...buckets: [minute: number, seats: number][]): Pick<Figures, 'sales'> {
  return {
    sales: {
      bucket_seconds: 60,
      buckets: buckets.map(([minute, seats]) => ({ at: at(minute), reservations: 1, seats, revenue: 0 })),
    },
  };
}

describe('sales per minute', () => {
  it('has a column for minutes without a sale, and goes on to now', () => {
    const { times, values } = salesColumns(sales([0, 5], [3, 2]), START_S + 5 * 60 + 10);
    expect(values).toEqual([[5, 0, 0, 2, 0, 0]]);
    expect(times.map((time) => (time - START_S) / 60)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is empty while nothing is sold', () => {
    expect(salesColumns(sales(), START_S)).toEqual({ times: [], values: [[]] });
  });

  it('puts minutes together where a long sale would not fit, and loses no seat by it', () => {
    const long = sales(...Array.from({ length: 1_000 }, (_, minute): [number, number] => [minute, 3]));
    const filled = salesColumns(long, START_S + 1_000 * 60);
    expect(filled.times.length).toBeLessThanOrEqual(COLUMNS_MAX);
    expect(filled.values[0]?.reduce((sum, value) => sum + value, 0)).toBe(3_000);
    const [first = 0, second = 0] = filled.times;
    expect(second - first).toBe(9 * 60);
  });

  it('stays whole where the page’s clock is behind the server’s', () => {
    const { values } = salesColumns(sales([0, 1], [10, 4]), START_S - 3_600);
    expect(values[0]?.reduce((sum, value) => sum + value, 0)).toBe(5);
  });
});

describe('answers per minute', () => {
  it('are three lines over the same minutes', () => {
    const answers: Pick<Figures, 'answers'> = {
      answers: {
        bucket_seconds: 60,
        since: at(0),
        buckets: [
          { at: at(0), held: 4, confirmed: 1, refused: 0 },
          { at: at(2), held: 1, confirmed: 3, refused: 9 },
        ],
        refusals: [],
      },
    };
    expect(answerColumns(answers, START_S + 2 * 60).values).toEqual([
      [4, 0, 1],
      [1, 0, 3],
      [0, 0, 9],
    ]);
  });
});

describe('what a chart says in words', () => {
  it('is the sum, the peak with its time, and the newest value', () => {
    const line = { name: 'Seats', color: '--good', values: [1, 7, null, 2] };
    expect(summaryOf({ times: [10, 20, 30, 40], lines: [line] }, line)).toEqual({
      total: 10,
      peak: { value: 7, at: 20 },
      last: 2,
    });
  });

  it('is a table with the newest rows first', () => {
    const line = { name: 'Seats', color: '--good', values: [1, 2, 3] };
    expect(tableRows({ times: [10, 20, 30], lines: [line] }, 2)).toEqual([
      { at: 30, values: [3] },
      { at: 20, values: [2] },
    ]);
  });
});

describe('samples of the waiting room', () => {
  const sample = (at: number, waiting = at): QueueSample => ({ at, waiting, admitted: 0 });

  it('replace one another while they follow closely', () => {
    const some = withSample(withSample(withSample([], sample(0)), sample(2)), sample(4));
    expect(some).toEqual([{ at: 0, waiting: 4, admitted: 0 }]);
    expect(withSample(some, sample(5))).toHaveLength(2);
  });

  it('are kept for as long as a chart can show', () => {
    let samples: readonly QueueSample[] = [];
    for (let s = 0; s < 5_000; s += 10) samples = withSample(samples, sample(s));
    expect(samples).toHaveLength(360);
    expect(samples.at(-1)?.at).toBe(4_990);
  });
});

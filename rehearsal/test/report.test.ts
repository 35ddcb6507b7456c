import { describe, expect, it } from 'vitest';
import { AnswerSeries } from '../src/records/answer-series.ts';
import { Latencies } from '../src/records/latencies.ts';
import { bucketsOf, inBuckets, lastIn } from '../src/report/buckets.ts';
import { drawChart, linear, logarithmic } from '../src/report/chart.ts';
import { duration, escape } from '../src/report/markup.ts';

describe('percentiles', () => {
  it('are right to a twentieth, whatever the distribution', () => {
    const latencies = new Latencies();
    const values = Array.from({ length: 10_000 }, (_, i) => 0.5 + ((i * 7_919) % 10_000) / 10);
    for (const value of values) latencies.note(value);
    const sorted = values.toSorted((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.95, 0.99, 1]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
      expect(Math.abs(latencies.percentile(share) / exact - 1), String(share)).toBeLessThan(0.051);
    }
    expect(latencies.percentile(1)).toBe(Math.max(...values));
  });

  it('of two that are put together are those of all', () => {
    const [one, other, all] = [new Latencies(), new Latencies(), new Latencies()];
    for (let ms = 1; ms < 500; ms++) {
      (ms % 3 === 0 ? one : other).note(ms);
      all.note(ms);
    }
    one.add(other);
    expect([one.count, one.maxMs, one.percentile(0.9)]).toEqual([all.count, all.maxMs, all.percentile(0.9)]);
  });

  it('of nothing are nothing', () => {
    expect(new Latencies().percentile(0.99)).toBe(0);
  });
});

describe('answers over time', () => {
  const series = () => {
    const answers = new AnswerSeries(10_000);
    for (let i = 0; i < 600; i++) answers.note('hold', 10_000 + i * 1_000, 200, undefined, i);
    answers.note('hold', 10_500, 409, 'seat_held', 5);
    answers.note('try', 10_500, 403, 'not_admitted', 5);
    answers.note('confirm', 10_900, 0, undefined, 15_000);
    return answers;
  };

  it('count each refusal by its reason, but for what nobody may', () => {
    expect([...series().refusals]).toEqual([
      ['seat_held', 1],
      ['no answer', 1],
    ]);
  });

  it('lose nothing when seconds are put together for a chart', () => {
    const buckets = bucketsOf(series().seconds, 10_000, 70_000);
    expect(buckets.length).toBeLessThanOrEqual(240);
    expect(buckets.reduce((sum, { answers }) => sum + (answers.get('hold')?.count ?? 0), 0)).toBe(601);
    expect(buckets[0]).toMatchObject({ lengthS: 3, second: -58.5 });
  });

  it('put samples where they belong', () => {
    const buckets = bucketsOf(series().seconds.slice(0, 4), 10_000, 10_000);
    const samples = [
      { at: 10_100, value: 1 },
      { at: 10_900, value: 2 },
      { at: 12_500, value: 3 },
    ];
    expect(lastIn(samples, buckets, 10_000, ({ value }) => value)).toEqual([2, null, 3, null]);
    expect(inBuckets(samples, buckets, 10_000, ({ length }) => length)).toEqual([2, 0, 1, 0]);
  });
});

describe('a chart', () => {
  it('has round numbers at its side', () => {
    expect(linear(37).ticks).toEqual([0, 10, 20, 30, 40]);
    expect(linear(0).ticks).toEqual([0, 1]);
    expect(logarithmic(240).ticks).toEqual([1, 10, 100, 1_000]);
    expect(logarithmic(240).share(1_000)).toBe(1);
  });

  it('leaves a gap where nothing was measured, and a dot for what stands alone', () => {
    const svg = drawChart({
      ...{ title: { ko: '가', en: 'a' }, summary: { ko: '나', en: 'b' }, seconds: [0, 1, 2, 3, 4] },
      lines: [{ name: { ko: '다', en: 'c' }, style: 1, values: [1, 2, null, 1, null] }],
      ...{ unit: String, scale: 'linear' },
    });
    const path = /class="line s1" d="(M[^"]*L[^"]*)"/.exec(
      svg.replace(/<svg class="key".*?<\/svg>/g, ''),
    )?.[1];
    expect(path).toMatch(/^M[\d. ]+L[\d. ]+M[\d. ]+h1$/);
  });
});

describe('the markup', () => {
  it('takes no text for a tag', () => {
    expect(escape('<b>"&"</b>')).toBe('&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;');
  });

  it('says times as people read them', () => {
    expect([0.34, 12.4, 999, 2_440, 34_100].map(duration)).toEqual([
      '0.3 ms',
      '12 ms',
      '999 ms',
      '2.4 s',
      '34 s',
    ]);
  });
});

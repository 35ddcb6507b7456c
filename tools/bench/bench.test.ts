import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fill, seatOf } from './load/request.ts';
import { readOptions } from './options.ts';
import { Figures, percentile } from './report/figures.ts';
import { goalsOf } from './report/goals.ts';
import { goalsText, performancePage } from './report/page.ts';

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

  it('is a value that was measured', () => {
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
  });

  it('of nothing is not a number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('figures', () => {
  it('are divided round by round', () => {
    const figures = new Figures();
    for (const perSecond of [100, 40]) figures.addRate('a', { perSecond });
    for (const perSecond of [50, 10]) figures.addRate('b', { perSecond });
    expect(figures.ratio('a', 'b')).toEqual([2, 4]);
    expect(figures.ratio('a', 'never measured')).toEqual([]);
  });

  it('reach a goal only when the median does, and never when nothing was measured', () => {
    const reached = (latencies: readonly number[]) => {
      const figures = new Figures();
      figures.set('stream-latency-ms', latencies);
      return goalsOf(figures).find(({ title }) => title.includes('streams'))?.isReached;
    };
    expect(reached(Array.from({ length: 100 }, (_, i) => (i < 99 ? 150 : 900)))).toBe(true);
    expect(reached(Array.from({ length: 100 }, (_, i) => (i < 98 ? 150 : 151)))).toBe(false);
    expect(reached([])).toBe(false);
  });
});

describe('the page', () => {
  const options = readOptions([]);

  it('has a place for everything, whatever was measured', async () => {
    if (options === undefined) throw new Error('Only help was wanted.');
    const figures = new Figures();
    expect(await performancePage([['Node.js', 'v1']], options, figures)).not.toMatch(/\{\{|NaN|undefined/);
    figures.addRate('reserve', { perSecond: 30_000, nodeMicros: 34.4, batch: 120 });
    const page = await performancePage([['Node.js', 'v1']], options, figures);
    expect(page).toMatch(/reservation, session cookie and key +\| +30,000 /);
    expect(page).toMatch(/node CPU per reservation .*\*\*34 µs\*\* .*✓/);
    expect(goalsText(figures)).toContain('✓');
  });
});

describe('a request', () => {
  it('is filled in with its sender', () => {
    const text = fill('@n@ @seat@ @key@ @cookie@', 7, 'a=b');
    expect(text).toBe(`7 ${seatOf(7)} 000000000007 a=b`);
  });

  it('asks for a seat that nobody else asks for', () => {
    expect(new Set(Array.from({ length: 250_000 }, (_, n) => seatOf(n + 1))).size).toBe(250_000);
  });

  it('is filled in by wrk as by us', () => {
    const script = readFileSync(new URL('load/wrk.lua', import.meta.url), 'utf8');
    const formula = /seat = function\(\) return (.*) end/.exec(script)?.[1];
    expect(formula).toBe('(n * 104729) % 250000 + 1');
    expect(seatOf(12_345)).toBe(((12_345 * 104_729) % 250_000) + 1);
  });
});

describe('the options', () => {
  it('are whole numbers in their bounds', () => {
    expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds');
    expect(() => readOptions(['--seconds', '1.5'])).toThrow('--seconds');
    expect(() => readOptions(['--only', 'reserve,nothing'])).toThrow('nothing');
  });

  it('write the page only after a whole run, or when told to', () => {
    expect(readOptions([])?.writesPage).toBe(true);
    expect(readOptions(['--quick'])?.writesPage).toBe(false);
    expect(readOptions(['--only', 'reserve'])?.writesPage).toBe(false);
    expect(readOptions(['--quick', '--write'])?.writesPage).toBe(true);
  });
});

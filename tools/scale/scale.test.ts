import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { format, resolveConfig } from 'prettier';
import { demandOf } from './demand.ts';
import { scalePage } from './page.ts';
import { stadium, theatre } from './sales.ts';

const sum = (series: Float64Array) => series.reduce((a, b) => a + b, 0);
const share = (part: number, whole: number) => part / whole;

describe('a sale on paper', { timeout: 60_000 }, () => {
  const demand = demandOf(theatre, 7);

  it('has everybody come once, and lets in as many as the doors let', () => {
    expect(sum(demand.joins)).toBeCloseTo(theatre.people);
    const minutes = (demand.soldOutAtSecond - demand.opensAtSecond) / 60;
    expect(share(sum(demand.passes), minutes * theatre.admittedPerMinute)).toBeCloseTo(1, 1);
  });

  it('sells about as many seats as there are', () => {
    const sold = sum(demand.confirms) * theatre.seatsPerBuyer;
    expect(share(sold, theatre.seatCount)).toBeGreaterThan(0.9);
    // Who was let in shortly before it is sold out finds nothing, which the model does not know.
    expect(share(sold, theatre.seatCount)).toBeLessThan(2);
  });

  it('keeps three million from looking at the same second', () => {
    const { statuses } = demandOf({ ...stadium, people: 3_000_000 }, 7);
    expect(statuses.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(150_000);
  });
});

describe('docs/scale.md', { timeout: 60_000 }, () => {
  it('is what the model says now (else: npm run scale)', async () => {
    const file = new URL('../../docs/scale.md', import.meta.url).pathname;
    const options = await resolveConfig(file);
    expect(readFileSync(file, 'utf8')).toBe(await format(scalePage(), { ...options, filepath: file }));
  });
});

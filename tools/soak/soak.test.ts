import { describe, expect, it } from 'vitest';
import { seededDraw } from '../rig/seeded-draw.ts';
import { growthOf, slopeOf } from './fit.ts';
import { drawPlots } from './plots.ts';
import type { Sample } from './sample.ts';
import { judge } from './verdict.ts';

const MINUTES = 60;

/** A soak's samples; memory, latency and tables as `at` has them, by the share of the time that is over. */
function samplesOf(at: (share: number) => { rss?: number; p99?: number; change?: number }): Sample[] {
  const draw = seededDraw(7);
  return Array.from({ length: MINUTES * 12 }, (_, i) => {
    const { rss = 200e6, p99 = 20, change = 40e6 } = at(i / (MINUTES * 12));
    const noise = () => 0.9 + 0.2 * draw();
    // Now and then the machine has something else to do.
    const pause = draw() < 0.05 ? 40 : 1;
    const figures = { count: 1_000, p50: 5 * noise(), p95: 10, p99: p99 * noise() * pause, max: 500 };
    const table = { bytes: change, indexBytes: 0, live: 1, dead: 0 };
    return {
      ...{
        seconds: (i + 1) * 5,
        requestsPerS: 300,
        kinds: { all: figures },
        outcomes: {},
        people: 1,
        streams: 1,
      },
      ...{ streamsDropped: 0, connections: 1, machineLoad: 1, archivedTo: 0 },
      look: {
        ...{ rssBytes: rss * noise(), heapBytes: rss * (0.4 + 0.3 * draw()), externalBytes: 0 },
        ...{ serverCpuSeconds: i, folderBytes: undefined },
        database: {
          ...{
            rssBytes: 1e8,
            cpuSeconds: i,
            walBytes: i,
            keptKeys: 5_000,
            keptChanges: 1,
            activeReservations: 1,
          },
          ...{ sequence: i, prunedTo: 0, tables: { change: table, seat: table } },
        },
      },
    };
  });
}

const growing = (samples: readonly Sample[]) =>
  judge(samples).flatMap(({ what, isLevel }) => (isLevel ? [] : [what]));

describe('the verdict of a soak', () => {
  it('calls level what is level, whatever the machine does now and then and however it began', () => {
    expect(growing(samplesOf(() => ({})))).toEqual([]);
    const filling = samplesOf((share) => ({ rss: share < 0.4 ? 100e6 + share * 250e6 : 200e6 }));
    expect(growing(filling)).toEqual([]);
  });

  it('sees a leak, a slowness and a table that grow on', () => {
    const leak = growing(samplesOf((share) => ({ rss: 200e6 * (1 + share / 2) })));
    expect(leak).toEqual(['memory of the server (RSS)', 'heap after collections']);
    expect(growing(samplesOf((share) => ({ p99: 20 * (1 + 3 * share) })))).toEqual(['p99 of all requests']);
    const table = growing(samplesOf((share) => ({ change: 40e6 * (1 + share) })));
    expect(table).toContain('table of changes with its indexes');
  });

  it('does not call level what it cannot tell', () => {
    expect(growing(samplesOf(() => ({})).slice(0, 3))).toContain('heap after collections');
  });

  it('finds the slope of most points, not of all', () => {
    const points = Array.from({ length: 40 }, (_, x) => ({ x, y: x % 5 === 0 ? 1e6 : 100 + 2 * x }));
    expect(slopeOf(points)).toBeCloseTo(2, 5);
    expect(growthOf([{ x: 0, y: 1 }])).toBeNaN();
  });

  it('draws a picture that needs nothing else', () => {
    const picture = drawPlots(samplesOf(() => ({})));
    expect(picture).toMatch(/^<svg [^]*<\/svg>\n$/);
    expect(picture).not.toMatch(/NaN|undefined|href/);
  });
});

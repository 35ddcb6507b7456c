import { growthOf, median, perWindow, type Point } from './fit.ts';
import type { Sample } from './sample.ts';

export interface Judged {
  readonly what: string;
  /** Growth within the second half, as a share of the median. */
  readonly growth: number;
  readonly bound: number;
  readonly isLevel: boolean;
}

const WINDOW_S = 60;
const least = (values: readonly number[]) => Math.min(...values);

/** Each with how much it may grow within the second half. A leak is proportional to what was done, and so grows on. */
const RULES: readonly {
  readonly what: string;
  readonly bound: number;
  readonly figure: (values: readonly number[]) => number;
  readonly of: (sample: Sample) => number | undefined;
}[] = [
  { what: 'memory of the server (RSS)', bound: 0.1, figure: median, of: ({ look }) => look.rssBytes },
  { what: 'heap after collections', bound: 0.1, figure: least, of: ({ look }) => look.heapBytes },
  { what: 'memory of PostgreSQL', bound: 0.1, figure: median, of: ({ look }) => look.database?.rssBytes },
  { what: 'p50 of all requests', bound: 0.25, figure: median, of: ({ kinds }) => kinds['all']?.p50 },
  { what: 'p99 of all requests', bound: 0.25, figure: median, of: ({ kinds }) => kinds['all']?.p99 },
  {
    ...{ what: 'table of changes with its indexes', bound: 0.1, figure: median },
    of: ({ look }) => sizeOfTable(look, 'change'),
  },
  {
    ...{ what: 'table of seats with its index', bound: 0.1, figure: median },
    of: ({ look }) => sizeOfTable(look, 'seat'),
  },
  {
    ...{ what: 'keys that are kept', bound: 0.15, figure: median },
    of: ({ look }) => look.database?.keptKeys,
  },
];

function sizeOfTable(look: Sample['look'], name: string): number | undefined {
  const table = look.database?.tables[name];
  return table && table.bytes + table.indexBytes;
}

/** What is judged is the second half: the first fills what is kept for a time. */
export function judge(samples: readonly Sample[]): readonly Judged[] {
  const end = samples.at(-1)?.seconds ?? 0;
  const half = samples.filter(({ seconds }) => seconds >= end / 2);
  return RULES.flatMap(({ what, bound, figure, of }) => {
    const points = half.flatMap((sample): Point[] => {
      const y = of(sample);
      return y === undefined || !Number.isFinite(y) ? [] : [{ x: sample.seconds, y }];
    });
    if (points.length === 0) return [];
    const growth = growthOf(perWindow(points, WINDOW_S, figure));
    // What cannot be told is not level.
    return [{ what, growth, bound, isLevel: growth <= bound }];
  });
}

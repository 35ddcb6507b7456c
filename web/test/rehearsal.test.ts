import { afterEach, describe, expect, it, vi } from 'vitest';
import { linePath, withProgress, type ProgressPoint } from '#lib/rehearsal/progress-history.ts';
import { readWhole } from '#lib/rehearsal/read-whole.ts';
import { spanText, tookText } from '#lib/rehearsal/span.ts';
import { Rehearsals } from '#lib/rehearsal/rehearsals.svelte.ts';
import { rehearsalWords } from '#lib/rehearsal/words.ts';
import { FakeServer, later, type Said } from './support/fake-server.ts';

const progress = (elapsed_ms: number, left = 9) => ({
  progress: {
    ...{ phase: 'selling' as const, elapsed_ms, opens_in_ms: 0, refusals: 0, no_answers: 0 },
    people: { all: 1, away: 0, waiting: 0, inside: 0, through: 0, bought: 0 },
    seats: { all: 9, left },
    ...{ requests_per_second: 5, p95_ms: 1, player_lag_ms: 0, promises: [] },
  },
});

describe('the chart of a rehearsal that runs', () => {
  it('has a point for each time it is told something new', () => {
    const once = withProgress([], progress(1_000));
    expect(withProgress(once, progress(1_000))).toBe(once);
    expect(withProgress(once, progress(2_000, 4)).map(({ seatsLeft }) => seatsLeft)).toEqual([9, 4]);
  });

  it('begins anew with another rehearsal', () => {
    const old = withProgress(withProgress([], progress(8_000)), progress(9_000));
    expect(withProgress(old, progress(1_000))).toHaveLength(1);
    expect(withProgress(old, { progress: null })).toEqual([]);
  });

  it('forgets the eldest of too many points', () => {
    let points: readonly ProgressPoint[] = [];
    for (let second = 1; second <= 310; second++) points = withProgress(points, progress(second * 1_000));
    expect([points.length, points[0]?.elapsedMs, points.at(-1)?.elapsedMs]).toEqual([300, 11_000, 310_000]);
  });

  it('goes from the left to the right, and up with the value', () => {
    const points: ProgressPoint[] = [0, 5, 10].map((requestsPerSecond, i) => {
      return { elapsedMs: i * 1_000, requestsPerSecond, seatsLeft: 0 };
    });
    const path = linePath(points, (point) => point.requestsPerSecond, 100, 20);
    expect(path).toBe('M0 20L50 10L100 0');
  });
});

describe('a number of people', () => {
  it.each([
    ['1000', 1_000],
    ['20,000', 20_000],
    [' 20 000 ', 20_000],
    ['１０', 10],
  ])('may be written %s', (text, value) => {
    expect(readWhole(text, 100_000)).toBe(value);
  });

  it.each(['', '0', '-5', '1e3', 'many', '100001'])('may not be %s', (text) => {
    expect(readWhole(text, 100_000)).toBeUndefined();
  });
});

describe('times', () => {
  it('are short enough to be read at a glance', () => {
    expect([spanText(8_400, 'en'), spanText(8_400, 'ko'), spanText(125_000, 'en')]).toEqual([
      '8 s',
      '8초',
      '2:05',
    ]);
    expect([tookText(3.14), tookText(240.4), tookText(1_240)]).toEqual(['3.1 ms', '240 ms', '1,240 ms']);
  });
});

describe('the words', () => {
  it('say the same things in both languages', () => {
    const paths = (value: object, at = ''): string[] =>
      Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
        typeof inner === 'object' && inner !== null ? paths(inner, `${at}${name}.`) : [`${at}${name}`],
      );
    expect(paths(rehearsalWords.en)).toEqual(paths(rehearsalWords.ko));
  });
});

describe('the report of a rehearsal', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it.each([
    ['', '/api/v1'],
    ['https://box.example', 'https://box.example/api/v1'],
  ])('is where the API is: %s', async (base, api) => {
    vi.stubEnv('VITE_API_BASE', base);
    const { Rehearsals } = await import('#lib/rehearsal/rehearsals.svelte.ts');
    const address = new Rehearsals('gala').reportOf({ id: 'r7' });
    expect(address).toBe(`${api}/admin/events/gala/rehearsals/r7/report.html`);
  });
});

describe('an event’s rehearsals', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('are as the question says that was asked last', async () => {
    const list = (...states: readonly string[]): Said => [
      200,
      { rehearsals: states.map((state, i) => ({ id: `r${i}`, state, progress: null })) },
    ];
    const before = later<Said>();
    const answers: (Said | Promise<Said>)[] = [before.promise, list('running')];
    const server = new FakeServer()
      .on(/^POST /, () => [201, { id: 'r0' }])
      .on(/^GET /, () => answers.shift() ?? list('running'));
    const rehearsals = new Rehearsals('gala');
    const asking = rehearsals.load();
    await rehearsals.start({ people: 10, open_in_ms: 1_000 });
    expect(rehearsals.running?.id).toBe('r0');
    before.come(list());
    await asking;
    expect([rehearsals.running?.id, server.heard(/^GET/).length]).toEqual(['r0', 2]);
  });
});

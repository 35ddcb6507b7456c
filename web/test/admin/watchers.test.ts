import type { Guest, SeatChange } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Evening } from '#lib/admin/door/evening.svelte.ts';
import { entriesOf, takeBack } from '#lib/admin/door/take-back.ts';
import { HallFigures } from '#lib/admin/hall/hall-figures.svelte.ts';
import type { LiveHall } from '#lib/admin/hall/live-hall.svelte.ts';
import { QueueMemory } from '#lib/admin/hall/queue-memory.ts';
import { Rehearsals } from '#lib/rehearsal/rehearsals.svelte.ts';
import { FakeServer, later, refusal, type Said } from '../support/fake-server.ts';
import { memoryStorage } from '../support/memory-storage.ts';

let server: FakeServer;
const page = { visibilityState: 'visible' };
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-12-24T19:00:00Z') });
  page.visibilityState = 'visible';
  vi.stubGlobal('document', page);
  vi.stubGlobal('sessionStorage', memoryStorage());
  server = new FakeServer();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const asked = (what: RegExp) => server.heard(what).length;

describe('The figures of an event', () => {
  let tell: () => void;
  let figures: HallFigures;
  beforeEach(() => {
    let listener: ((changes: readonly SeatChange[]) => void) | undefined;
    tell = () => listener?.([]);
    const live = {
      event: 'gala',
      onChanges: (heard: typeof listener) => {
        listener = heard;
        return () => (listener = undefined);
      },
    };
    server.on(/GET .*figures/, () => [200, figuresAt(0)]);
    // Of the hall no more than its name and its changes matter here.
    figures = new HallFigures(live as unknown as LiveHall);
    figures.start();
  });
  afterEach(() => figures.stop());
  const figuresAt = (second: number, waiting = 4) => ({
    server_time: new Date(Date.parse('2026-12-24T19:00:00Z') + second * 1_000).toISOString(),
    queue: { waiting, admitted: 1 },
  });

  it('are asked for every ten seconds, and two after news, once however much there is', async () => {
    await vi.advanceTimersByTimeAsync(9_999);
    expect(asked(/figures/)).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked(/figures/)).toBe(2);
    for (let times = 0; times < 3; times++) {
      tell();
      await vi.advanceTimersByTimeAsync(600);
    }
    expect(asked(/figures/)).toBe(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked(/figures/)).toBe(3);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(asked(/figures/)).toBe(3);
  });

  it('are asked for soon after an answer where there was news while it was on its way', async () => {
    const slow = later<Said>();
    server.on(/GET .*figures/, () => slow.promise);
    await vi.advanceTimersByTimeAsync(10_000);
    tell();
    slow.come([200, figuresAt(1)]);
    await vi.advanceTimersByTimeAsync(2_100);
    expect(asked(/figures/)).toBe(3);
  });

  it('are not asked for while nobody looks', async () => {
    await vi.advanceTimersByTimeAsync(10);
    page.visibilityState = 'hidden';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked(/figures/)).toBe(1);
    page.visibilityState = 'visible';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked(/figures/)).toBe(2);
  });

  it('stay what they were where the server did not answer, which is said until it does', async () => {
    await vi.advanceTimersByTimeAsync(10);
    server.on(/GET .*figures/, () => 'lost');
    await vi.advanceTimersByTimeAsync(10_000);
    expect([figures.failure?.kind, figures.current?.queue?.waiting]).toEqual(['unreachable', 4]);
    server.on(/GET .*figures/, () => [200, figuresAt(20, 9)]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([figures.failure, figures.current?.queue?.waiting]).toEqual([undefined, 9]);
  });

  it('draw how the waiting room stood, also before a reload, and nothing of an event without one', async () => {
    await vi.advanceTimersByTimeAsync(10);
    server.on(/GET .*figures/, () => [200, figuresAt(10, 9)]);
    await vi.advanceTimersByTimeAsync(10_000);
    const at = Date.parse('2026-12-24T19:00:00Z') / 1_000;
    const samples = [
      { at, waiting: 4, admitted: 1 },
      { at: at + 10, waiting: 9, admitted: 1 },
    ];
    expect([figures.queue, new QueueMemory('gala').samples]).toEqual([samples, samples]);
    expect(new QueueMemory('ball').samples).toEqual([]);
    server.on(/GET .*figures/, () => [200, { ...figuresAt(20), queue: null }]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(figures.queue).toEqual(samples);
  });

  it('are wanted by nobody once the page is left, also where the answer comes after that', async () => {
    const slow = later<Said>();
    server.on(/GET .*figures/, () => slow.promise);
    await vi.advanceTimersByTimeAsync(10_000);
    figures.stop();
    slow.come([200, figuresAt(1, 99)]);
    tell();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked(/figures/), figures.current?.queue?.waiting]).toEqual([2, 4]);
  });

  it.each(['{', '{}', '[{"at":1,"waiting":2}]', '[{"at":1,"waiting":2,"admitted":null}]', '[null]'])(
    'begin anew where what was kept is none: %s',
    (kept) => {
      sessionStorage.setItem('jari:queue-samples:gala', kept);
      expect(new QueueMemory('gala').samples).toEqual([]);
    },
  );

  it('are drawn also where nothing may be stored', () => {
    vi.stubGlobal('sessionStorage', undefined);
    const memory = new QueueMemory('gala');
    expect(memory.add({ at: 1, waiting: 2, admitted: 3 })).toEqual([{ at: 1, waiting: 2, admitted: 3 }]);
  });
});

describe('The doors of an event, from the console', () => {
  const guest = (reservation: number): Guest => ({
    ...{ reservation, origin: reservation, code: 'AAAAA-BBBBB', name: 'Ann', state: 'active' },
    seats: [{ label: 'A1', section: null }],
  });
  const entry = (number: number) => ({
    ...{ number, scan_id: `s${number}`, reservation: 1, count: 1, door: 'Door B', device: 'p' },
    ...{ at: '2026-12-24T19:00:00Z', undoes: null, actor: null },
  });
  const news = (...entries: object[]): Said => [
    200,
    { position: 'p:7', server_time: '2026-12-24T19:00:00Z', entries, has_more: false },
  ];
  beforeEach(() => {
    server
      .on(/GET \/events\/gala$/, () => [200, { title: 'Gala', starts_at: '', time_zone: 'UTC' }])
      .on(/GET \/events$/, () => [200, { events: [] }])
      .on(/GET \/tickets\/keys/, () => [200, { keys: [] }])
      .on(/GET .*guests/, () => [200, { position: 'p:7', guests: [guest(1)], next: null }])
      .on(/GET .*entries/, () => news());
  });

  it('are heard every three seconds, from where it was heard last, and counted when there is news', async () => {
    const evening = new Evening('gala');
    const stop = evening.watch();
    await vi.advanceTimersByTimeAsync(10);
    expect([evening.book.guestCount, evening.version]).toEqual([1, 1]);
    server.on(/GET .*entries/, ({ path }) => (path.endsWith('after=0') ? news(entry(3)) : news()));
    await vi.advanceTimersByTimeAsync(2_980);
    expect(evening.version).toBe(1);
    await vi.advanceTimersByTimeAsync(20);
    expect([evening.version, evening.book.standing(1).left]).toEqual([2, 0]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([evening.version, server.heard(/entries/).at(-1)]).toEqual([
      2,
      'GET /admin/events/gala/entries?after=3',
    ]);
    stop();
    const before = server.asked.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.asked).toHaveLength(before);
  });

  it('know nobody any more who is on no list, as after a backup was restored', async () => {
    const evening = new Evening('gala');
    await evening.hear();
    expect([evening.book.guestCount, evening.book.counts().whole.expected]).toEqual([1, 1]);
    server
      .on(/GET .*entries/, () => [
        200,
        { position: 'q:2', server_time: '2026-12-24T19:00:00Z', entries: [], has_more: false },
      ])
      .on(/GET .*guests\?after/, () => [200, { position: 'q:2', guests: [], next: null, reload: true }])
      .on(/GET .*guests\?from/, () => [200, { position: 'q:2', guests: [guest(5), guest(6)], next: null }]);
    await evening.hear();
    expect([evening.book.guestCount, evening.book.counts().whole.expected, evening.version]).toEqual([
      2, 2, 2,
    ]);
  });

  it('are set up until that is answered, and one question at a time', async () => {
    server.on(/GET .*guests/, () => 'lost');
    const evening = new Evening('gala');
    await Promise.all([evening.hear(), evening.hear()]);
    expect([asked(/guests/), evening.failure?.kind, evening.version]).toEqual([1, 'unreachable', 0]);
    server.on(/GET .*guests/, () => [200, { position: 'p:7', guests: [], next: null }]);
    await evening.hear();
    // Also an evening of nobody has been heard of.
    expect([evening.failure, evening.version]).toEqual([undefined, 1]);
  });

  it('stop being heard where the answer comes after the page was left', async () => {
    const slow = later<Said>();
    server.on(/GET .*guests/, () => slow.promise);
    const stop = new Evening('gala').watch();
    await vi.advanceTimersByTimeAsync(10);
    stop();
    slow.come('lost');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked(/guests/)).toBe(1);
  });

  it('have a scan taken back as a scan of its own, by the console', async () => {
    server.on(/POST .*entries/, () => [200, { success: true }]);
    await takeBack('gala', { scanId: 's3', reservation: 1, count: 2 }, 'Door B');
    const at = '2026-12-24T19:00:00.000Z';
    expect(server.asked[0]?.body).toEqual({
      ...{ door: 'Door B', device: 'console', sent_at: at },
      entries: [{ scan_id: expect.any(String) as string, reservation: 1, count: 2, at, undoes: 's3' }],
    });
    await entriesOf('gala', 5);
    expect(server.heard(/GET/)).toEqual(['GET /admin/events/gala/entries?reservation=5']);
  });
});

describe('The rehearsals of an event', () => {
  const rehearsal = (id: string, state: string, elapsed_ms = 0) => ({
    ...{ id, state },
    progress: { elapsed_ms, requests_per_second: 5, seats: { left: 9 } },
  });
  const listed = (...rehearsals: object[]): Said => [200, { rehearsals }];

  it('are asked for every second while one runs, and else four times a minute', async () => {
    const all = new Rehearsals('gala');
    server.on(/GET/, () => listed(rehearsal('r1', 'done')));
    const stop = all.watch();
    await vi.advanceTimersByTimeAsync(14_999);
    expect([asked(/GET/), all.running, all.past.length]).toEqual([1, undefined, 1]);
    let elapsed = 0;
    server.on(/GET/, () => listed(rehearsal('r2', 'running', ++elapsed), rehearsal('r1', 'done')));
    await vi.advanceTimersByTimeAsync(1);
    expect([asked(/GET/), all.running?.id, all.past.map(({ id }) => id)]).toEqual([2, 'r2', ['r1']]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([asked(/GET/), all.points.map(({ elapsedMs }) => elapsedMs)]).toEqual([5, [1, 2, 3, 4]]);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked(/GET/)).toBe(5);
  });

  it('are shown as they were where the server did not answer, and asked for again', async () => {
    const all = new Rehearsals('gala');
    server.on(/GET/, () => listed(rehearsal('r1', 'done')));
    const stop = all.watch();
    await vi.advanceTimersByTimeAsync(10);
    server.on(/GET/, () => 'lost');
    await vi.advanceTimersByTimeAsync(15_000);
    expect([all.failure?.kind, all.list?.length]).toEqual(['unreachable', 1]);
    server.on(/GET/, () => listed());
    await vi.advanceTimersByTimeAsync(15_000);
    expect([all.failure, all.list]).toEqual([undefined, []]);
    stop();
  });

  it('begin and end at once, with a chart of their own, whatever was asked before', async () => {
    const all = new Rehearsals('gala');
    const old = later<Said>();
    server.on(/GET/, () => old.promise).on(/POST/, () => [201, rehearsal('r2', 'running')]);
    const stop = all.watch();
    all.points = [{ elapsedMs: 9, requestsPerSecond: 1, seatsLeft: 1 }];
    await vi.advanceTimersByTimeAsync(10);
    server.on(/GET/, () => listed(rehearsal('r2', 'running', 5)));
    expect((await all.start({ people: 3 } as Parameters<Rehearsals['start']>[0])).ok).toBe(true);
    expect([all.running?.id, all.points.map(({ elapsedMs }) => elapsedMs)]).toEqual(['r2', [5]]);
    old.come(listed());
    await vi.advanceTimersByTimeAsync(500);
    expect([all.running?.id, asked(/GET/)]).toEqual(['r2', 2]);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked(/GET/)).toBe(3);
    server.on(/DELETE/, () => [404, refusal('not_found')]).on(/GET/, () => listed(rehearsal('r2', 'done')));
    const { running } = all;
    if (running) expect((await all.stop(running)).ok).toBe(false);
    expect([all.running, server.heard(/DELETE/)]).toEqual([
      undefined,
      ['DELETE /admin/events/gala/rehearsals/r2'],
    ]);
    stop();
  });
});

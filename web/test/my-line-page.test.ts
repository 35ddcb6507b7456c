import type { LineStatus } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { passes } from '#lib/api/jari.ts';
import { MyLine } from '#lib/waiting/my-line.svelte.ts';
import { BrowserEvents } from './support/browser-events.ts';
import { FakeServer, later, type Said } from './support/fake-server.ts';
import { lineStatus } from './support/line.ts';
import { memoryStorage } from './support/memory-storage.ts';

let server: FakeServer;
let page: BrowserEvents;
let status: Partial<LineStatus>;
/** What the door of the hall was told, in its order. */
let doors: boolean[];
let line: MyLine;
beforeEach(() => {
  vi.useFakeTimers();
  page = new BrowserEvents();
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('localStorage', memoryStorage());
  [status, doors] = [{}, []];
  server = new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/fcfs\/status/, () => [200, lineStatus({ event: 'gala', ...status })])
    .on(/POST \/fcfs\/join/, () => [202, { success: true, event: 'gala', queue_number: 12 }])
    .on(/POST \/fcfs\/pass/, () => [200, turn])
    .on(/DELETE \/fcfs\/pass/, () => [204]);
});
afterEach(() => {
  line.stop();
  delete passes['gala'];
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const turn = {
  ...{ success: true, event: 'gala', queue_number: 12, pass: 'q1.12' },
  ...{ expires_at: '', expires_in_ms: 60_000 },
};

async function open(): Promise<void> {
  line = new MyLine(
    'gala',
    () => 60_000,
    (letsIn) => doors.push(letsIn),
  );
  await vi.advanceTimersByTimeAsync(10);
}
const called = async () => {
  status = { serving_number: 12 };
  await vi.advanceTimersByTimeAsync(3_000);
  expect(line.view.is).toBe('inside');
};
const asked = () => server.heard(/status/).length;

describe('Whose turn comes', () => {
  it('while they wait sees it come, and is in the hall when they go there, for each turn anew', async () => {
    await open();
    expect([line.view.is, line.letsIn]).toEqual(['waiting', false]);
    line.enter();
    expect([line.letsIn, doors]).toEqual([false, []]);
    await called();
    expect([line.letsIn, doors, passes['gala']]).toEqual([false, [], 'q1.12']);
    line.enter();
    expect([line.letsIn, doors]).toEqual([true, [true]]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([line.view.is, line.letsIn, doors, passes['gala']]).toEqual([
      ...['missed', false],
      [true, false],
      undefined,
    ]);
    status = {};
    expect((await line.rejoin()).ok).toBe(true);
    await vi.advanceTimersByTimeAsync(10);
    await called();
    expect([line.letsIn, doors]).toEqual([false, [true, false]]);
  });

  it('and who was there before they loaded the page anew goes on there at once', async () => {
    localStorage.setItem('jari:line:gala', JSON.stringify({ number: 12, pass: 'q1.12' }));
    status = { serving_number: 12 };
    await open();
    expect([line.view.is, line.letsIn, doors]).toEqual(['inside', true, [true]]);
  });

  it('in a hall that had no doors a moment ago stays in it', async () => {
    status = { state: 'off' };
    await open();
    expect([line.view.is, line.letsIn, doors]).toEqual(['open', true, [true]]);
    status = { serving_number: 12 };
    localStorage.setItem('jari:line:gala', JSON.stringify({ number: 12 }));
    await vi.advanceTimersByTimeAsync(31_000);
    expect([line.view.is, line.letsIn, doors]).toEqual(['inside', true, [true]]);
  });

  it('is not theirs any more when they are asked to wait in a hall that had no doors', async () => {
    status = { state: 'off' };
    await open();
    status = {};
    await vi.advanceTimersByTimeAsync(31_000);
    expect([line.view.is, line.letsIn, doors]).toEqual(['waiting', false, [true, false]]);
  });

  it('is asked about where a command was turned away', async () => {
    await open();
    await called();
    line.turnedAway();
    expect([line.view.is, passes['gala']]).toEqual(['called', undefined]);
    await vi.advanceTimersByTimeAsync(10);
    expect([line.view.is, passes['gala'], server.heard(/POST .*pass/).length]).toEqual([
      ...['inside', 'q1.12', 2],
    ]);
  });
});

describe('The page of a waiting room', () => {
  it('looks when it comes back to sight or to the network, and not when it goes', async () => {
    await open();
    const before = asked();
    page.visibilityState = 'hidden';
    page.happens('visibilitychange');
    await vi.advanceTimersByTimeAsync(10);
    expect(asked()).toBe(before);
    page.visibilityState = 'visible';
    page.happens('visibilitychange');
    await vi.advanceTimersByTimeAsync(10);
    expect(asked()).toBe(before + 1);
    vi.stubGlobal('navigator', { onLine: false });
    page.happens('offline');
    await vi.advanceTimersByTimeAsync(10);
    expect([asked(), line.trouble]).toEqual([before + 1, 'offline']);
    vi.stubGlobal('navigator', { onLine: true });
    page.happens('online');
    await vi.advanceTimersByTimeAsync(10);
    expect([asked(), line.trouble]).toEqual([before + 2, null]);
  });

  it('listens to other tabs about this event alone, and to all being forgotten', async () => {
    await open();
    localStorage.setItem('jari:line:gala', '"left"');
    page.happens('storage', { key: 'jari:line:ball' });
    expect(line.view.is).toBe('waiting');
    page.happens('storage', { key: 'jari:line:gala' });
    expect(line.view.is).toBe('left');
    localStorage.setItem('jari:line:gala', JSON.stringify({ number: 12 }));
    page.happens('storage', { key: null });
    await vi.advanceTimersByTimeAsync(10);
    expect(server.heard(/POST .*pass/)).toHaveLength(1);
  });

  it('is busy as long as leaving is not answered, and leads nowhere then', async () => {
    const answer = later<Said>();
    await open();
    server.on(/DELETE/, () => answer.promise);
    const leaving = line.leave();
    expect([line.busy, line.view.is]).toEqual([true, 'waiting']);
    answer.come([204]);
    expect(await leaving).toMatchObject({ ok: true });
    expect([line.busy, line.view.is]).toEqual([false, 'left']);
  });

  it('knows what was first seen here, how the doors moved, and when it heard so', async () => {
    status = { serving_number: 2, seed_hash: 'abc', opens_at: '2030-01-01T10:00:00.000Z' };
    await open();
    status = { ...status, serving_number: 5 };
    await vi.advanceTimersByTimeAsync(3_000);
    expect([line.aheadAtFirst, line.seedHashBefore]).toEqual([9, 'abc']);
    expect(line.samples.map(({ serving }) => serving)).toEqual([2, 5]);
    expect([line.samples.at(-1)?.atMs, line.status?.serving_number]).toEqual([line.heardAt, 5]);
    expect([line.momentOf(undefined), typeof line.momentOf(status.opens_at)]).toEqual([undefined, 'number']);
    await line.leave();
    expect([line.aheadAtFirst, line.seedHashBefore]).toEqual([undefined, undefined]);
  });

  it('asks for the own place anew when it is told to look', async () => {
    await open();
    line.look();
    await vi.advanceTimersByTimeAsync(10);
    expect(server.heard(/POST .*pass/)).toHaveLength(1);
  });

  it('stands in line also where nothing may be stored', async () => {
    vi.stubGlobal('localStorage', undefined);
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
    await open();
    expect(line.view).toMatchObject({ is: 'waiting', number: 12 });
  });

  it('shows how far the work is that lining up takes, and no more once it is done', async () => {
    status = { proof_of_work_bits: 6 };
    const answer = later<Said>();
    server.on(/GET \/fcfs\/challenge/, () => answer.promise);
    await open();
    expect([line.proving, line.view.is]).toEqual([undefined, 'asking']);
    answer.come([200, { success: true, event: 'gala', challenge: 'c1', expires_in_ms: 600_000 }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(line.proving).toBe(0);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([line.proving, line.view.is]).toEqual([undefined, 'waiting']);
    expect(server.heard(/join/)).toEqual([expect.stringMatching(/join\?event=gala&work=c1\./)]);
  });

  it('listens to nothing and asks nothing once it is left', async () => {
    await open();
    line.stop();
    const before = server.asked.length;
    expect(page.listenedTo).toEqual([]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.asked).toHaveLength(before);
  });
});

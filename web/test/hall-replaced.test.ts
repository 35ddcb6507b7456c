import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { FakeServer } from './support/fake-server.ts';
import { stubBrowser } from './support/hall-page.ts';

const details = (more: object) => ({
  ...{ id: 'gala', title: 'Gala', plan: null, waiting_room: null, sale: 'open', server_time: '' },
  ...{ hall: { rows: 3, seats_per_row: 4 }, ...more },
});

let server: FakeServer;
const reload = vi.fn();
beforeEach(() => {
  server = new FakeServer();
  vi.stubGlobal('location', { reload });
});
afterEach(() => {
  reload.mockClear();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** How often a page that was opened with the first begins anew when it is told the second. */
async function reloadsAt(now: object): Promise<number> {
  let told = details({});
  server.on(/GET \/events\/gala$/, () => [200, told]);
  const hall = new Hall('gala');
  await hall.loadDetails();
  expect(reload).not.toHaveBeenCalled();
  told = details(now);
  await hall.loadDetails();
  return reload.mock.calls.length;
}

describe('A page of a hall', () => {
  it('begins anew when the event has another hall, whose seats have the same numbers', async () => {
    expect(await reloadsAt({ hall: { rows: 3, seats_per_row: 5 } })).toBe(1);
  });

  it('begins anew when the hall is the same size the other way round, or has a plan now', async () => {
    expect(await reloadsAt({ hall: { rows: 4, seats_per_row: 3 } })).toBe(1);
    reload.mockClear();
    expect(await reloadsAt({ hall: null, plan: { id: 'arena' } })).toBe(1);
  });

  it('stays when anything else of the event has changed', async () => {
    expect(await reloadsAt({ title: 'Matinee', sale: 'paused' })).toBe(0);
  });
});

describe('A page whose server is away', () => {
  it('asks what the event is once at a time, however often it has wanted to know, and not once it is left', async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    stubBrowser();
    server.on(/GET \/events\/gala$/, () => 'lost');
    const hall = new Hall('gala');
    for (let times = 0; times < 10; times++) await hall.loadDetails();
    const asked = () => server.heard(/GET \/events\/gala$/).length;
    const before = asked();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked() - before).toBe(4);
    hall.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked() - before).toBe(4);
  });
});

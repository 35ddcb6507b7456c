import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { FakeServer } from './support/fake-server.ts';
import { stubBrowser } from './support/hall-page.ts';

let fetches = 0;
let isAway = true;
vi.mock('#lib/map/load-model.ts', async (original) => {
  fetches += 1;
  if (isAway) throw new TypeError('Failed to fetch dynamically imported module');
  return original();
});

beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
  const hall = { rows: 30, seats_per_row: 40 };
  new FakeServer().on(/GET \/events\/gala$/, () => [
    200,
    { id: 'gala', title: 'Gala', plan: null, waiting_room: null, sale: 'open', server_time: '', hall },
  ]);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a large hall fetches the code of its map until it has it, and not once it is left', async () => {
  const [hall, left] = [new Hall('gala'), new Hall('gala')];
  await Promise.all([hall.loadDetails(), left.loadDetails()]);
  await vi.advanceTimersByTimeAsync(10_000);
  left.stop();
  expect(fetches).toBeGreaterThan(1);
  expect(hall.model).toBeNull();
  isAway = false;
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.waitFor(() => expect(hall.model?.seatCount).toBe(1_200));
  expect(left.model).toBeNull();
  hall.stop();
});

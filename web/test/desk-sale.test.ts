import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeskSelling } from '#lib/admin/hall/desk-sale.ts';
import { FakeServer, refusal, type Said } from './support/fake-server.ts';

const sale = { user_name: 'Ann', phone: '010-1234-5678', seat_ids: [3] };
const sold: Said = [201, { success: true, reservation: { id: 'gala.7', seats: [{ id: 3 }] } }];
const gone: Said = [409, refusal('seat_held', { seat_ids: [3], retryable: true })];

let server: FakeServer;
let desk: DeskSelling;
beforeEach(() => {
  server = new FakeServer();
  desk = new DeskSelling('gala');
});
afterEach(() => void vi.unstubAllGlobals());

it('the desk finds the ticket of a try without an answer, also where a letter was changed since', async () => {
  const keys: (string | null)[] = [];
  server.on(/POST .*reservations/, ({ key }) => {
    keys.push(key);
    return keys.length === 1 ? 'lost' : key === keys[0] ? sold : gone;
  });
  expect(await desk.sell(sale)).toMatchObject({ failure: { kind: 'unreachable' } });
  const outcome = await desk.sell({ ...sale, user_name: 'Anna' });
  expect(outcome).toMatchObject({ ok: true, value: { reservation: { id: 'gala.7' } } });
  expect(server.asked.map(({ body }) => body)).toMatchObject([
    { user_name: 'Ann' },
    { user_name: 'Anna' },
    { user_name: 'Ann' },
  ]);
});

it('the desk is told that seats are gone where no try of its own can have taken them', async () => {
  server.on(/POST .*reservations/, () => gone);
  for (const name of ['Ann', 'Anna']) {
    const outcome = await desk.sell({ ...sale, user_name: name });
    expect(outcome).toMatchObject({ failure: { problem: { reason: 'seat_held' } } });
  }
  expect(server.asked).toHaveLength(2);
});

it('the desk asks again with the same key as long as it says the same', async () => {
  server.on(/POST .*reservations/, () => 'lost');
  await desk.sell(sale);
  server.on(/POST .*reservations/, () => sold);
  expect((await desk.sell(sale)).ok).toBe(true);
  expect(new Set(server.asked.map(({ key }) => key)).size).toBe(1);
});

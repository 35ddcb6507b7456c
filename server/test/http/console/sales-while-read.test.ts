import type { ConsoleSeats, Figures, ReservationResult } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type TestApp } from '../../support/app.ts';
import { smallEvent } from '../../support/hall.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';

let server: TestApp;
let records: MemoryLedger['records'];
beforeEach(async () => {
  server = await createTestApp({
    ledger: (clock) => {
      const ledger = new MemoryLedger(clock);
      ({ records } = ledger);
      return ledger;
    },
    events: [smallEvent({ currency: 'KRW', prices: { standard: 50_000 } })],
  });
});
afterEach(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}) =>
  server.app.inject({ url: `/api/v1/admin/events/default${path}`, headers: { ...asAdmin, ...headers } });
const reserve = async (user: string, seat: number) => {
  const url = '/api/v1/events/default/reservations';
  const payload = { ...ALICE, seat_ids: [seat] };
  const made = await server.app.inject({ method: 'POST', url, headers: as(user), payload });
  return made.json<ReservationResult>().reservation;
};

/** Somebody buys when the ledger has said what was sold, and nobody has heard it yet. */
function sellsWhileRead(user: string, seat: number): void {
  const read = records.soldAfter.bind(records);
  records.soldAfter = async (...asked) => {
    records.soldAfter = read;
    const sold = await read(...asked);
    await reserve(user, seat);
    return sold;
  };
}

describe('what is sold while sales are read', () => {
  it('is in the next figures, although nothing has happened since', async () => {
    await reserve('ann', 1);
    sellsWhileRead('bob', 2);
    expect((await ask('/figures')).json<Figures>().seats.reserved).toBe(2);
    expect((await ask('/figures')).json<Figures>()).toMatchObject({
      ...{ sequence: 2, revenue: 100_000 },
      sales: { buckets: [{ reservations: 2, seats: 2, revenue: 100_000 }] },
    });
  });

  it('has its own time in the live hall, and not that of who had the seat before', async () => {
    const { id } = await reserve('ann', 5);
    await ask('/seats');
    const url = `/api/v1/reservations/${id}`;
    await server.app.inject({ method: 'DELETE', url, headers: as('ann') });
    server.clock.advance(60_000);
    const since = new Date(server.clock.wallMs()).toISOString();
    sellsWhileRead('bob', 5);
    const first = await ask('/seats');
    expect(first.json<ConsoleSeats>().reservations).toMatchObject([{ seat_ids: [5], since: null }]);
    server.clock.advance(1_000);
    const next = await ask('/seats', { 'if-none-match': String(first.headers.etag) });
    expect(next.statusCode).toBe(200);
    expect(next.json<ConsoleSeats>().reservations).toMatchObject([{ seat_ids: [5], since }]);
  });
});

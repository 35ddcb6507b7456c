import { expect, it, vi } from 'vitest';
import { ApiUser } from '../support/api-client.ts';
import { describeModes } from '../support/modes.ts';

interface Acknowledged {
  readonly user: ApiUser;
  readonly seatIds: number[];
  /** Undefined for a hold that was not confirmed. */
  readonly reservationId: string | undefined;
}

describeModes('kill -9 in the middle of a sale', (mode) => {
  it('loses no reservation and no hold that was acknowledged, and gives no seat twice', async () => {
    const adminToken = 'a-token-for-this-test-only';
    let server = await mode.start({ env: { ADMIN_TOKEN: adminToken } });
    const event = {
      title: 'Load',
      venue: 'Hall',
      starts_at: '2030-01-01T19:00:00Z',
      hall: { rows: 20, seats_per_row: 50 },
    };
    const created = await fetch(`${server.api}/events/load`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    expect(created.status).toBe(201);

    const acknowledged: Acknowledged[] = [];
    let rounds = 0;
    for (let kill = 0; kill < 3; kill++) {
      let isOver = false;
      const visitors = Array.from({ length: 40 }, async () => {
        while (!isOver) {
          const user = new ApiUser(server.api, `u${rounds++}`, 'load');
          await visit(user, acknowledged).catch(() => undefined);
        }
      });
      // In the middle of the sale: some hundred more were answered, and forty are under way.
      const enough = acknowledged.length + 100;
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(enough), 30_000);
      await server.kill9();
      isOver = true;
      await Promise.all(visitors);
      server = await mode.start(mode.again(server, { env: { ADMIN_TOKEN: adminToken } }));

      const { seats } = (await new ApiUser(server.api, 'watcher', 'load').seats()).body;
      const taken = new Map<number, string>();
      for (const { user, seatIds, reservationId } of acknowledged) {
        for (const seatId of seatIds) {
          expect(taken.get(seatId), `seat ${seatId}`).toBeUndefined();
          taken.set(seatId, user.name);
          expect(seats[seatId - 1]?.state).toBe(reservationId === undefined ? 'held' : 'reserved');
        }
        if (reservationId === undefined) {
          expect((await user.myHold()).body.seat_ids).toEqual(seatIds);
        } else {
          const found = await user.reservation(reservationId);
          expect(found.body.reservation.seats.map(({ id }) => id)).toEqual(seatIds);
        }
      }
    }
    expect(acknowledged.filter(({ reservationId }) => reservationId !== undefined).length).toBeGreaterThan(
      20,
    );
    expect(acknowledged.filter(({ reservationId }) => reservationId === undefined).length).toBeGreaterThan(5);
  });
});

/** Takes a seat somewhere and confirms it most of the time; writes down only what was acknowledged. */
async function visit(user: ApiUser, acknowledged: Acknowledged[]): Promise<void> {
  const wanted = 1 + Math.floor(Math.random() * 1000);
  const held = await user.hold(wanted);
  if (held.status !== 200) return;
  const isOnlyLooking = Math.random() < 0.2;
  if (isOnlyLooking) {
    acknowledged.push({ user, seatIds: [wanted], reservationId: undefined });
    return;
  }
  const confirmed = await user.confirm(`key-${user.name}`);
  if (confirmed.status !== 201) return;
  acknowledged.push({ user, seatIds: [wanted], reservationId: confirmed.body.reservation.id });
}

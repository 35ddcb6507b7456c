import type pg from 'pg';
import { expect } from 'vitest';
import { migrate, readMigrations } from '../../src/adapters/postgres/migrate.ts';
import { firstHead } from '../../src/domain/log-chain.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { BatchWriter, groundOf } from '../conformance/batch-writer.ts';

/** Fills a database of version 0.1 as that version would have, and brings it to this one. */
export async function migrateOldData(pool: pg.Pool): Promise<void> {
  const [first, ...later] = readMigrations();
  if (first === undefined) throw new Error('There are no migrations.');
  expect(await migrate(pool, [first])).toEqual([first.name]);
  await pool.query(oldData);
  expect(await migrate(pool)).toEqual(later.map(({ name }) => name));
}

/** That everything of `migrateOldData` is there, and that the sale goes on from it. */
export async function expectOldData(ledger: Ledger): Promise<void> {
  const snapshot = await ledger.load('old');
  if (snapshot === undefined) throw new Error('The event is gone.');
  const { event, position, places } = snapshot;
  const head = firstHead(position.epoch, 'old');
  expect(event).toMatchObject({
    version: 1,
    title: 'Old',
    venue: 'Seoul',
    endsAt: null,
    saleClosesAt: null,
    layout: { rows: 2, seatsPerRow: 3 },
    currency: null,
    prices: {},
    rules: {
      holdTtlMs: 60_000,
      holdExtensions: 2,
      maxSeatsPerUser: 3,
      noSingleSeats: false,
      salePaused: false,
      waitingRoom: null,
    },
  });
  expect(position).toMatchObject({ sequence: 6, head });
  expect(snapshot.states).toBe('harbaa');
  expect(snapshot.owners).toEqual(['held', undefined, 'kim', undefined, undefined, undefined]);
  const now = Math.floor(Date.now() / 60_000);
  expect(places.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))).toEqual([
    {
      userId: 'held',
      hold: { userId: 'held', seatIds: [1], expiresAt: 2e12, extensionsUsed: 1 },
      ended: [],
      reservations: [],
      keys: [],
    },
    {
      userId: 'kim',
      hold: undefined,
      ended: [],
      reservations: [{ sequence: 3, seatIds: [3] }],
      // sha256 of "a key", and of "a wish", the first 48 bits of each.
      keys: [
        {
          keyPrint: 0x8fa3aab2faa9,
          wishPrint: 0xea291e1a4fc9,
          sequence: 3,
          atMinute: expect.any(Number) as number,
        },
      ],
    },
  ]);
  expect(now - (places.find(({ userId }) => userId === 'kim')?.keys[0]?.atMinute ?? 0)).toBeLessThan(10);

  expect((await ledger.listEvents()).map(({ eventId, availableCount }) => [eventId, availableCount])).toEqual(
    [
      ['empty', 1],
      ['old', 3],
    ],
  );

  const id = { eventId: 'old', sequence: 3 };
  const record = await ledger.findReservation(id);
  expect(record).toMatchObject({
    formerId: 'uuid-kim',
    userName: '김',
    phone: '+82',
    seatIds: [3],
    amounts: null,
    currency: null,
  });
  expect(await ledger.findReservation({ formerId: 'uuid-kim' })).toEqual(record);
  expect(await ledger.findReservation({ formerId: 'uuid-lee' })).toMatchObject({
    sequence: 2,
    cancelledAt: 5,
  });
  expect(await ledger.recall('old', 3)).toMatchObject({
    change: { cause: 'reserved', userId: 'kim', remainingSeats: 0 },
    reservation: { formerId: 'uuid-kim' },
  });
  expect(await ledger.recall('old', 4)).toMatchObject({
    change: { cause: 'cancelled', userId: 'lee', reservation: 2, actor: 'user' },
  });
  expect(await ledger.recall('old', 5)).toMatchObject({
    change: { cause: 'expired', actor: 'clock', expiresAt: 0 },
  });
  expect(await ledger.recall('old', 6)).toMatchObject({
    change: { cause: 'blocked', actor: 'organiser:unknown' },
  });

  // The log before the chain cannot be compared with anything, and so is not gone on from.
  expect(await ledger.changesSince('old', { sequence: 5 }, 10)).toMatchObject({ why: 'pruned' });
  const before = { ...position, sequence: 5 };
  expect(await ledger.changesSince('old', before, 10)).toMatchObject({ why: 'pruned' });
  const writer = new BatchWriter(groundOf(snapshot)).reserve('new', [2]);
  expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
  expect(await ledger.append(writer.next().cancel(3, 'kim', [3]).batch())).toMatchObject({ ok: true });
  for (const known of [position, { sequence: 6 }]) {
    const caughtUp = await ledger.changesSince('old', known, 10);
    expect(caughtUp).toMatchObject({ reload: false, position: { sequence: 8 } });
    expect(caughtUp.reload ? undefined : caughtUp.changes.map(({ sequence }) => sequence)).toEqual([7, 8]);
  }
  expect(await ledger.load('empty')).toMatchObject({
    position: { sequence: 0, head: firstHead(position.epoch, 'empty') },
  });
}

const minuteAgo = 'extract(epoch from now()) * 1000 - 60000';
const twoDaysAgo = 'extract(epoch from now()) * 1000 - 172800000';

const oldData = `
insert into event (event_id, sequence, title, venue, starts_at, rows, seats_per_row, hold_ttl_ms,
  hold_extensions, max_seats_per_user)
values ('old', 6, 'Old', 'Seoul', 1, 2, 3, 60000, 2, 3), ('empty', 0, 'Empty', 'Seoul', 1, 1, 1, 60000, 2, 3);
insert into seat (event_id, seat_id, state, user_id, hold_expires_at, extensions_used, reservation_id) values
  ('old', 1, 'held', 'held', 2e12, 1, null), ('old', 2, 'available', null, null, null, null),
  ('old', 3, 'reserved', 'kim', null, null, 'uuid-kim'), ('old', 4, 'blocked', null, null, null, null),
  ('old', 5, 'available', null, null, null, null), ('old', 6, 'available', null, null, null, null),
  ('empty', 1, 'available', null, null, null, null);
insert into change (event_id, sequence, at, cause, seat_ids, user_id, reservation_id, expires_at, extensions_used)
values
  ('old', 1, ${twoDaysAgo}, 'held', '{1}', 'held', null, 2e12, 1),
  ('old', 2, ${twoDaysAgo}, 'reserved', '{2}', 'lee', 'uuid-lee', null, null),
  ('old', 3, ${minuteAgo}, 'reserved', '{3}', 'kim', 'uuid-kim', null, null),
  ('old', 4, ${minuteAgo}, 'cancelled', '{2}', 'lee', 'uuid-lee', null, null),
  ('old', 5, ${minuteAgo}, 'expired', '{5}', 'park', null, null, null),
  ('old', 6, ${minuteAgo}, 'blocked', '{4}', null, null, null, null);
insert into reservation (event_id, reservation_id, user_id, user_name, phone, code, seat_ids, sequence, created_at,
  cancelled_at)
values ('old', 'uuid-lee', 'lee', '이', '+82', 'C', '{2}', 2, 1, 5), ('old', 'uuid-kim', 'kim', '김', '+82', 'C', '{3}', 3, 2, null);
insert into reserved_seat values ('old', 3, 'uuid-kim');
insert into idempotency (event_id, user_id, key, fingerprint, sequence, answer) values
  ('old', 'lee', 'too old', '6ikeGk_Jp3QA8nC687POk22nssZDQf3fta_Xe0QLGJo', 2, '{}'),
  ('old', 'kim', 'a key', '6ikeGk_Jp3QA8nC687POk22nssZDQf3fta_Xe0QLGJo', 3, '{}'),
  ('old', 'kim', 'of a command that changed nothing', '6ikeGk_Jp3QA8nC687POk22nssZDQf3fta_Xe0QLGJo', 5, '{}');
`;
